import { normalQuantile } from "./normal-quantile.ts";
import { SMALLEST_UNIFORM, type Quantile } from "./quantile.ts";

/**
 * Quantile function of the lognormal law with the given mean and coefficient of variation:
 * σ² = ln(1 + cv²), μ = ln(mean) − σ²/2.
 *
 * @param mean - Mean, > 0, in any unit.
 * @param cv - Standard deviation over mean, ≥ 0.
 */
export function lognormalQuantile(mean: number, cv: number): Quantile {
  const variance = Math.log1p(cv * cv);
  return lognormal(Math.log(mean) - variance / 2, Math.sqrt(variance));
}

/**
 * Quantile function of the lognormal law that passes through two quantiles.
 *
 * @param quantiles - Two pairs of share in (0, 1) and value > 0, shares ascending, values not
 *   descending.
 * @throws RangeError if there are not exactly two pairs.
 */
export function lognormalThroughQuantiles(
  quantiles: readonly (readonly [share: number, value: number])[],
): Quantile {
  if (quantiles.length !== 2) {
    throw new RangeError(`a lognormal law needs exactly 2 quantiles, got ${quantiles.length}`);
  }
  const [[lowShare, lowValue], [highShare, highValue]] = quantiles;
  const low = normalQuantile(lowShare);
  const sigma = Math.log(highValue / lowValue) / (normalQuantile(highShare) - low);
  return lognormal(Math.log(lowValue) - sigma * low, sigma);
}

function lognormal(mu: number, sigma: number): Quantile {
  return (u) => Math.exp(mu + sigma * normalQuantile(u < SMALLEST_UNIFORM ? SMALLEST_UNIFORM : u));
}
