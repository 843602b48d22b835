import type { Report } from "./node.ts";
import { parsePercentile } from "./percentile.ts";

/** A share in (0, 1) and the value at it. */
export type Quantile = readonly [share: number, value: number];

/**
 * Turns percentile keys into quantiles, ascending in share, and checks that the values ascend too.
 *
 * @param entries - Percentile keys with their values, as written.
 * @param isStrict - True if equal values at two shares are a mistake.
 * @returns undefined after a report.
 */
export function readQuantiles(
  entries: readonly (readonly [key: string, value: number])[],
  isStrict: boolean,
  report: Report,
): readonly Quantile[] | undefined {
  const named: { key: string; share: number; value: number }[] = [];
  for (const [key, value] of entries) {
    const share = parsePercentile(key);
    if (share === null) {
      return report({
        code: "bad-value",
        message: "is not a percentile: it must be between p0 and p100, both excluded",
        hint: "such as p50, p95 or p99.9",
        path: [key],
      });
    }
    named.push({ key, share, value });
  }
  named.sort((left, right) => left.share - right.share);
  for (const [position, { key, share, value }] of named.entries()) {
    const before = named[position - 1];
    if (before === undefined) continue;
    if (share === before.share) {
      const message = `is the same percentile as ${before.key}`;
      return report({ code: "conflict", message, hint: "remove one of the two", path: [key] });
    }
    if (value < before.value || (isStrict && value === before.value)) {
      const relation = isStrict ? "must be more than" : "must not be less than";
      return report({
        code: "conflict",
        message: `${relation} the value at ${before.key}`,
        hint: "quantiles ascend",
        path: [key],
      });
    }
  }
  return named.map(({ share, value }) => [share, value]);
}
