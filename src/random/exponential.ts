import type { Quantile } from "./quantile.ts";

/**
 * Quantile function of the exponential law: −mean·ln(1 − u).
 *
 * @param mean - Mean, > 0, in any unit.
 */
export function exponentialQuantile(mean: number): Quantile {
  return (u) => -Math.log1p(-u) * mean;
}
