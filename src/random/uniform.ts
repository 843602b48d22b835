import type { Quantile } from "./quantile.ts";

/**
 * Quantile function of the uniform law on [min, max].
 *
 * @param min - Lower end, in any unit.
 * @param max - Upper end, ≥ `min`.
 */
export function uniformQuantile(min: number, max: number): Quantile {
  const width = max - min;
  return (u) => min + u * width;
}
