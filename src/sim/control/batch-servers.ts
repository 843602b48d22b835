import { AdaptiveBatch } from "../adaptive-batch.ts";
import { dueBatchSize } from "../batch-rule.ts";
import { NONE } from "../request-slots.ts";
import type { BatchPlan } from "../sim-plan.ts";
import { WinnerTree } from "../winner-tree.ts";
import { RUNNING, WAITING } from "./attempts.ts";
import { IdleServers } from "./idle-servers.ts";
import { QueueBook } from "./queue-book.ts";
import { CENTRAL, type ReplicaServers } from "./replica-servers.ts";
import type { ServerSetting } from "./server-setting.ts";

/** What a batching replica does. */
interface BatchingReplica {
  /** Attempts of the batch in progress; empty when idle. */
  batch: number[];
  /** Start of the batch, and of its stretch in progress (Infinity while paused). */
  startedAt: number;
  resumedAt: number;
  /** Measured time spent on the batch before that stretch. */
  spent: number;
  /** Seconds left of a paused batch. */
  left: number;
  slowness: number;
  /** Adapts the largest batch; null if it is fixed. */
  readonly adaptive: AdaptiveBatch | null;
}

/**
 * Replicas that serve one batch at a time. A replica's leaf of the calendar holds the end of its
 * batch, or while it is idle the instant at which the oldest that waits has waited `maxWait`;
 * behind a central queue that timer belongs to the lowest-numbered idle replica.
 */
export class BatchServers implements ReplicaServers {
  readonly calendar: WinnerTree = new WinnerTree(2);
  private readonly setting: ServerSetting;
  private readonly plan: BatchPlan;
  /** Factor on a batch's time, by the size row of its first attempt; empty for none. */
  private readonly jitters: Float64Array;
  private readonly queues: QueueBook;
  private readonly idle = new IdleServers();
  private readonly replicas: BatchingReplica[] = [];
  /** Idle replica that holds the central queue's timer; NONE if none does. */
  private timerHolder = NONE;

  constructor(setting: ServerSetting, service: BatchPlan, jitters: Float64Array) {
    this.setting = setting;
    this.plan = service;
    this.jitters = jitters;
    this.queues = new QueueBook(setting, service.maxBatch);
  }

  replicaOf(server: number): number {
    return server;
  }

  open(replica: number): void {
    const { adaptiveLatency, maxBatch } = this.plan;
    this.calendar.grow(replica + 1);
    this.idle.grow(replica + 1);
    this.queues.open(replica);
    const adaptive =
      adaptiveLatency < Infinity ? new AdaptiveBatch(adaptiveLatency, maxBatch) : null;
    this.replicas[replica] = {
      batch: [],
      startedAt: NaN,
      resumedAt: NaN,
      spent: 0,
      left: NaN,
      slowness: 1,
      adaptive,
    };
  }

  admit(replica: number, now: number): void {
    if (!this.queues.admit(replica)) return;
    if (this.isIdle(replica)) this.idle.add(replica);
    this.startCentral(now);
  }

  shut(replica: number): void {
    if (!this.queues.shut(replica)) return;
    this.idle.remove(replica);
    if (this.timerHolder !== replica) return;
    this.timerHolder = NONE;
    this.calendar.set(replica, Infinity);
  }

  catchUp(now: number): void {
    // Another replica may hold the timer now.
    if (this.queues.takeShut()) this.startCentral(now);
  }

  wouldStart(attempt: number, queue: number, now: number): boolean {
    const waiting = this.queues.at(queue);
    const replica = queue === CENTRAL && !this.idle.isEmpty ? this.idle.lowest : queue;
    if (replica === CENTRAL || !this.isIdle(replica) || this.queues.isPaused(replica)) return false;
    if (!waiting.mayStart(this.setting.attempts.classes[attempt])) return false;
    const count = waiting.length + 1;
    const oldest = waiting.length === 0 ? now : waiting.oldest;
    const isOverdue = now >= oldest + this.plan.maxWait;
    return dueBatchSize(this.plan, this.limitOf(replica), count, isOverdue) === count;
  }

  fits(): boolean {
    return true;
  }

  queueLength(queue: number): number {
    return this.queues.at(queue).length;
  }

  enqueue(attempt: number, queue: number, now: number): void {
    this.queues.push(attempt, queue, now);
    this.startWhatIsDue(queue, now);
  }

  advance(replica: number, now: number): void {
    if (!this.isIdle(replica)) {
      const { attempts, events, usage } = this.setting;
      const state = this.replicas[replica];
      const { batch, startedAt } = state;
      state.adaptive?.observe(batch.length, now - startedAt);
      const share = this.endBatch(replica, now);
      for (const attempt of batch) {
        const start = attempts.starts[attempt];
        if (events.serve(attempt, replica, start, now, now)) usage.abandonedTime += share;
      }
    }
    this.startWhatIsDue(this.queues.queueOf(replica), now);
  }

  withdraw(attempt: number, now: number): boolean {
    const { attempts } = this.setting;
    if (attempts.phases[attempt] !== WAITING) return false;
    const queue = attempts.owners[attempt];
    this.queues.remove(attempt);
    // Another may now be the oldest, which moves the timer.
    this.startWhatIsDue(queue, now);
    return true;
  }

  forget(attempt: number): void {
    this.queues.countOut(attempt);
  }

  firstTokenOf(): number {
    return NaN;
  }

  evict(replica: number, now: number): number[] {
    const { batch } = this.replicas[replica];
    if (batch.length > 0) {
      this.setting.usage.lostTime += this.endBatch(replica, now) * batch.length;
    } else {
      this.calendar.set(replica, Infinity);
    }
    return [...batch, ...this.queues.empty(replica)];
  }

  pause(replica: number, now: number): void {
    const state = this.replicas[replica];
    this.queues.setPaused(replica, true);
    if (this.isIdle(replica)) {
      if (!this.setting.isCentral) this.calendar.set(replica, Infinity);
      return;
    }
    state.spent += this.bookWork(state, now);
    state.left = this.calendar.times[replica] - now;
    state.resumedAt = Infinity;
    this.setting.loads.addBusy(replica, -1);
    this.calendar.set(replica, Infinity);
  }

  resume(replica: number, now: number): void {
    const state = this.replicas[replica];
    this.queues.setPaused(replica, false);
    if (this.isIdle(replica)) {
      this.startWhatIsDue(this.queues.queueOf(replica), now);
      return;
    }
    state.resumedAt = now;
    this.setting.loads.addBusy(replica, 1);
    this.calendar.set(replica, now + state.left);
  }

  setSlowness(replica: number, factor: number): void {
    this.replicas[replica].slowness = factor;
  }

  kvUse(): number {
    return 0;
  }

  private isIdle(replica: number): boolean {
    return this.replicas[replica].batch.length === 0;
  }

  private limitOf(replica: number): number {
    return this.replicas[replica].adaptive?.largest ?? this.plan.maxBatch;
  }

  /** Starts the batches of a queue that are due, and sets the timer for what must wait. */
  private startWhatIsDue(queue: number, now: number): void {
    if (this.setting.isCentral) {
      this.startCentral(now);
    } else if (this.isIdle(queue) && !this.queues.isPaused(queue)) {
      if (!this.startDue(queue, queue, now)) this.calendar.set(queue, this.timerOf(queue, now));
    }
  }

  private startCentral(now: number): void {
    if (this.timerHolder !== NONE) this.calendar.set(this.timerHolder, Infinity);
    this.timerHolder = NONE;
    while (!this.idle.isEmpty) {
      const replica = this.idle.lowest;
      if (this.startDue(CENTRAL, replica, now)) continue;
      const timer = this.timerOf(CENTRAL, now);
      if (timer < Infinity) {
        this.timerHolder = replica;
        this.calendar.set(replica, timer);
      }
      return;
    }
  }

  /** Starts a batch on an idle replica if one is due. */
  private startDue(queue: number, replica: number, now: number): boolean {
    const waiting = this.queues.at(queue);
    if (waiting.length === 0) return false;
    const isOverdue = now >= waiting.oldest + this.plan.maxWait;
    const size = dueBatchSize(this.plan, this.limitOf(replica), waiting.length, isOverdue);
    if (size === 0) return false;
    const state = this.replicas[replica];
    const batch: number[] = [];
    while (batch.length < size) {
      const attempt = waiting.next(now);
      if (attempt === NONE) break;
      batch.push(attempt);
      this.queues.take(attempt, replica);
      this.setting.attempts.phases[attempt] = RUNNING;
      this.setting.attempts.starts[attempt] = now;
    }
    if (batch.length === 0) return false;
    state.batch = batch;
    state.startedAt = now;
    state.resumedAt = now;
    state.spent = 0;
    this.setting.loads.addBusy(replica, 1);
    this.idle.remove(replica);
    const firstRow = this.setting.attempts.sizeRows[batch[0]];
    const factor = this.jitters.length > 0 ? this.jitters[firstRow] : 1;
    const time = this.plan.batchTimes[batch.length] * factor * state.slowness;
    this.calendar.set(replica, now + time);
    return true;
  }

  /**
   * When the oldest of a queue has waited long enough; Infinity if none waits, or that is past and
   * what waits must leave reserved slots free, so that only another event can change it.
   */
  private timerOf(queue: number, now: number): number {
    const timer = this.queues.at(queue).oldest + this.plan.maxWait;
    return timer > now ? timer : Infinity;
  }

  /** Ends a batch and returns its measured time, parted equally among its attempts. */
  private endBatch(replica: number, now: number): number {
    const { loads, usage } = this.setting;
    const state = this.replicas[replica];
    const { batch } = state;
    const spent = state.spent + this.bookWork(state, now);
    if (state.resumedAt < Infinity) loads.addBusy(replica, -1);
    if (spent > 0) {
      usage.batches++;
      usage.batchedRequests += batch.length;
    }
    this.calendar.set(replica, Infinity);
    for (const attempt of batch) this.queues.finish(attempt, replica);
    state.batch = [];
    if (this.queues.isAdmitted(replica)) this.idle.add(replica);
    return spent / batch.length;
  }

  /** Books the stretch of a batch up to now as busy, and returns it. */
  private bookWork(state: BatchingReplica, now: number): number {
    const { usage } = this.setting;
    const span = usage.overlap(state.resumedAt, now);
    usage.busyTime += span;
    usage.batchTime += span * state.batch.length;
    return span;
  }
}
