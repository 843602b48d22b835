import type { FinishedBlock, FinishedSink } from "../../sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  SERVICE_CONTINUOUS,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";
import { METRICS } from "../metrics.ts";
import type { CountedObjective } from "../tally.ts";

/** Quantile that is followed over time. */
const SHARE = 0.99;
/** Buckets of a doubling of latency: each is at most 2.2 % wide. */
const PER_OCTAVE = 32;
/** Latencies told apart: 2⁻²⁰ s (a microsecond) to 2²⁰ s (twelve days). */
const OCTAVES = 40;
const LEAST = 2 ** -20;
const BUCKETS = OCTAVES * PER_OCTAVE + 1;

/**
 * Follows p99 latency and the violations of each objective over a whole run, by time of arrival.
 * Its memory depends on the number of bins alone: 5 KiB each.
 */
export class LatencyBins implements FinishedSink {
  /** Violations of objective o in bin b, at o × bins + b. */
  readonly violations: Float64Array;
  private readonly counts: Uint32Array;
  private readonly completed: Uint32Array;
  private readonly most: Float64Array;
  private readonly width: number;
  private readonly bins: number;
  private readonly plan: SimPlan;
  private readonly columns: WorkloadColumns;
  private readonly objectives: readonly { metric: number; within: number; classIndex: number }[];

  /**
   * @param plan - The configuration that runs.
   * @param columns - Its requests.
   * @param bins - Number of bins, ≥ 1; the last one takes what is left of the run.
   * @param width - Seconds of a bin.
   */
  constructor(
    plan: SimPlan,
    columns: WorkloadColumns,
    objectives: readonly CountedObjective[],
    bins: number,
    width: number,
  ) {
    this.plan = plan;
    this.columns = columns;
    this.bins = bins;
    this.width = width;
    this.objectives = objectives.map(({ classIndex, metric, within }) => {
      return { metric: METRICS.indexOf(metric), within, classIndex };
    });
    this.violations = new Float64Array(bins * objectives.length);
    this.counts = new Uint32Array(bins * BUCKETS);
    this.completed = new Uint32Array(bins);
    this.most = new Float64Array(bins);
  }

  accept(block: FinishedBlock, count: number): void {
    const { bins, columns, completed, counts, most, plan, width } = this;
    const { ends, outcomes, rows } = block;
    for (let i = 0; i < count; i++) {
      const arrival = columns.arrivals[rows[i]];
      const bin = Math.min(bins - 1, Math.floor(arrival / width));
      const isCompleted = outcomes[i] === OUTCOME_COMPLETED;
      if (isCompleted) {
        const latency = ends[i] - arrival + plan.requestOverhead;
        counts[bin * BUCKETS + bucketOf(latency)]++;
        completed[bin]++;
        if (latency > most[bin]) most[bin] = latency;
      }
      this.countViolations(block, i, bin, isCompleted);
    }
  }

  /** p99 latency of the requests that arrived in each bin, at most 2.2 % too high; NaN for none. */
  p99(): Float64Array {
    return Float64Array.from(this.completed, (total, bin) => {
      if (total === 0) return NaN;
      let seen = 0;
      const rank = Math.ceil(SHARE * total * (1 - 1e-14));
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        seen += this.counts[bin * BUCKETS + bucket];
        if (seen >= rank) return Math.min(this.most[bin], upperEdge(bucket));
      }
      return this.most[bin];
    });
  }

  private countViolations(
    block: FinishedBlock,
    i: number,
    bin: number,
    isCompleted: boolean,
  ): void {
    const { classes } = this.columns;
    const classIndex = classes.length === 0 ? 0 : classes[block.rows[i]];
    for (let o = 0; o < this.objectives.length; o++) {
      const { metric, within, classIndex: only } = this.objectives[o];
      if (only >= 0 && only !== classIndex) continue;
      // A measure that a request doesn't have is NaN, which is not above any limit.
      const isBad = !isCompleted || this.measure(block, i, metric) > within;
      if (isBad) this.violations[o * this.bins + bin]++;
    }
  }

  /** A measure of a completed request, in seconds. */
  private measure(
    { ends, firsts, rows, starts }: FinishedBlock,
    i: number,
    metric: number,
  ): number {
    const { columns, plan } = this;
    const arrival = columns.arrivals[rows[i]];
    const hasTokens = plan.service.kind === SERVICE_CONTINUOUS;
    switch (METRICS[metric]) {
      case "queueWait":
        return starts[i] - arrival;
      case "tpot": {
        const outputs = hasTokens ? columns.outputs[rows[i]] : 1;
        return outputs > 1 ? (ends[i] - firsts[i]) / (outputs - 1) : NaN;
      }
      case "ttft":
        return (hasTokens ? firsts[i] : ends[i]) - arrival + plan.requestOverhead;
      default:
        return ends[i] - arrival + plan.requestOverhead;
    }
  }
}

function bucketOf(latency: number): number {
  if (!(latency > LEAST)) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(PER_OCTAVE * Math.log2(latency / LEAST)));
}

function upperEdge(bucket: number): number {
  return LEAST * 2 ** (bucket / PER_OCTAVE);
}
