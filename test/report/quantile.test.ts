import { expect, it } from "vitest";
import { intervalOf, quantileOf } from "../../src/report/quantile.ts";
import { resultWith } from "../helpers/result-builder.ts";

const point = resultWith({ replicas: [8] }).points[0];
const stuck = resultWith({ replicas: [8], stuck: [8] }).points[0];

it("takes the recorded quantile where there is one", () => {
  expect(quantileOf(point.ttft, 0.9)).toBe(point.ttft.p90);
  expect(quantileOf(point.ttft, 0.999)).toBe(point.ttft.p999);
});

it("reads other quantiles off the distribution, rounding up", () => {
  const value = quantileOf(point.ttft, 0.975);
  const at = point.ttft.cdf.findIndex(([x]) => x === value);
  expect(point.ttft.cdf[at][1]).toBeGreaterThanOrEqual(0.975);
  expect(point.ttft.cdf[at - 1][1]).toBeLessThan(0.975);
});

it("has no quantile of nothing and no interval for quantiles without one", () => {
  expect(quantileOf(stuck.ttft, 0.99)).toBeNull();
  expect(quantileOf(stuck.ttft, 0.975)).toBeNull();
  expect(intervalOf(point.ttft, 0.99)).toBe(point.ttft.intervals?.p99);
  expect(intervalOf(point.ttft, 0.9)).toBeNull();
  expect(intervalOf(stuck.ttft, 0.99)).toBeNull();
});
