import type { FinishedBlock, FinishedSink } from "../sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOMES,
  SERVICE_CONTINUOUS,
  type SimPlan,
  type WorkloadColumns,
} from "../sim/sim-plan.ts";
import { LogHistogram, type LogHistogramData } from "../stats/log-histogram.ts";
import type { BinnedCounts, BinScheme } from "./error-budget/time-bins.ts";
import { ClassTally, type ClassTallyData } from "./class-tally.ts";
import { METRICS } from "./metrics.ts";
import type { Metric } from "./result.ts";
import { firstAtOrAfter } from "../workload/first-at-or-after.ts";

/** An objective as the tally counts it. */
export interface CountedObjective {
  readonly metric: Metric;
  /** Seconds. */
  readonly within: number;
  /** Index of the class whose requests alone it is about; −1 for all. */
  readonly classIndex: number;
}

/** What one replication of one configuration found, as plain data. */
export interface TallyData {
  /** Measured requests by OUTCOME_ constant. */
  readonly outcomes: Float64Array;
  /** Measured requests in each fine batch. */
  readonly batchRequests: Float64Array;
  /** Measured requests without an answer (not completed) in each fine batch. */
  readonly batchFailures: Float64Array;
  /** Violations of objective o in fine batch b, at o × batches + b. */
  readonly batchViolations: Float64Array;
  /** Measured requests, and violations of each objective, by time of arrival. */
  readonly bins: BinnedCounts;
  /** Histogram of measure m in fine batch b, at m × batches + b. */
  readonly histograms: readonly LogHistogramData[];
  /** Measured requests that meet every objective. */
  readonly good: number;
  /** Requests whose service ended inside the measured span, whenever they arrived. */
  readonly completedInSpan: number;
  /** The requests of each class by themselves; empty unless there are several classes. */
  readonly classes: readonly ClassTallyData[];
}

/** How a tally is cut. */
export interface TallyScheme {
  /** Fine batches to cut the measured requests into, ≥ 1. */
  readonly batches: number;
  /** Stretches of time to count in, from the start of measuring. */
  readonly bins: BinScheme;
  /** Number of classes of requests; fewer than two aren't told apart. */
  readonly classes: number;
}

/**
 * Counts one replication as it runs: outcomes, violations of each objective on exact values, and a
 * histogram of each measure, all by batch of consecutive arrivals.
 */
export class Tally implements FinishedSink {
  private readonly arrivals: Float64Array;
  private readonly outputs: Int32Array;
  private readonly classes: Int32Array;
  private readonly classTallies: readonly ClassTally[];
  private readonly overhead: number;
  private readonly measureFrom: number;
  private readonly measureTo: number;
  private readonly hasTokens: boolean;
  private readonly objectiveMetrics: Int32Array;
  private readonly objectiveWithins: Float64Array;
  private readonly objectiveClasses: Int32Array;
  private readonly batches: number;
  private readonly firstRow: number;
  private readonly batchesPerRow: number;
  private readonly outcomes = new Float64Array(OUTCOMES);
  private readonly batchRequests: Float64Array;
  private readonly batchFailures: Float64Array;
  private readonly batchViolations: Float64Array;
  private readonly binWidth: number;
  private readonly binRequests: Uint32Array;
  private readonly binViolations: Uint32Array;
  private readonly histograms: LogHistogram[];
  /** Values of the measures of the request at hand; NaN where it has none. */
  private readonly values = new Float64Array(METRICS.length);
  private good = 0;
  private completedInSpan = 0;

  /**
   * @param plan - The configuration that runs.
   * @param columns - Its workload.
   * @param objectives - What to count violations of.
   */
  constructor(
    plan: SimPlan,
    columns: WorkloadColumns,
    objectives: readonly CountedObjective[],
    { batches, bins, classes }: TallyScheme,
  ) {
    this.arrivals = columns.arrivals;
    this.outputs = columns.outputs;
    this.overhead = plan.requestOverhead;
    this.measureFrom = plan.measureFrom;
    this.measureTo = plan.measureTo;
    this.hasTokens = plan.service.kind === SERVICE_CONTINUOUS;
    this.objectiveMetrics = Int32Array.from(objectives, ({ metric }) => METRICS.indexOf(metric));
    this.objectiveWithins = Float64Array.from(objectives, ({ within }) => within);
    this.objectiveClasses = Int32Array.from(objectives, ({ classIndex }) => classIndex);
    this.classes = columns.classes;
    this.classTallies = Array.from(
      { length: classes > 1 ? classes : 0 },
      () => new ClassTally(batches, bins.count),
    );
    this.batches = batches;
    this.firstRow = firstAtOrAfter(columns.arrivals, plan.measureFrom);
    this.batchesPerRow = batches / (columns.arrivals.length - this.firstRow);
    this.batchRequests = new Float64Array(batches);
    this.batchFailures = new Float64Array(batches);
    this.batchViolations = new Float64Array(batches * objectives.length);
    this.binWidth = bins.width;
    this.binRequests = new Uint32Array(bins.count);
    this.binViolations = new Uint32Array(bins.count * objectives.length);
    this.histograms = Array.from({ length: METRICS.length * batches }, () => new LogHistogram());
  }

  accept(block: FinishedBlock, count: number): void {
    const { arrivals, binRequests, binWidth, classes, firstRow, measureFrom, measureTo } = this;
    const lastBin = binRequests.length - 1;
    const { ends, outcomes, rows } = block;
    for (let i = 0; i < count; i++) {
      const isCompleted = outcomes[i] === OUTCOME_COMPLETED;
      if (isCompleted && ends[i] >= measureFrom && ends[i] <= measureTo) this.completedInSpan++;
      if (rows[i] < firstRow) continue;
      const batch = Math.floor((rows[i] - firstRow) * this.batchesPerRow);
      this.outcomes[outcomes[i]]++;
      this.batchRequests[batch]++;
      // Divided, not multiplied by a reciprocal: a slice's first instant must not fall before it.
      const bin = Math.min(lastBin, Math.floor((arrivals[rows[i]] - measureFrom) / binWidth));
      binRequests[bin]++;
      const classIndex = classes.length === 0 ? 0 : classes[rows[i]];
      if (isCompleted) this.addCompleted(block, i, batch, bin, classIndex);
      else this.addFailure(batch, bin, classIndex);
      if (this.classTallies.length > 0) {
        this.classTallies[classIndex].add(outcomes[i], batch, bin, this.values);
      }
    }
  }

  /** Requests that an objective is about and that are measured, those to come included. */
  measuredRequests(objective: number): number {
    const { arrivals, classes, firstRow } = this;
    const only = this.objectiveClasses[objective];
    if (only < 0 || classes.length === 0) return arrivals.length - firstRow;
    let requests = 0;
    for (let row = firstRow; row < classes.length; row++) if (classes[row] === only) requests++;
    return requests;
  }

  /** Violations of an objective so far. */
  violationsOf(objective: number): number {
    const { batches, batchViolations } = this;
    let violations = 0;
    for (let batch = 0; batch < batches; batch++) {
      violations += batchViolations[objective * batches + batch];
    }
    return violations;
  }

  /** The counts so far, as plain data that another thread can take. */
  toData(): TallyData {
    return {
      outcomes: this.outcomes,
      batchRequests: this.batchRequests,
      batchFailures: this.batchFailures,
      batchViolations: this.batchViolations,
      bins: {
        width: this.binWidth,
        requests: this.binRequests,
        violations: this.binViolations,
      },
      histograms: this.histogramData(),
      good: this.good,
      completedInSpan: this.completedInSpan,
      classes: this.classTallies.map((tally) => tally.toData()),
    };
  }

  private histogramData(): LogHistogramData[] {
    const { batches } = this;
    const data = this.histograms.map((histogram) => histogram.toData());
    // Without tokens the first answer is the whole one.
    return this.hasTokens ? data : data.toSpliced(batches, batches, ...data.slice(0, batches));
  }

  private addCompleted(
    block: FinishedBlock,
    i: number,
    batch: number,
    bin: number,
    classIndex: number,
  ): void {
    const { batches, histograms, objectiveMetrics, objectiveWithins, outputs, values } = this;
    const row = block.rows[i];
    const arrival = this.arrivals[row];
    const latency = block.ends[i] - arrival + this.overhead;
    const queueWait = block.starts[i] - arrival;
    values[0] = latency;
    values[1] = latency;
    values[2] = NaN;
    values[3] = queueWait;
    histograms[batch].add(latency);
    histograms[3 * batches + batch].add(queueWait);
    if (this.hasTokens) {
      const ttft = block.firsts[i] - arrival + this.overhead;
      values[1] = ttft;
      histograms[batches + batch].add(ttft);
      if (outputs[row] > 1) {
        values[2] = (block.ends[i] - block.firsts[i]) / (outputs[row] - 1);
        histograms[2 * batches + batch].add(values[2]);
      }
    }
    let isGood = true;
    for (let o = 0; o < objectiveMetrics.length; o++) {
      // A request that has no such value (TPOT of a single token) is good.
      if (this.isAbout(o, classIndex) && values[objectiveMetrics[o]] > objectiveWithins[o]) {
        this.batchViolations[o * batches + batch]++;
        this.binViolations[o * this.binRequests.length + bin]++;
        isGood = false;
      }
    }
    if (isGood) this.good++;
  }

  private addFailure(batch: number, bin: number, classIndex: number): void {
    this.batchFailures[batch]++;
    for (let o = 0; o < this.objectiveMetrics.length; o++) {
      if (!this.isAbout(o, classIndex)) continue;
      this.batchViolations[o * this.batches + batch]++;
      this.binViolations[o * this.binRequests.length + bin]++;
    }
  }

  private isAbout(objective: number, classIndex: number): boolean {
    const only = this.objectiveClasses[objective];
    return only < 0 || only === classIndex;
  }
}
