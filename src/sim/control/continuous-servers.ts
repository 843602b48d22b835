import { buildStep } from "../continuous/build-step.ts";
import { cutEarliestLeap, cutLeap, cutLeapForHead } from "../continuous/cut-leap.ts";
import { endLeap } from "../continuous/end-leap.ts";
import { evictSequences } from "../continuous/evict.ts";
import { ContinuousPool, type SequenceEnds } from "../continuous/pool.ts";
import type { Replica } from "../continuous/replica.ts";
import { SequenceList, type SequenceQueue } from "../continuous/sequence-list.ts";
import { WAITING as SEQUENCE_WAITING, type Sequence } from "../continuous/sequence.ts";
import { leapDuration } from "../leap.ts";
import type { ContinuousPlan, WorkloadColumns } from "../sim-plan.ts";
import type { WinnerTree } from "../winner-tree.ts";
import { WAITING } from "./attempts.ts";
import { IdleServers } from "./idle-servers.ts";
import { QueueBook } from "./queue-book.ts";
import { CENTRAL, type ReplicaServers } from "./replica-servers.ts";
import { SequenceSource, type PrefixMemory } from "./sequence-source.ts";
import type { ServerSetting } from "./server-setting.ts";

/** Stands in for the central queue where a replica may not take from it. */
const NOTHING = new SequenceList();

/**
 * Continuously batching replicas, in the same leaps as in a fixed pool. A sequence's row is its
 * attempt.
 */
export class ContinuousServers implements ReplicaServers, SequenceEnds {
  readonly calendar: WinnerTree;
  private readonly setting: ServerSetting;
  private readonly columns: WorkloadColumns;
  private readonly prefixes: PrefixMemory | null;
  private readonly pool: ContinuousPool;
  private readonly queues: QueueBook;
  private readonly idle = new IdleServers();
  private readonly sequences: Sequence[] = [];
  private readonly isBusy: boolean[] = [];
  /** When a replica was paused; NaN if it runs. */
  private readonly pausedAt: number[] = [];

  constructor(
    setting: ServerSetting,
    service: ContinuousPlan,
    columns: WorkloadColumns,
    cancels: boolean,
    prefixes: PrefixMemory | null,
  ) {
    // Deadlines are the loop's business, and departures are counted with the ends of service.
    const clients = { cancels, hasTimeouts: false };
    this.setting = setting;
    this.columns = columns;
    this.prefixes = prefixes;
    this.pool = new ContinuousPool(service, clients, this, { leave: () => {} }, setting.usage);
    this.calendar = this.pool.calendar;
    this.queues = new QueueBook(setting, service.maxSequences);
  }

  replicaOf(server: number): number {
    return server;
  }

  open(replica: number): void {
    this.idle.grow(replica + 1);
    this.queues.open(replica);
    this.pool.openReplica(replica, this.sourceAside(replica));
    this.isBusy[replica] = false;
    this.pausedAt[replica] = NaN;
  }

  admit(replica: number, now: number): void {
    if (!this.queues.admit(replica)) return;
    const state = this.pool.replicas[replica];
    state.source = this.sourceOf(replica);
    if (state.leapSteps === 0) this.idle.add(replica);
    this.makeWay(CENTRAL, now);
  }

  shut(replica: number): void {
    if (!this.queues.shut(replica)) return;
    this.idle.remove(replica);
    this.pool.replicas[replica].source = NOTHING;
  }

  catchUp(now: number): void {
    if (this.queues.takeShut()) this.makeWay(CENTRAL, now);
  }

  wouldStart(attempt: number, queue: number): boolean {
    const isIdle = queue === CENTRAL ? !this.idle.isEmpty : !this.isRunning(queue);
    return isIdle && this.queues.at(queue).mayStart(this.setting.attempts.classes[attempt]);
  }

  fits(sizeRow: number): boolean {
    const { inputs, outputs } = this.columns;
    const { blockSize, kvBlocks } = this.pool.plan;
    return Math.ceil((inputs[sizeRow] + outputs[sizeRow] - 1) / blockSize) <= kvBlocks;
  }

  queueLength(queue: number): number {
    if (queue === CENTRAL) return this.queues.at(queue).length;
    // What a replica has preempted waits in its queue too.
    return this.queues.at(queue).length + this.pool.replicas[queue].waiting.length;
  }

  enqueue(attempt: number, queue: number, now: number): void {
    const { pool } = this;
    const sizeRow = this.setting.attempts.sizeRows[attempt];
    const replica = queue === CENTRAL ? null : pool.replicas[queue];
    const input = this.columns.inputs[sizeRow];
    const output = this.columns.outputs[sizeRow];
    this.sequences[attempt] = pool.sequences.open(attempt, input, output, replica);
    this.queues.push(attempt, queue, now);
    // Whoever stands before it has been looked at.
    const isIdle = queue !== CENTRAL && !this.isRunning(queue);
    if (isIdle || this.queues.at(queue).front(now) === attempt) this.makeWay(queue, now);
  }

  advance(index: number, now: number): void {
    const { pool } = this;
    const replica = pool.replicas[index];
    endLeap(pool, replica, now);
    this.build(replica, now);
    if (!this.queues.isAdmitted(index)) return;
    // One is idle while something waits if that was held back for what is reserved.
    this.startIdle(now);
    if (this.queues.at(CENTRAL).length > 0) cutEarliestLeap(pool, now, index);
  }

  withdraw(attempt: number, now: number): boolean {
    const { pool } = this;
    const { attempts } = this.setting;
    const sequence = this.sequences[attempt];
    const owner = attempts.owners[attempt];
    if (attempts.phases[attempt] === WAITING) {
      this.queues.remove(attempt);
      pool.forget(sequence, true);
      this.makeWay(owner, now);
      return true;
    }
    const replica = pool.replicas[owner];
    if (sequence.phase === SEQUENCE_WAITING) {
      replica.waiting.remove(sequence);
      this.queues.finish(attempt, owner);
      pool.forget(sequence, true);
      this.makeWay(this.queues.queueOf(owner), now);
      return true;
    }
    if (pool.cancels) {
      sequence.isGone = true;
      replica.goneCount++;
      if (!this.isPaused(owner)) cutLeap(pool, replica, now);
    }
    return false;
  }

  forget(attempt: number): void {
    this.queues.countOut(attempt);
    this.pool.sequences.close(this.sequences[attempt]);
  }

  firstTokenOf(attempt: number): number {
    return this.setting.attempts.phases[attempt] === WAITING ? NaN : this.sequences[attempt].first;
  }

  evict(index: number, now: number): number[] {
    const replica = this.pool.replicas[index];
    // What a paused one did was booked when it stopped.
    const until = this.isPaused(index) ? replica.leapStart : now;
    const evicted = evictSequences(this.pool, replica, until);
    const lost = evicted.map(({ row }) => row);
    for (const attempt of lost) this.queues.finish(attempt, index);
    for (const sequence of evicted) {
      this.setting.attempts.firsts[sequence.row] = sequence.first;
      this.pool.sequences.close(sequence);
    }
    const waiting = this.queues.empty(index);
    for (const attempt of waiting) this.pool.sequences.close(this.sequences[attempt]);
    this.setBusy(index, false);
    const { slowness } = replica;
    this.pool.openReplica(index, this.sourceAside(index)).slowness = slowness;
    return [...lost, ...waiting];
  }

  pause(index: number, now: number): void {
    const replica = this.pool.replicas[index];
    // Booked at once: a replica that is down when the run ends doesn't get to the end of its leap.
    if (replica.leapSteps > 0) this.book(replica, replica.leapStart, now, 1);
    this.pausedAt[index] = now;
    this.queues.setPaused(index, true);
    this.calendar.set(index, Infinity);
    this.setBusy(index, false);
  }

  resume(index: number, now: number): void {
    const replica = this.pool.replicas[index];
    const pausedAt = this.pausedAt[index];
    this.pausedAt[index] = NaN;
    this.queues.setPaused(index, false);
    if (replica.leapSteps === 0) {
      this.build(replica, now);
      return;
    }
    // The leap is moved by the pause, and booked in full at its end: what it did before the pause,
    // which is booked already, is taken back here.
    replica.leapStart = now - (pausedAt - replica.leapStart);
    this.book(replica, replica.leapStart, now, -1);
    this.setBusy(index, true);
    this.restoreEnd(replica);
    // At its next boundary it takes in what has changed meanwhile: clients, queue and slowness.
    cutLeap(this.pool, replica, now);
  }

  setSlowness(index: number, factor: number, now: number): void {
    const replica = this.pool.replicas[index];
    replica.slowness = factor;
    if (replica.leapSteps > 0 && !this.isPaused(index)) cutLeap(this.pool, replica, now);
  }

  kvUse(index: number): number {
    const { kv } = this.pool.replicas[index];
    return kv.total === Infinity ? 0 : kv.used / kv.total;
  }

  serve(attempt: number, replica: number, start: number, first: number, end: number): boolean {
    this.queues.finish(attempt, replica);
    return this.setting.events.serve(attempt, replica, start, first, end);
  }

  abandon(attempt: number, replica: number, start: number, first: number): void {
    this.queues.finish(attempt, replica);
    this.setting.events.abandon(attempt, replica, start, first);
  }

  /** Books a stretch of the leap in progress as busy, or takes it back. */
  private book(replica: Replica, from: number, to: number, sign: 1 | -1): void {
    const { usage } = this.setting;
    const sequences = replica.running.length;
    const span = sign * usage.overlap(from, to);
    usage.busyTime += span;
    usage.batchTime += span * sequences;
    usage.kvBlockTime += span * replica.kv.used;
    replica.share += span / sequences;
  }

  private sourceOf(replica: number): SequenceSource {
    const { attempts } = this.setting;
    const queue = this.queues.queueOf(replica);
    return new SequenceSource(attempts, this.queues, queue, replica, this.sequences, this.prefixes);
  }

  /** What a replica takes from that may not take from the central queue. */
  private sourceAside(replica: number): SequenceQueue {
    return this.setting.isCentral ? NOTHING : this.sourceOf(replica);
  }

  private isPaused(replica: number): boolean {
    return !Number.isNaN(this.pausedAt[replica]);
  }

  /** True if a replica is in a step, if only a paused one. */
  private isRunning(replica: number): boolean {
    return this.pool.replicas[replica].leapSteps > 0 || this.isPaused(replica);
  }

  private build(replica: Replica, now: number): void {
    buildStep(this.pool, replica, now);
    const isBusy = replica.leapSteps > 0;
    this.setBusy(replica.index, isBusy);
    if (!this.queues.isAdmitted(replica.index)) return;
    if (isBusy) this.idle.remove(replica.index);
    else this.idle.add(replica.index);
  }

  /** Starts an idle replica on its queue, or ends a leap early in which its head can be admitted. */
  private makeWay(queue: number, now: number): void {
    const { pool } = this;
    if (queue === CENTRAL) {
      this.startIdle(now);
      const central = this.queues.at(CENTRAL);
      // What an idle replica has left over may find room on one that is in a leap.
      if (central.length === 0) return;
      if (central.hasShedding) this.cutAll(now);
      else cutEarliestLeap(pool, now, Infinity);
      return;
    }
    const replica = pool.replicas[queue];
    if (this.isPaused(queue)) return;
    if (replica.leapSteps === 0) this.build(replica, now);
    // What can't be admitted may still be dropped when its turn comes, which is at every boundary.
    else if (this.queues.at(queue).hasShedding) cutLeap(pool, replica, now);
    else cutLeapForHead(pool, replica, now);
  }

  /** Lets idle replicas take from the central queue. */
  private startIdle(now: number): void {
    while (!this.idle.isEmpty && this.queues.at(CENTRAL).length > 0) {
      const replica = this.pool.replicas[this.idle.lowest];
      this.build(replica, now);
      if (replica.leapSteps === 0) return;
    }
  }

  /** Ends the leaps of all that take from the central queue at their next boundaries. */
  private cutAll(now: number): void {
    for (const replica of this.pool.replicas) {
      if (replica.leapSteps > 0 && this.queues.isAdmitted(replica.index)) {
        cutLeap(this.pool, replica, now);
      }
    }
  }

  private setBusy(replica: number, isBusy: boolean): void {
    if (this.isBusy[replica] !== isBusy) this.setting.loads.addBusy(replica, isBusy ? 1 : -1);
    this.isBusy[replica] = isBusy;
  }

  private restoreEnd(replica: Replica): void {
    const { leapStart, leapSteps, stepGrowth, stepTime } = replica;
    this.calendar.set(replica.index, leapStart + leapDuration(leapSteps, stepTime, stepGrowth));
  }
}
