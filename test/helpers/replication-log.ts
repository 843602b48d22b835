import type { FinishedBlock, FinishedSink } from "../../src/sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
} from "../../src/sim/sim-plan.ts";

/** Sums up the requests of one replication that arrived after the warm-up. */
export class ReplicationLog implements FinishedSink {
  /** Requests measured, whatever became of them. */
  measured = 0;
  /** Turned away at arrival. */
  rejected = 0;
  /** Left the queue before service started. */
  abandoned = 0;
  /** Seconds those spent in the queue, together. */
  abandonedTime = 0;
  private started = 0;
  private completed = 0;
  private readonly warmup: number;
  private readonly arrivals: Float64Array;
  private readonly waitColumn: Float64Array;
  private readonly firstColumn: Float64Array;
  private readonly sojournColumn: Float64Array;

  /**
   * @param arrivals - Arrival of each workload row.
   * @param warmup - Seconds; earlier arrivals are left out.
   */
  constructor(arrivals: Float64Array, warmup: number) {
    this.warmup = warmup;
    this.arrivals = arrivals;
    this.waitColumn = new Float64Array(arrivals.length);
    this.firstColumn = new Float64Array(arrivals.length);
    this.sojournColumn = new Float64Array(arrivals.length);
  }

  accept(block: FinishedBlock, count: number): void {
    for (let i = 0; i < count; i++) {
      const arrival = this.arrivals[block.rows[i]];
      if (arrival < this.warmup) continue;
      this.measured++;
      const outcome = block.outcomes[i];
      if (!Number.isNaN(block.starts[i])) {
        this.waitColumn[this.started++] = block.starts[i] - arrival;
      } else if (
        outcome === OUTCOME_REJECTED_QUEUE_FULL ||
        outcome === OUTCOME_REJECTED_CANNOT_FIT
      ) {
        this.rejected++;
      } else {
        this.abandoned++;
        this.abandonedTime += block.ends[i] - arrival;
      }
      if (outcome !== OUTCOME_COMPLETED) continue;
      this.firstColumn[this.completed] = block.firsts[i] - arrival;
      this.sojournColumn[this.completed++] = block.ends[i] - arrival;
    }
  }

  /** Arrival to start of service of those that started, in no order. */
  get waits(): Float64Array {
    return this.waitColumn.subarray(0, this.started);
  }

  /** Arrival to first token of those that completed, in no order. */
  get firsts(): Float64Array {
    return this.firstColumn.subarray(0, this.completed);
  }

  /** Arrival to end of service of those that completed, in no order. */
  get sojourns(): Float64Array {
    return this.sojournColumn.subarray(0, this.completed);
  }
}
