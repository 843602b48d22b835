import { describe, expect, it } from "vitest";
import { summarizeMetric } from "../../src/plan/summarize-metric.ts";
import { openStream } from "../../src/random/stream.ts";
import { LogHistogram } from "../../src/stats/log-histogram.ts";
import { histogramOf } from "./pooled.ts";

/** Exponential values of mean 1 in ten batches. */
function exponentialBatches(each: number): readonly LogHistogram[] {
  const uniform = openStream(3, 0, "values");
  return Array.from({ length: 10 }, () =>
    histogramOf(Array.from({ length: each }, () => -Math.log(1 - uniform()))),
  );
}

describe("summarizeMetric", () => {
  it("gives mean, quantiles and maximum of all batches together", () => {
    const batches = [histogramOf([1, 2, 3, 4]), histogramOf([5, 6, 7, 8, 9, 10])];
    const summary = summarizeMetric(batches, 1, null);
    expect(summary).toMatchObject({ count: 10, mean: 5.5, max: 10, p999: 10, p99: 10, p95: 10 });
    // Inverse ECDF: the 5th and the 9th of 10 values, up to a bucket of 0.1 %.
    expect((summary.p50 ?? 0) / 5).toBeGreaterThanOrEqual(1);
    expect((summary.p50 ?? 0) / 5).toBeLessThanOrEqual(1 + 2 ** -10);
    expect((summary.p90 ?? 0) / 9).toBeGreaterThanOrEqual(1);
    expect((summary.p90 ?? 0) / 9).toBeLessThanOrEqual(1 + 2 ** -10);
  });

  it("has no intervals in hindsight", () => {
    expect(summarizeMetric(exponentialBatches(100), 1, null).intervals).toBeNull();
  });

  it("puts intervals around the quantiles, and they hold the true ones here", () => {
    const { intervals, p95 } = summarizeMetric(exponentialBatches(1000), 1, 0.95);
    const quantiles = { p50: Math.log(2), p95: Math.log(20), p99: Math.log(100) };
    for (const [name, exact] of Object.entries(quantiles)) {
      const [low, high] = Object.entries(intervals ?? {}).find(([key]) => key === name)?.[1] ?? [];
      expect(low).toBeLessThan(exact);
      expect(high).toBeGreaterThan(exact);
    }
    const [low, high] = intervals?.p95 ?? [NaN, NaN];
    expect((low + high) / 2).toBeCloseTo(p95 ?? NaN, 12);
  });

  it("leaves everything empty without values", () => {
    const summary = summarizeMetric([new LogHistogram(), new LogHistogram()], 1, 0.95);
    expect(summary).toEqual({
      count: 0,
      mean: null,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      max: null,
      intervals: null,
      cdf: [],
    });
  });

  it("has no intervals when only one long batch has values", () => {
    const batches = [histogramOf([1, 2]), histogramOf([3]), new LogHistogram(), new LogHistogram()];
    expect(summarizeMetric(batches, 2, 0.95).intervals).toBeNull();
    expect(summarizeMetric(batches, 1, 0.95).intervals).not.toBeNull();
  });

  it.each([1, 3, 10_000])("sketches a CDF of %i values per batch", (each) => {
    const { cdf, max, count } = summarizeMetric(exponentialBatches(each), 1, null);
    expect(cdf.length).toBeLessThanOrEqual(300);
    expect(cdf.length).toBeLessThanOrEqual(count);
    expect(cdf.at(-1)).toEqual([max, 1]);
    for (let i = 1; i < cdf.length; i++) {
      expect(cdf[i][0]).toBeGreaterThan(cdf[i - 1][0]);
      expect(cdf[i][1]).toBeGreaterThan(cdf[i - 1][1]);
    }
  });

  it("follows the true CDF into the tail", () => {
    const { cdf } = summarizeMetric(exponentialBatches(10_000), 1, null);
    const tail = cdf.filter(([, share]) => share > 0.99);
    expect(tail.length).toBeGreaterThan(20);
    for (const [x, share] of cdf) {
      const exact = 1 - Math.exp(-x);
      // Five standard errors of a share among 100,000.
      const error = 5 * Math.sqrt((exact * (1 - exact)) / 100_000) + 1e-3 * x;
      expect(Math.abs(share - exact)).toBeLessThan(error + 1e-5);
    }
  });

  it("is one point when all values are equal", () => {
    expect(summarizeMetric([histogramOf([2, 2, 2])], 1, null).cdf).toEqual([[2, 1]]);
    expect(summarizeMetric([histogramOf([0, 0])], 1, null).cdf).toEqual([[0, 1]]);
  });
});
