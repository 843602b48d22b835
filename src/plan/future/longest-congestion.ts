import type { FinishedBlock, FinishedSink } from "../../sim/finished-requests.ts";
import { simulate } from "../../sim/simulate.ts";
import {
  OUTCOME_TIMED_OUT,
  ROUTER_CENTRAL_QUEUE,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";

/**
 * Seconds of the longest congestion of a configuration: the longest stretch during which requests
 * wait in one and the same queue without a break, warm-up included.
 *
 * By queue, because in a large pool somebody always waits somewhere.
 *
 * @param plan - The configuration.
 * @param columns - Its workload; only read.
 */
export function longestCongestion(plan: SimPlan, columns: WorkloadColumns): number {
  const isCentral = plan.router === ROUTER_CENTRAL_QUEUE;
  const waits = new WaitRecorder(columns.arrivals, isCentral);
  simulate(plan, columns, waits, { needsReplicas: !isCentral });
  return waits.longest(isCentral ? 1 : plan.replicas);
}

/** Notes for each request in which queue it waited, and until when. */
class WaitRecorder implements FinishedSink {
  private readonly arrivals: Float64Array;
  private readonly isCentral: boolean;
  private readonly waitEnds: Float64Array;
  private readonly queues: Int32Array;

  constructor(arrivals: Float64Array, isCentral: boolean) {
    this.arrivals = arrivals;
    this.isCentral = isCentral;
    this.waitEnds = new Float64Array(arrivals.length);
    this.queues = new Int32Array(arrivals.length);
  }

  accept({ ends, outcomes, replicas, rows, starts }: FinishedBlock, count: number): void {
    for (let i = 0; i < count; i++) {
      const row = rows[i];
      const isStarted = !Number.isNaN(starts[i]);
      // A request that was turned away never waited.
      const end = outcomes[i] === OUTCOME_TIMED_OUT ? ends[i] : this.arrivals[row];
      this.waitEnds[row] = isStarted ? starts[i] : end;
      this.queues[row] = this.isCentral ? 0 : replicas[i];
    }
  }

  /** Seconds of the longest stretch that overlapping waits of one queue cover. */
  longest(queues: number): number {
    const { arrivals, waitEnds } = this;
    const begins = new Float64Array(queues);
    const ends = new Float64Array(queues).fill(-Infinity);
    let longest = 0;
    for (let row = 0; row < arrivals.length; row++) {
      if (waitEnds[row] <= arrivals[row]) continue;
      const queue = this.queues[row];
      if (arrivals[row] >= ends[queue]) begins[queue] = arrivals[row];
      ends[queue] = Math.max(ends[queue], waitEnds[row]);
      longest = Math.max(longest, ends[queue] - begins[queue]);
    }
    return longest;
  }
}
