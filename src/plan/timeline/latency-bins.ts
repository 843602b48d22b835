import type { FinishedBlock, FinishedSink } from "../../sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  SERVICE_CONTINUOUS,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";
import type { Metric } from "../result.ts";
import type { CountedObjective } from "../tally.ts";
import { BinnedHistogram } from "./binned-histogram.ts";

/** The quantile of all requests' latency that is followed, whatever is promised. */
const SHARE = 0.99;

/** A measure of the requests of one class, or of all: −1. */
interface Series {
  readonly metric: Metric;
  readonly classIndex: number;
}

/** An objective as it is followed over time. */
export interface FollowedObjective extends CountedObjective {
  /** Share of requests that must be good, in (0, 1). */
  readonly target: number;
}

/**
 * Follows latencies and the violations of each objective over a whole run, by time of arrival. Its
 * memory depends on the number of bins alone: 5 KiB each for every measure followed.
 */
export class LatencyBins implements FinishedSink {
  /** Requests that objective o is about in bin b, at o × bins + b. */
  readonly requests: Float64Array;
  /** How many of them violate it. */
  readonly violations: Float64Array;
  private readonly series: readonly Series[];
  private readonly histograms: readonly BinnedHistogram[];
  private readonly width: number;
  private readonly bins: number;
  private readonly plan: SimPlan;
  private readonly columns: WorkloadColumns;
  private readonly objectives: readonly (FollowedObjective & { readonly series: number })[];

  /**
   * @param plan - The configuration that runs.
   * @param columns - Its requests.
   * @param bins - Number of bins, ≥ 1; the last one takes what is left of the run.
   * @param width - Seconds of a bin.
   */
  constructor(
    plan: SimPlan,
    columns: WorkloadColumns,
    objectives: readonly FollowedObjective[],
    bins: number,
    width: number,
  ) {
    this.plan = plan;
    this.columns = columns;
    this.bins = bins;
    this.width = width;
    const series: Series[] = [{ metric: "latency", classIndex: -1 }];
    this.objectives = objectives.map((objective) => {
      return { ...objective, series: placeOf(objective, series) };
    });
    this.series = series;
    this.histograms = series.map(() => new BinnedHistogram(bins));
    this.requests = new Float64Array(bins * objectives.length);
    this.violations = new Float64Array(bins * objectives.length);
  }

  accept(block: FinishedBlock, count: number): void {
    const { bins, columns, histograms, series, width } = this;
    const { outcomes, rows } = block;
    for (let i = 0; i < count; i++) {
      const bin = Math.min(bins - 1, Math.floor(columns.arrivals[rows[i]] / width));
      const classIndex = columns.classes.length === 0 ? 0 : columns.classes[rows[i]];
      const isCompleted = outcomes[i] === OUTCOME_COMPLETED;
      if (isCompleted) {
        for (let s = 0; s < series.length; s++) {
          if (!isAbout(series[s], classIndex)) continue;
          histograms[s].add(bin, this.measure(block, i, series[s].metric));
        }
      }
      this.countViolations(block, i, bin, classIndex, isCompleted);
    }
  }

  /** p99 latency of the requests that arrived in each bin, at most 2.2 % too high; NaN for none. */
  p99(): Float64Array {
    return this.histograms[0].quantile(SHARE);
  }

  /**
   * The quantile that objective o is about in bin b, at o × bins + b: of its measure, at its
   * target, over the requests that arrived then and were answered. At most 2.2 % too high; NaN for
   * none.
   */
  quantiles(): Float64Array {
    const { bins, histograms, objectives } = this;
    const quantiles = new Float64Array(bins * objectives.length);
    for (const [o, { series, target }] of objectives.entries()) {
      quantiles.set(histograms[series].quantile(target), o * bins);
    }
    return quantiles;
  }

  private countViolations(
    block: FinishedBlock,
    i: number,
    bin: number,
    classIndex: number,
    isCompleted: boolean,
  ): void {
    const { bins, objectives, requests, violations } = this;
    for (let o = 0; o < objectives.length; o++) {
      const objective = objectives[o];
      if (!isAbout(objective, classIndex)) continue;
      requests[o * bins + bin]++;
      // A measure that a request doesn't have is NaN, which is not above any limit.
      const isBad = !isCompleted || this.measure(block, i, objective.metric) > objective.within;
      if (isBad) violations[o * bins + bin]++;
    }
  }

  /** A measure of a completed request, in seconds. */
  private measure(
    { ends, firsts, rows, starts }: FinishedBlock,
    i: number,
    metric: Metric,
  ): number {
    const { columns, plan } = this;
    const arrival = columns.arrivals[rows[i]];
    const hasTokens = plan.service.kind === SERVICE_CONTINUOUS;
    switch (metric) {
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

/** Where an objective's series is in the list, to which it is added if it isn't there. */
function placeOf({ classIndex, metric }: CountedObjective, series: Series[]): number {
  const place = series.findIndex((one) => one.metric === metric && one.classIndex === classIndex);
  return place === -1 ? series.push({ metric, classIndex }) - 1 : place;
}

function isAbout({ classIndex: only }: Series, classIndex: number): boolean {
  return only < 0 || only === classIndex;
}
