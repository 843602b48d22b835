/** Standard deviation, relative to the mean, up to which a series only varies by rounding. */
const ROUNDING = 1e-6;

/**
 * Number of values to drop from the start of a series so that the rest looks stationary: the d up
 * to half the length that minimises the squared standard error of the mean of the rest,
 * Σ_{j>d}(z_j − mean)²/(m − d)², the marginal standard error rule MSER. On means of five it is
 * MSER-5. Of equal minima the least d.
 *
 * One pass from the end, O(m).
 *
 * @param series - m values in order of time.
 * @returns d in 0..⌊m/2⌋.
 * @see K. P. White, "An effective truncation heuristic for bias reduction in simulation output",
 *   Simulation 69 (1997) 323–334; S. C. Spratt, "Heuristics for the startup problem", M.S. thesis,
 *   University of Virginia, 1998 (means of five).
 */
export function truncateMser(series: ArrayLike<number>): number {
  const length = series.length;
  const most = length >> 1;
  let mean = 0;
  let squares = 0;
  let least = Infinity;
  let best = 0;
  for (let d = length - 1; d >= 0; d--) {
    const kept = length - d;
    const step = series[d] - mean;
    mean += step / kept;
    squares += step * (series[d] - mean);
    if (d > most) continue;
    const isConstant = squares <= kept * (ROUNDING * mean) ** 2;
    const error = isConstant ? 0 : squares / kept ** 2;
    if (error <= least) {
      least = error;
      best = d;
    }
  }
  return best;
}
