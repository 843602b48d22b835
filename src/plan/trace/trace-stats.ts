import type { Burstiness } from "../../workload/measure-burstiness.ts";

/** What a recorded trace is like. Times are seconds, rates a second. */
export interface TraceStats extends Burstiness {
  /** Requests, after what was left out. */
  readonly requests: number;
  /** From the first arrival to the last. */
  readonly span: number;
  /** The index of dispersion by scale, ascending, from 0.1 s to a tenth of the span. */
  readonly dispersion: readonly DispersionAtScale[];
  /** Rate over time in full windows; null if all arrive at one instant. */
  readonly rateOverTime: RateOverTime | null;
  /** Input tokens; null if the trace doesn't tell. */
  readonly input: SizeStats | null;
  /** Output tokens; null if the trace doesn't tell. */
  readonly output: SizeStats | null;
  /** Service times in seconds; null if the trace doesn't tell. */
  readonly duration: SizeStats | null;
  /** Spearman's rank correlation of input and output tokens; null where it doesn't exist. */
  readonly inputOutputCorrelation: number | null;
  /** What prompts share; null if the trace doesn't tell. */
  readonly prefix: PrefixReuse | null;
}

/** How bursty arrivals are at one scale, against Poisson arrivals of the same rate. */
export interface DispersionAtScale {
  /** Width of the windows in seconds. */
  readonly scale: number;
  /** Full windows. */
  readonly windows: number;
  /** Variance over mean of the counts. */
  readonly index: number;
  /** Interval that holds the index of Poisson arrivals with a probability of 95 %. */
  readonly poisson: readonly [low: number, high: number];
}

/** Arrivals a second in consecutive windows, from the first arrival on. */
export interface RateOverTime {
  /** Width of the windows in seconds. */
  readonly width: number;
  readonly rates: readonly number[];
}

/** A column of sizes in short. */
export interface SizeStats {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Pairs of share and value, between two values interpolated; shares ascend. */
  readonly quantiles: readonly (readonly [share: number, value: number])[];
  /** Values at shares 0, 1/200, … 1: enough to draw the distribution function. */
  readonly profile: readonly number[];
}

/** How much of the prompts a cache that never forgets would have held. */
export interface PrefixReuse {
  /** Blocks of all prompts. */
  readonly blocks: number;
  /** Leading blocks of prompts that came in an earlier prompt. */
  readonly reused: number;
  /** Different blocks. */
  readonly distinct: number;
  /** Requests with at least one such leading block. */
  readonly requestsWithReuse: number;
}
