import { describe, expect, it } from "vitest";

import { LatencyBins } from "../../../src/sim/admission/latency-bins.ts";

function quantileOf(values: readonly number[], share: number): number {
  const bins = new LatencyBins();
  for (const value of values) bins.insert(value);
  return bins.quantile(share);
}

describe("LatencyBins", () => {
  it("puts a value into the bin of its first two digits", () => {
    // The quantiles 0 and 1 of a lone value are the edges of its bin.
    for (const [value, low, high] of [
      [1, 1, 1.1],
      [9, 9, 9.1],
      [10, 10, 11],
      [99, 99, 100],
      [100, 100, 110],
      [10_999, 10_000, 11_000],
      [11_000, 11_000, 12_000],
      [999_999, 990_000, 1_000_000],
      [1_000_000, 1_000_000, 1_100_000],
      [123_456_789, 120_000_000, 130_000_000],
    ]) {
      expect(quantileOf([value], 0)).toBeCloseTo(low, 9);
      expect(quantileOf([value], 1)).toBeCloseTo(high, 9);
    }
  });

  it("interpolates in the bin that the quantile falls into", () => {
    // Four in [10, 11), four in [20, 21), two in [300, 310).
    const values = [20, 305, 10, 20, 10, 300, 10, 20, 10, 20];
    expect(quantileOf(values, 0.2)).toBeCloseTo(10.5, 12);
    expect(quantileOf(values, 0.4)).toBeCloseTo(11, 12);
    expect(quantileOf(values, 0.5)).toBeCloseTo(20.25, 12);
    expect(quantileOf(values, 0.9)).toBeCloseTo(305, 12);
  });

  it("counts what is below a microsecond as one, and all that is huge as one", () => {
    expect(quantileOf([0, 0], 0)).toBe(1);
    expect(quantileOf([1e15], 0)).toBe(quantileOf([1e13], 0));
  });

  it("is as new after it was cleared", () => {
    const bins = new LatencyBins();
    bins.insert(5);
    bins.insert(70_000);
    bins.clear();
    expect(bins.count).toBe(0);
    expect(bins.quantile(0.5)).toBe(0);
    bins.insert(42);
    expect(bins.count).toBe(1);
    expect(bins.quantile(0.5)).toBe(42.5);
  });
});
