import type { Quantile } from "./quantile.ts";

/**
 * Quantile function of the law that always gives `value`.
 *
 * @param value - The value, in any unit.
 */
export function constantQuantile(value: number): Quantile {
  return () => value;
}
