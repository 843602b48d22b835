import type { Quantile } from "./quantile.ts";

/**
 * Quantile function of the law that gives each of the listed values with equal probability: the
 * values in ascending order, at index ⌊u·n⌋.
 *
 * @param values - Values in any order and unit, at least one.
 * @throws RangeError if `values` is empty.
 */
export function empiricalQuantile(values: readonly number[]): Quantile {
  if (values.length === 0) throw new RangeError("an empirical law needs at least 1 value, got 0");
  const sorted = Float64Array.from(values).sort();
  return (u) => sorted[Math.floor(u * sorted.length)];
}

/**
 * Piecewise-linear quantile function through (share, value) pairs; below the first pair and above
 * the last the value is that pair's.
 *
 * @param quantiles - At least one pair of share in [0, 1] and value, shares ascending.
 * @throws RangeError if `quantiles` is empty.
 */
export function empiricalThroughQuantiles(
  quantiles: readonly (readonly [share: number, value: number])[],
): Quantile {
  if (quantiles.length === 0) {
    throw new RangeError("an empirical law needs at least 1 quantile, got 0");
  }
  const shares = Float64Array.from(quantiles, ([share]) => share);
  const values = Float64Array.from(quantiles, ([, value]) => value);
  const last = shares.length - 1;
  return (u) => {
    if (u < shares[0]) return values[0];
    if (u >= shares[last]) return values[last];
    const next = firstAbove(shares, u);
    const position = (u - shares[next - 1]) / (shares[next] - shares[next - 1]);
    return values[next - 1] + position * (values[next] - values[next - 1]);
  };
}

/** Index of the first of ascending shares above u; the last one is known to be. */
function firstAbove(shares: Float64Array, u: number): number {
  let low = 0;
  let high = shares.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shares[middle] > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
