import { describe, expect, it } from "vitest";

import { sectionQuantile } from "../../src/stats/sectioning.ts";

function width(confidence: number): number {
  const [low, high] = sectionQuantile(50, [48, 51, 53, 49], confidence);
  return high - low;
}

describe("sectionQuantile", () => {
  it("spans the batches' spread around the pooled quantile, not around their mean", () => {
    // Squares 1 + 1 + 4 over 2, over 3: standard error 1; t.ppf(0.975, 2) = 4.302652729749462
    // (SciPy 1.17.1).
    const [low, high] = sectionQuantile(10, [9, 11, 12], 0.95);
    expect(low).toBeCloseTo(10 - 4.302652729749462, 10);
    expect(high).toBeCloseTo(10 + 4.302652729749462, 10);
  });

  it("doesn't reach below zero", () => {
    const [low, high] = sectionQuantile(1, [0, 2, 3], 0.95);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(1);
  });

  it("is a point where all batches agree", () => {
    expect(sectionQuantile(4, [4, 4, 4, 4], 0.99)).toEqual([4, 4]);
  });

  it("widens with the confidence asked for", () => {
    expect(width(0.95)).toBeGreaterThan(width(0.9));
    expect(width(0.99)).toBeGreaterThan(width(0.95));
  });

  it("refuses a single batch", () => {
    expect(() => sectionQuantile(4, [4], 0.95)).toThrow(RangeError);
    expect(() => sectionQuantile(4, [], 0.95)).toThrow(RangeError);
  });
});
