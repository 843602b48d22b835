import { dueBatchSize } from "./batch-rule.ts";
import { DeadlineHeap } from "./deadline-heap.ts";
import type { FinishedRequests } from "./finished-requests.ts";
import { IndexHeap } from "./index-heap.ts";
import { NONE, RequestSlots } from "./request-slots.ts";
import { Router } from "./router.ts";
import type { ServiceBank } from "./service-bank.ts";
import {
  OUTCOME_REJECTED_QUEUE_FULL,
  type BatchPlan,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";
import { SlotLists } from "./slot-lists.ts";
import type { Usage } from "./usage.ts";
import { WinnerTree } from "./winner-tree.ts";

/**
 * Replicas that serve one batch at a time, formed as by Triton's dynamic batcher.
 *
 * A replica's leaf of the calendar holds the end of its batch while it is busy, and the instant at
 * which the oldest waiting request has waited `maxWait` while it is idle. Behind a central queue
 * that timer belongs to the lowest-numbered idle replica, the one that would start.
 */
export class BatchBank implements ServiceBank {
  readonly calendar: WinnerTree;
  /** Deadlines of waiting requests; one in a batch stays to its end. */
  readonly deadlines: DeadlineHeap = new DeadlineHeap();
  readonly finished: FinishedRequests;
  readonly usage: Usage;
  private readonly batch: BatchPlan;
  private readonly queueLimit: number;
  private readonly hasTimeouts: boolean;
  private readonly arrivals: Float64Array;
  private readonly jitters: Float64Array;
  private readonly slots = new RequestSlots();
  /** Waiting requests of each replica, or of the one central queue (the last list). */
  private readonly waiting: SlotLists;
  /** Requests in the batch of each replica; an empty list means the replica is idle. */
  private readonly inBatch: SlotLists;
  private readonly batchStarts: Float64Array;
  private readonly router: Router;
  /** Idle replicas behind the central queue. */
  private readonly idle: IndexHeap;
  /** Idle replica that holds the central queue's timer; NONE if none does. */
  private timerHolder = NONE;

  constructor(
    plan: SimPlan,
    service: BatchPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    this.finished = finished;
    this.usage = usage;
    this.batch = service;
    this.queueLimit = plan.queueLimit;
    this.hasTimeouts = plan.timeout < Infinity || columns.timeouts.length > 0;
    this.arrivals = columns.arrivals;
    this.jitters = columns.jitters;
    this.calendar = new WinnerTree(plan.replicas);
    this.waiting = new SlotLists(this.slots, plan.replicas + 1);
    this.inBatch = new SlotLists(this.slots, plan.replicas);
    this.batchStarts = new Float64Array(plan.replicas);
    this.router = new Router(plan, columns);
    this.idle = new IndexHeap(this.router.isCentral ? plan.replicas : 0);
  }

  arrive(row: number, now: number): void {
    const { router, waiting } = this;
    const queue = router.choose(row);
    if (waiting.lengths[queue] >= this.queueLimit && !this.wouldStart(queue, now)) {
      this.finished.reject(row, router.isCentral ? NONE : queue, OUTCOME_REJECTED_QUEUE_FULL);
      return;
    }
    router.join(queue);
    const slot = this.slots.allocate(row, queue);
    waiting.pushBack(queue, slot);
    if (this.hasTimeouts) this.deadlines.push(slot, this.finished.deadlineOf(row), row);
    this.startWhatIsDue(queue, now);
  }

  advance(replica: number, now: number): void {
    if (this.inBatch.lengths[replica] > 0) {
      this.endBatch(replica, now);
      if (this.router.isCentral) this.idle.push(replica);
    }
    this.startWhatIsDue(this.router.isCentral ? this.batchStarts.length : replica, now);
  }

  expire(slot: number, now: number): void {
    const { router, slots } = this;
    const row = slots.rows[slot];
    const queue = slots.owners[slot];
    this.waiting.remove(queue, slot);
    slots.release(slot);
    router.leave(queue);
    this.finished.abandon(row, router.isCentral ? NONE : queue, NaN, NaN);
    // The next request may now be the oldest, which moves the timer.
    this.startWhatIsDue(queue, now);
  }

  private endBatch(replica: number, now: number): void {
    const { finished, inBatch, router, slots, usage } = this;
    const start = this.batchStarts[replica];
    const size = inBatch.lengths[replica];
    const share = usage.overlap(start, now) / size;
    this.calendar.set(replica, Infinity);
    while (inBatch.lengths[replica] > 0) {
      const slot = inBatch.popFront(replica);
      if (finished.serve(slots.rows[slot], replica, start, now, now)) usage.abandonedTime += share;
      router.leave(replica);
      slots.release(slot);
    }
  }

  /** Starts the batches of a queue that are due, and sets the timer for what must wait. */
  private startWhatIsDue(queue: number, now: number): void {
    if (this.router.isCentral) {
      this.startCentral(queue, now);
    } else if (this.inBatch.lengths[queue] === 0) {
      const size = this.batchSize(queue, this.waiting.lengths[queue], now);
      if (size > 0) this.start(queue, queue, size, now);
      else this.calendar.set(queue, this.timerOf(queue));
    }
  }

  private startCentral(queue: number, now: number): void {
    const { calendar, idle, waiting } = this;
    if (this.timerHolder !== NONE) calendar.set(this.timerHolder, Infinity);
    this.timerHolder = NONE;
    while (idle.size > 0) {
      const size = this.batchSize(queue, waiting.lengths[queue], now);
      if (size === 0) {
        this.timerHolder = idle.peek();
        calendar.set(this.timerHolder, this.timerOf(queue));
        return;
      }
      this.start(queue, idle.pop(), size, now);
    }
  }

  private start(queue: number, replica: number, size: number, now: number): void {
    const { inBatch, jitters, slots, usage, waiting } = this;
    const firstRow = slots.rows[waiting.heads[queue]];
    for (let taken = 0; taken < size; taken++) {
      const slot = waiting.popFront(queue);
      if (this.hasTimeouts) this.deadlines.remove(slot);
      inBatch.pushBack(replica, slot);
    }
    const factor = jitters.length > 0 ? jitters[firstRow] : 1;
    const end = now + this.batch.batchTimes[size] * factor;
    const busy = usage.overlap(now, end);
    usage.busyTime += busy;
    usage.batchTime += busy * size;
    if (busy > 0) {
      usage.batches++;
      usage.batchedRequests += size;
    }
    this.batchStarts[replica] = now;
    this.calendar.set(replica, end);
  }

  /** Size of the batch an idle replica starts now with `count` waiting; 0 if it waits. */
  private batchSize(queue: number, count: number, now: number): number {
    if (count === 0) return 0;
    // Written as the timer is, so that a timer that fires finds itself due.
    return dueBatchSize(this.batch, this.batch.maxBatch, count, now >= this.timerOf(queue));
  }

  /** Instant at which the oldest request of a queue has waited long enough; Infinity if empty. */
  private timerOf(queue: number): number {
    const head = this.waiting.heads[queue];
    return head === NONE ? Infinity : this.arrivals[this.slots.rows[head]] + this.batch.maxWait;
  }

  /** True if an idle replica would start a batch that includes the arriving request. */
  private wouldStart(queue: number, now: number): boolean {
    const { idle, inBatch, router, waiting } = this;
    if (router.isCentral ? idle.size === 0 : inBatch.lengths[queue] > 0) return false;
    const count = waiting.lengths[queue] + 1;
    // An empty queue makes the arrival itself the oldest request.
    if (count === 1)
      return dueBatchSize(this.batch, this.batch.maxBatch, 1, this.batch.maxWait === 0) === 1;
    return this.batchSize(queue, count, now) === count;
  }
}
