import type { Quantile } from "./quantile.ts";

/**
 * Quantile function of the Pareto law, P(X > x) = (scale/x)^shape for x ≥ scale.
 *
 * @param scale - Smallest value, > 0, in any unit.
 * @param shape - Tail index, > 0; the mean is infinite for shapes ≤ 1.
 */
export function paretoQuantile(scale: number, shape: number): Quantile {
  const exponent = -1 / shape;
  return (u) => scale * Math.exp(exponent * Math.log1p(-u));
}
