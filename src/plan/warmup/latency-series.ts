import type { FinishedBlock, FinishedSink } from "../../sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_TIMED_OUT,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";

/** Consecutive requests that make up one mean, as in MSER-5. */
const GROUP = 5;

/** Means of latency over consecutive requests. */
export interface GroupedLatencies {
  /** Seconds, by group in order of arrival; groups without an answer are left out. */
  readonly means: Float64Array;
  /** Row of the first request of each of these groups. */
  readonly firstRows: Int32Array;
  /** Seconds, over all requests that count; NaN if there are none. */
  readonly mean: number;
}

/**
 * Follows the latency of a run over its requests: their means by fives, in order of arrival.
 *
 * A request whose client gave up counts as the time that client waited; one that was rejected has
 * waited for nothing and is left out.
 */
export class LatencySeries implements FinishedSink {
  private readonly arrivals: Float64Array;
  private readonly overhead: number;
  private readonly sums: Float64Array;
  private readonly counts: Uint8Array;

  constructor(plan: SimPlan, columns: WorkloadColumns) {
    const groups = Math.ceil(columns.arrivals.length / GROUP);
    this.arrivals = columns.arrivals;
    this.overhead = plan.requestOverhead;
    this.sums = new Float64Array(groups);
    this.counts = new Uint8Array(groups);
  }

  accept({ ends, outcomes, rows }: FinishedBlock, count: number): void {
    const { arrivals, counts, overhead, sums } = this;
    for (let i = 0; i < count; i++) {
      const isCompleted = outcomes[i] === OUTCOME_COMPLETED;
      if (!isCompleted && outcomes[i] !== OUTCOME_TIMED_OUT) continue;
      const group = Math.floor(rows[i] / GROUP);
      // A deadline has the overhead in it.
      sums[group] += ends[i] - arrivals[rows[i]] + (isCompleted ? overhead : 0);
      counts[group]++;
    }
  }

  /** The series so far. */
  toMeans(): GroupedLatencies {
    const { counts, sums } = this;
    const answered = counts.reduce((groups, count) => groups + (count > 0 ? 1 : 0), 0);
    const means = new Float64Array(answered);
    const firstRows = new Int32Array(answered);
    let sum = 0;
    let requests = 0;
    let place = 0;
    for (let group = 0; group < counts.length; group++) {
      if (counts[group] === 0) continue;
      means[place] = sums[group] / counts[group];
      firstRows[place] = group * GROUP;
      sum += sums[group];
      requests += counts[group];
      place++;
    }
    return { means, firstRows, mean: sum / requests };
  }
}
