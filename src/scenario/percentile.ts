/** Form of a key that names a percentile. */
export const PERCENTILE_FORM: RegExp = /^p(?:[0-9]{1,2}(?:\.[0-9]+)?|[0-9]{3,})$/;

/**
 * Reads a percentile key: `p50`, `p99.9`, or `p999`, where digits after the first two are decimals.
 *
 * @returns The share in (0, 1), correctly rounded (`p99.9` is 0.999), or null if `key` isn't such a
 *   percentile; `p0` and `p100` are none.
 */
export function parsePercentile(key: string): number | null {
  if (!PERCENTILE_FORM.test(key) || key.startsWith("p100")) return null;
  const digits = key.slice(1);
  const percent =
    digits.length > 2 && !digits.includes(".")
      ? `${digits.slice(0, 2)}.${digits.slice(2)}`
      : digits;
  const share = Number(`${percent}e-2`);
  return share > 0 && share < 1 ? share : null;
}
