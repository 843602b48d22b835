/**
 * Quantile of ascending values, linear between them (type 7 of Hyndman and Fan, "Sample Quantiles
 * in Statistical Packages", 1996).
 *
 * @param values - Ascending; NaN comes out for none.
 * @param share - In [0, 1].
 */
export function quantileSorted(values: readonly number[], share: number): number {
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  if (below + 1 >= values.length) return values[values.length - 1] ?? NaN;
  return values[below] + (place - below) * (values[below + 1] - values[below]);
}
