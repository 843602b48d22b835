import { describe, expect, it } from "vitest";
import { percentileInterval } from "../../src/stats/percentile-interval.ts";

describe("percentileInterval", () => {
  it("leaves as many values out on either side", () => {
    const values = Array.from({ length: 199 }, (_, index) => ((index * 89) % 199) + 1);
    // (199 + 1) · 0.025 = 5.
    expect(percentileInterval(values, 0.95)).toEqual([5, 195]);
    expect(percentileInterval(values, 0.9)).toEqual([10, 190]);
  });

  it("takes the wider order statistic where none fits", () => {
    const values = Array.from({ length: 200 }, (_, index) => index + 1);
    expect(percentileInterval(values, 0.95)).toEqual([5, 196]);
  });

  it("ends at the extremes of few values", () => {
    expect(percentileInterval([3, 1, 2], 0.95)).toEqual([1, 3]);
    expect(percentileInterval([7], 0.95)).toEqual([7, 7]);
  });
});
