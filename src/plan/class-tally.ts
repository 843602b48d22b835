import { OUTCOME_COMPLETED, OUTCOMES } from "../sim/sim-plan.ts";
import { LogHistogram, type LogHistogramData } from "../stats/log-histogram.ts";
import { METRICS } from "./metrics.ts";

/** What one replication found of one class, cut into the batches and bins of all requests. */
export interface ClassTallyData {
  /** Measured requests by OUTCOME_ constant. */
  readonly outcomes: Float64Array;
  /** Measured requests, and those without an answer, in each fine batch. */
  readonly batchRequests: Float64Array;
  readonly batchFailures: Float64Array;
  /** Measured requests by time of arrival. */
  readonly binRequests: Uint32Array;
  /** Histogram of measure m in fine batch b, at m × batches + b. */
  readonly histograms: readonly LogHistogramData[];
}

/** Counts the measured requests of one class. */
export class ClassTally {
  private readonly outcomes = new Float64Array(OUTCOMES);
  private readonly batchRequests: Float64Array;
  private readonly batchFailures: Float64Array;
  private readonly binRequests: Uint32Array;
  private readonly histograms: readonly LogHistogram[];

  constructor(batches: number, bins: number) {
    this.batchRequests = new Float64Array(batches);
    this.batchFailures = new Float64Array(batches);
    this.binRequests = new Uint32Array(bins);
    this.histograms = Array.from({ length: METRICS.length * batches }, () => new LogHistogram());
  }

  /**
   * Counts a request.
   *
   * @param outcome - OUTCOME_ constant.
   * @param values - Its measures in the order of `METRICS`, NaN where it has none; of use only if
   *   it completed.
   */
  add(outcome: number, batch: number, bin: number, values: Float64Array): void {
    this.outcomes[outcome]++;
    this.batchRequests[batch]++;
    this.binRequests[bin]++;
    if (outcome !== OUTCOME_COMPLETED) {
      this.batchFailures[batch]++;
      return;
    }
    const batches = this.batchRequests.length;
    for (let metric = 0; metric < values.length; metric++) {
      const value = values[metric];
      if (!Number.isNaN(value)) this.histograms[metric * batches + batch].add(value);
    }
  }

  /** The counts so far, as plain data that another thread can take. */
  toData(): ClassTallyData {
    return {
      outcomes: this.outcomes,
      batchRequests: this.batchRequests,
      batchFailures: this.batchFailures,
      binRequests: this.binRequests,
      histograms: this.histograms.map((histogram) => histogram.toData()),
    };
  }
}
