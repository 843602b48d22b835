import { buildStep } from "./continuous/build-step.ts";
import { cutEarliestLeap, cutLeap, cutLeapForHead } from "./continuous/cut-leap.ts";
import { endLeap } from "./continuous/end-leap.ts";
import { ContinuousPool } from "./continuous/pool.ts";
import type { Replica } from "./continuous/replica.ts";
import { SequenceList } from "./continuous/sequence-list.ts";
import { WAITING } from "./continuous/sequence.ts";
import type { DeadlineHeap } from "./deadline-heap.ts";
import type { FinishedRequests } from "./finished-requests.ts";
import { IndexHeap } from "./index-heap.ts";
import { NONE } from "./request-slots.ts";
import { Router } from "./router.ts";
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
  private readonly columns: WorkloadColumns;
  private readonly queueLimit: number;
  /** Tokens that fill the cache of a replica. */
  private readonly mostTokens: number;
  private readonly router: Router;
  /** The central queue; stays empty without one. */
  private readonly central = new SequenceList();
  /** Idle replicas behind the central queue. */
  private readonly idle: IndexHeap;

  constructor(
    plan: SimPlan,
    service: ContinuousPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    const hasTimeouts = plan.timeout < Infinity || columns.timeouts.length > 0;
    const clients = { cancels: plan.cancel === 1, hasTimeouts };
    this.columns = columns;
    this.queueLimit = plan.queueLimit;
    this.mostTokens = service.kvBlocks * service.blockSize;
    this.router = new Router(plan, columns);
    this.pool = new ContinuousPool(service, clients, finished, this.router, usage);
    for (let index = 0; index < plan.replicas; index++) {
      this.pool.openReplica(index, this.router.isCentral ? this.central : null);
    }
    this.calendar = this.pool.calendar;
    this.deadlines = this.pool.deadlines;
    this.finished = finished;
    this.usage = usage;
    this.idle = new IndexHeap(this.router.isCentral ? plan.replicas : 0);
  }

  arrive(row: number, now: number): void {
    const { columns, finished, pool, router } = this;
    const index = router.choose(row);
    const replica = router.isCentral ? null : pool.replicas[index];
    const queue = replica === null ? this.central : replica.waiting;
    const input = columns.inputs[row];
    const output = columns.outputs[row];
    const isIdle = replica === null ? this.idle.size > 0 : replica.leapSteps === 0;
    if (input + output - 1 > this.mostTokens) {
      finished.reject(row, replica === null ? NONE : index, OUTCOME_REJECTED_CANNOT_FIT);
      return;
    }
    if (!isIdle && queue.length >= this.queueLimit) {
      finished.reject(row, replica === null ? NONE : index, OUTCOME_REJECTED_QUEUE_FULL);
      return;
    }
    router.join(index);
    const sequence = pool.sequences.open(row, input, output, replica);
    queue.pushBack(sequence);
    if (pool.hasTimeouts) pool.deadlines.push(sequence.slot, finished.deadlineOf(row), row);
    if (isIdle) buildStep(pool, replica ?? pool.replicas[this.idle.pop()], now);
    else if (queue.head === sequence) this.makeWayForHead(replica, now);
  }

  advance(index: number, now: number): void {
    const { pool } = this;
    const replica = pool.replicas[index];
    endLeap(pool, replica, now);
    buildStep(pool, replica, now);
    if (!this.router.isCentral) return;
    if (replica.leapSteps === 0) this.idle.push(index);
    else if (this.central.length > 0) cutEarliestLeap(pool, now, index);
  }

  expire(slot: number, now: number): void {
    const { finished, pool } = this;
    const sequence = pool.sequences.at(slot);
    const { replica } = sequence;
    if (replica !== null && sequence.phase !== WAITING) {
      if (!pool.cancels) return;
      sequence.isGone = true;
      replica.goneCount++;
      cutLeap(pool, replica, now);
      return;
    }
    const queue = replica === null ? this.central : replica.waiting;
    const wasHead = queue.head === sequence;
    queue.remove(sequence);
    const index = replica === null ? NONE : replica.index;
    finished.abandon(sequence.row, index, sequence.start, sequence.first);
    pool.forget(sequence, true);
    if (wasHead) this.makeWayForHead(replica, now);
  }

  /** Ends the leap in which the new head of a queue can be admitted, at its next boundary. */
  private makeWayForHead(replica: Replica | null, now: number): void {
    const { pool } = this;
    if (replica === null || this.router.isCentral) cutEarliestLeap(pool, now, Infinity);
    else if (replica.waiting.length > 0) cutLeapForHead(pool, replica, now);
  }
}
