/** How far parts of a step are from the roofline, and what a step takes besides. */
export interface Efficiencies {
  /** Times the peak's: of reading weights, keys and values, of multiplying and of adding up. */
  readonly weights: number;
  readonly contextToken: number;
  readonly prefillToken: number;
  readonly prefillLink: number;
  /** Seconds a layer, a layer split over GPUs, a sequence in the step, and a request. */
  readonly layer: number;
  readonly splitLayer: number;
  readonly sequence: number;
  readonly requestOverhead: number;
}

/** Sizes of relative errors of points that a fit didn't know. */
export interface EstimateErrors {
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
}

/** Errors of times a token and of times to the first. */
export interface HeldOutErrors {
  readonly tpot: EstimateErrors;
  readonly ttft: EstimateErrors;
}

/** Efficiencies fitted to measured services of one sort of model, and how far off they are. */
export interface EstimateFit {
  readonly efficiencies: Efficiencies;
  /** Of all points of a model when only other models are fitted; the same of GPUs. */
  readonly modelLeftOut: HeldOutErrors;
  readonly gpuLeftOut: HeldOutErrors;
  /** Services and points that were measured. */
  readonly services: number;
  readonly points: number;
  readonly models: number;
  readonly gpus: number;
  /** Requests in flight and tokens that were measured. */
  readonly concurrency: readonly [number, number];
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
}
