/**
 * The laws a scenario can name, as plain data.
 *
 * Values are in whatever unit the caller uses (tokens, seconds, or none); each law is sampled by
 * inversion, with exactly one uniform a variate, so that a run draws the same numbers whatever the
 * fleet looks like.
 */
export type Distribution =
  | ConstantLaw
  | UniformLaw
  | (ExponentialLaw & Clamp)
  | (LognormalLaw & Clamp)
  | (LognormalQuantilesLaw & Clamp)
  | (GammaLaw & Clamp)
  | (ParetoLaw & Clamp)
  | (EmpiricalLaw & Clamp)
  | (EmpiricalQuantilesLaw & Clamp);

/** Limits a variate is clamped to after sampling; null means no limit on that side. */
export interface Clamp {
  readonly min: number | null;
  readonly max: number | null;
}

/** Always `value`. */
export interface ConstantLaw {
  readonly distribution: "constant";
  readonly value: number;
}

/** Uniform on [min, max]. */
export interface UniformLaw {
  readonly distribution: "uniform";
  readonly min: number;
  readonly max: number;
}

/** Exponential with the given mean (> 0). */
export interface ExponentialLaw {
  readonly distribution: "exponential";
  readonly mean: number;
}

/** Lognormal by its mean (> 0) and coefficient of variation (> 0). */
export interface LognormalLaw {
  readonly distribution: "lognormal";
  readonly mean: number;
  readonly cv: number;
}

/** Lognormal through two quantiles: pairs of share in (0, 1) and value (> 0), both ascending. */
export interface LognormalQuantilesLaw {
  readonly distribution: "lognormal";
  readonly quantiles: readonly (readonly [share: number, value: number])[];
}

/** Gamma by its mean (> 0) and coefficient of variation (> 0). */
export interface GammaLaw {
  readonly distribution: "gamma";
  readonly mean: number;
  readonly cv: number;
}

/** Pareto: P(X > x) = (scale/x)^shape for x ≥ scale. */
export interface ParetoLaw {
  readonly distribution: "pareto";
  readonly scale: number;
  readonly shape: number;
}

/** Each of the listed values with equal probability. */
export interface EmpiricalLaw {
  readonly distribution: "empirical";
  readonly values: readonly number[];
}

/**
 * Piecewise-linear quantile function through (share, value) pairs, both ascending; below the first
 * pair and above the last the value is that pair's.
 */
export interface EmpiricalQuantilesLaw {
  readonly distribution: "empirical";
  readonly quantiles: readonly (readonly [share: number, value: number])[];
}
