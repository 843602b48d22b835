/** Pairs that ascend in the first value. */
export type Pairs = readonly (readonly [number, number])[];

/** A law of token counts by its quantiles, before limits. */
export interface PresetLaw {
  /** Share and value. */
  readonly quantiles: Pairs;
  /** Least and greatest size of the trace. */
  readonly min: number;
  readonly max: number;
}

/** A generator that was fitted to a public trace: figures of it, and no row. */
export interface WorkloadPreset {
  /** Lower case. */
  readonly name: string;
  /** Where the trace is from, its licence, and what was taken of it. */
  readonly source: string;
  /** Days that the trace is of, as its publishers say. */
  readonly recorded: string;
  /** Rows of it. */
  readonly requests: number;
  /** Seconds. */
  readonly span: number;
  /** Start of a step in seconds and rate per second until the next. */
  readonly steps: Pairs;
  /** null where the trace doesn't tell. */
  readonly input: PresetLaw | null;
  readonly output: PresetLaw | null;
  /** Spearman's rank correlation of both. */
  readonly correlation: number;
  /** Seconds and thousandths of a factor; empty for none. */
  readonly inputTrend: Pairs;
  readonly outputTrend: Pairs;
  /** Index of dispersion: scale in seconds, of the trace, of the preset. */
  readonly dispersion: readonly (readonly [at: number, trace: number, fit: number])[];
  /** P99 queue wait in seconds: utilisation, of the trace, of the preset. */
  readonly waits: readonly (readonly [at: number, trace: number, fit: number])[];
  /** Whether all of these are within 20 %. */
  readonly isGood: boolean;
}
