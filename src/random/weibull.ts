import { logGamma } from "./log-gamma.ts";
import type { Quantile } from "./quantile.ts";

/** Shapes searched; they reach from a coefficient of variation of 3e5 down to one of 1.3e-6. */
const SMALLEST_SHAPE = 0.05;
const LARGEST_SHAPE = 1e6;

/**
 * Quantile function of the Weibull law with the given mean and coefficient of variation:
 * scale·(−ln(1 − u))^(1/shape), scale = mean/Γ(1 + 1/shape).
 *
 * @param mean - Mean, > 0, in any unit.
 * @param cv - Standard deviation over mean, between 1.3e-6 and 3e5.
 * @throws RangeError if `cv` lies outside that range.
 */
export function weibullQuantile(mean: number, cv: number): Quantile {
  const exponent = 1 / weibullShape(cv);
  const scale = mean / Math.exp(logGamma(1 + exponent));
  return (u) => scale * Math.pow(-Math.log1p(-u), exponent);
}

/**
 * Shape of the Weibull law with a given coefficient of variation: the root of
 * Γ(1 + 2/shape)/Γ(1 + 1/shape)² = 1 + cv², by bisection over the logarithm of the shape.
 *
 * @param cv - Standard deviation over mean, between 1.3e-6 and 3e5.
 * @throws RangeError if `cv` lies outside that range.
 */
export function weibullShape(cv: number): number {
  const target = Math.log1p(cv * cv);
  let low = Math.log(SMALLEST_SHAPE);
  let high = Math.log(LARGEST_SHAPE);
  if (!(target <= logSquareRatio(SMALLEST_SHAPE) && target >= logSquareRatio(LARGEST_SHAPE))) {
    throw new RangeError(`weibull cv must be between 1.3e-6 and 3e5, got ${cv}`);
  }
  while (high - low > 1e-15 * Math.max(1, Math.abs(low))) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (logSquareRatio(Math.exp(middle)) > target) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** Logarithm of the mean square over the squared mean, which falls as the shape grows. */
function logSquareRatio(shape: number): number {
  return logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape);
}
