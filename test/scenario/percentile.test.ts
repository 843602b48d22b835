import { expect, it } from "vitest";
import { parsePercentile } from "../../src/scenario/percentile.ts";

it.each([
  ["p50", 0.5],
  ["p5", 0.05],
  ["p05", 0.05],
  ["p95", 0.95],
  ["p99.9", 0.999],
  ["p999", 0.999],
  ["p9999", 0.9999],
  ["p99.99", 0.9999],
])("reads %s as %d", (key, share) => {
  expect(parsePercentile(key)).toBe(share);
});

it.each(["p", "p0", "p00", "p000", "p100", "p1000", "P95", "p95%", "p123.4", "q95", "p-5"])(
  "refuses %s",
  (key) => {
    expect(parsePercentile(key)).toBeNull();
  },
);
