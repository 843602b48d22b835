/**
 * Bootstrap percentile interval: the order statistics of the resamples that leave
 * (1 − confidence)/2 on either side, counted so that neither end is nearer than that: among B
 * ascending values the k-th from either end with k = ⌊(B + 1)(1 − confidence)/2⌋.
 *
 * @param values - One a resample, in any order; at least one. With fewer than
 *   2/(1 − confidence) − 1 of them the ends are the least and the greatest, which hold less often.
 * @param confidence - In (0, 1).
 * @see Davison and Hinkley, Bootstrap Methods and their Application, 1997, 5.3.
 */
export function percentileInterval(
  values: readonly number[],
  confidence: number,
): [low: number, high: number] {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  // The factor keeps a product that is meant to be whole from rounding down.
  const rank = Math.floor((((count + 1) * (1 - confidence)) / 2) * (1 + 1e-12));
  const k = Math.max(1, rank);
  return [sorted[k - 1], sorted[count - k]];
}
