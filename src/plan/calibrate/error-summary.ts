import type { ErrorSummary } from "./calibration.ts";
import { quantileSorted } from "./quantile-sorted.ts";

/**
 * Sums up relative errors.
 *
 * @param errors - Signed; null comes out for none.
 */
export function summarizeErrors(errors: readonly number[]): ErrorSummary | null {
  if (errors.length === 0) return null;
  const sizes = errors.map(Math.abs).sort((left, right) => left - right);
  return {
    points: sizes.length,
    median: quantileSorted(sizes, 0.5),
    mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    p90: quantileSorted(sizes, 0.9),
    worst: sizes[sizes.length - 1],
  };
}
