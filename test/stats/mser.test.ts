import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { truncateMser } from "../../src/stats/mser.ts";

/** The criterion as it is defined: Σ(z − mean)² of what is left over its number squared. */
function criterion(series: readonly number[], d: number): number {
  const kept = series.slice(d);
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  return kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length ** 2;
}

function truncateNaively(series: readonly number[]): number {
  let best = 0;
  for (let d = 1; d <= series.length / 2; d++) {
    if (criterion(series, d) < criterion(series, best)) best = d;
  }
  return best;
}

describe("truncateMser", () => {
  it("finds the minimum of a series worked by hand", () => {
    // Sums of squares over squared lengths: (178/3)/36 = 1.648, 6/25 = 0.24, 1/16 = 0.0625 and
    // (2/3)/9 = 0.0741.
    expect(truncateMser([10, 4, 1, 1, 2, 2])).toBe(2);
  });

  it("drops nothing from what starts as it goes on", () => {
    expect(truncateMser([3, 3, 3, 3])).toBe(0);
    expect(truncateMser([1, 2, 1, 2, 1, 2])).toBe(0);
  });

  it("drops no more than it must where several cuts are as good", () => {
    expect(truncateMser([7, 1, 1, 1, 1, 1])).toBe(1);
  });

  it("drops at most half", () => {
    expect(truncateMser([9, 8, 7, 6, 5, 4, 3])).toBe(3);
    expect(truncateMser([9, 9, 9, 9, 0, 0, 0, 0])).toBe(4);
  });

  it("has nothing to drop from at most one value", () => {
    expect(truncateMser([])).toBe(0);
    expect(truncateMser([5])).toBe(0);
  });

  it("finds what the definition finds, term by term", () => {
    // Whole numbers, so that equal criteria stay equal up to a rounding that the check allows.
    const series = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(series, (values) => {
        const found = truncateMser(Float64Array.from(values));
        const naive = truncateNaively(values);
        if (found === naive) return;
        const [a, b] = [criterion(values, found), criterion(values, naive)];
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * (1 + b));
        expect(found).toBeLessThanOrEqual(values.length / 2);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("is not disturbed by a large offset", () => {
    const series = Array.from({ length: 40 }, (_, j) => (j < 7 ? 5 - j / 2 : j % 3));
    expect(truncateMser(series.map((value) => value + 1e4))).toBe(truncateNaively(series));
  });

  it("takes rounding for what it is", () => {
    const series = Array.from({ length: 400 }, (_, j) => j + 0.99 - j);
    expect(new Set(series).size).toBeGreaterThan(1);
    expect(truncateMser(series)).toBe(0);
    expect(truncateMser([7, 3, ...series])).toBe(2);
  });
});
