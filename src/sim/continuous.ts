import { buildStep } from "./continuous/build-step.ts";
import { cutEarliestLeap, cutLeap, cutLeapForHead } from "./continuous/cut-leap.ts";
import { endLeap } from "./continuous/end-leap.ts";
import { ContinuousPool, WAITING } from "./continuous/pool.ts";
import type { DeadlineHeap } from "./deadline-heap.ts";
import type { FinishedRequests } from "./finished-requests.ts";
import { IndexHeap } from "./index-heap.ts";
import { NONE } from "./request-slots.ts";
import type { ServiceBank } from "./service-bank.ts";
import {
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
  type ContinuousPlan,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";
import type { Usage } from "./usage.ts";
import type { WinnerTree } from "./winner-tree.ts";

/**
 * vLLM-style continuous batching with chunked prefill, paged KV cache, recompute preemption and
 * head-of-line blocking, simulated in leaps: the calendar holds the next change of each replica's
 * batch, not its next step.
 */
export class ContinuousBank implements ServiceBank {
  readonly calendar: WinnerTree;
  /** Deadlines of waiting and running requests. */
  readonly deadlines: DeadlineHeap;
  readonly finished: FinishedRequests;
  readonly usage: Usage;
  private readonly pool: ContinuousPool;
  /** Idle replicas behind the central queue. */
  private readonly idle: IndexHeap;

  constructor(
    plan: SimPlan,
    service: ContinuousPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    this.pool = new ContinuousPool(plan, service, columns, finished, usage);
    this.calendar = this.pool.calendar;
    this.deadlines = this.pool.deadlines;
    this.finished = finished;
    this.usage = usage;
    this.idle = new IndexHeap(this.pool.router.isCentral ? plan.replicas : 0);
  }

  arrive(row: number, now: number): void {
    const { finished, pool } = this;
    const { isCentral } = pool.router;
    const queue = pool.router.choose(row);
    const input = pool.columns.inputs[row];
    const output = pool.columns.outputs[row];
    const isIdle = isCentral ? this.idle.size > 0 : pool.leapSteps[queue] === 0;
    if (pool.kv.blocksFor(input + output - 1) > pool.kv.total) {
      finished.reject(row, isCentral ? NONE : queue, OUTCOME_REJECTED_CANNOT_FIT);
      return;
    }
    if (!isIdle && pool.waiting.lengths[queue] >= pool.queueLimit) {
      finished.reject(row, isCentral ? NONE : queue, OUTCOME_REJECTED_QUEUE_FULL);
      return;
    }
    pool.router.join(queue);
    const slot = pool.slots.allocate(row, queue);
    pool.sequences.reset(slot, input, output);
    pool.waiting.pushBack(queue, slot);
    if (pool.hasTimeouts) pool.deadlines.push(slot, finished.deadlineOf(row), row);
    if (isIdle) buildStep(pool, isCentral ? this.idle.pop() : queue, now);
    else if (pool.waiting.heads[queue] === slot) this.makeWayForHead(queue, now);
  }

  advance(replica: number, now: number): void {
    const { pool } = this;
    endLeap(pool, replica, now);
    buildStep(pool, replica, now);
    if (!pool.router.isCentral) return;
    if (pool.leapSteps[replica] === 0) this.idle.push(replica);
    else if (pool.waiting.lengths[pool.replicas] > 0) cutEarliestLeap(pool, now, replica);
  }

  expire(slot: number, now: number): void {
    const { finished, pool } = this;
    const { sequences, slots } = pool;
    const owner = slots.owners[slot];
    if (sequences.phases[slot] !== WAITING) {
      if (!pool.cancels) return;
      sequences.isGone[slot] = 1;
      pool.goneCounts[owner]++;
      cutLeap(pool, owner, now);
      return;
    }
    const wasHead = pool.waiting.heads[owner] === slot;
    pool.waiting.remove(owner, slot);
    const isUnrouted = owner === pool.replicas;
    const { starts, firsts } = sequences;
    finished.abandon(slots.rows[slot], isUnrouted ? NONE : owner, starts[slot], firsts[slot]);
    pool.forget(owner, slot, true);
    if (wasHead) this.makeWayForHead(owner, now);
  }

  /** Ends the leap in which the new head of a queue can be admitted, at its next boundary. */
  private makeWayForHead(queue: number, now: number): void {
    const { pool } = this;
    if (pool.router.isCentral) cutEarliestLeap(pool, now, pool.replicas);
    else if (pool.waiting.lengths[queue] > 0) cutLeapForHead(pool, queue, now);
  }
}
