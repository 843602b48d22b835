import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { openStream } from "../../src/random/stream.ts";
import { LogHistogram } from "../../src/stats/log-histogram.ts";

/** Relative width of a bucket. */
const WIDTH = 2 ** -10;

/** Values below this count as zero. */
const SMALLEST = 2 ** -40;

function histogramOf(values: Iterable<number>): LogHistogram {
  const histogram = new LogHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

/** The smallest value such that at least `rank` of them are ≤ it. */
function valueOfRank(values: readonly number[], rank: number): number {
  return [...values].sort((a, b) => a - b)[rank - 1];
}

/** Fails unless a reported quantile is the exact one or above it by at most a bucket. */
function expectWithinBucket(found: number, exact: number): void {
  if (exact < SMALLEST) {
    expect(found).toBe(0);
    return;
  }
  expect(found).toBeGreaterThanOrEqual(exact);
  expect(found).toBeLessThanOrEqual(exact * (1 + WIDTH));
}

const SHAPES: Readonly<Record<string, (uniform: number) => number>> = {
  exponential: (u) => -Math.log(1 - u) * 0.02,
  "heavy-tailed": (u) => 0.001 * (1 - u) ** (-1 / 0.8),
  uniform: (u) => 3 + u,
  "bimodal with zeros": (u) => (u < 0.3 ? 0 : u < 0.9 ? 0.05 + u / 100 : 40 * u),
  "of whole numbers": (u) => Math.floor(u * 12),
  "twenty decades wide": (u) => 10 ** (20 * u - 10),
};

describe("LogHistogram", () => {
  it.each(Object.keys(SHAPES))("quantiles of values %s are exact to a bucket", (shape) => {
    const stream = openStream(7, 0, shape);
    const values = Array.from({ length: 20_000 }, () => SHAPES[shape](stream()));
    const histogram = histogramOf(values);
    const sorted = [...values].sort((a, b) => a - b);
    for (let permille = 1; permille <= 1000; permille++) {
      const exact = sorted[permille * 20 - 1];
      expectWithinBucket(histogram.quantile(permille / 1000), exact);
    }
    expect(histogram.max).toBe(sorted[sorted.length - 1]);
    expect(histogram.quantile(1)).toBe(histogram.max);
  });

  it("quantiles of any few values are exact to a bucket", () => {
    const value = fc.oneof(
      fc.constant(0),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.integer({ min: 0, max: 20 }),
    );
    const sample = fc.array(value, { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(sample, fc.integer({ min: 1, max: 50 }), (values, place) => {
        const rank = Math.min(place, values.length);
        const histogram = histogramOf(values);
        expectWithinBucket(histogram.quantile(rank / values.length), valueOfRank(values, rank));
      }),
      { seed: 31, numRuns: 2000 },
    );
  });

  it("takes p·n that is meant to be whole as whole, whatever binary fractions make of it", () => {
    // 0.07·100 is 7.000000000000001 in float64, whose ceiling would be 8.
    expect(0.07 * 100).toBeGreaterThan(7);
    for (const count of [100, 1000, 10_000]) {
      const values = Array.from({ length: count }, (_, place) => 1.005 ** place);
      const histogram = histogramOf(values);
      for (let percent = 1; percent <= 100; percent++) {
        const p = Number(`${percent}e-2`);
        expectWithinBucket(histogram.quantile(p), values[(percent * count) / 100 - 1]);
      }
    }
  });

  it("goes on to the next value as soon as p·n exceeds a whole number", () => {
    const histogram = histogramOf(Array.from({ length: 100 }, (_, place) => 2 ** place));
    expectWithinBucket(histogram.quantile(0.5), 2 ** 49);
    expectWithinBucket(histogram.quantile(0.500001), 2 ** 50);
    expectWithinBucket(histogram.quantile(0.99), 2 ** 98);
    expectWithinBucket(histogram.quantile(0.990001), 2 ** 99);
  });

  it("reports no quantile above the maximum", () => {
    expect(histogramOf([0.3]).quantile(0.5)).toBe(0.3);
    expect(histogramOf([1, 1.0001]).quantile(0.1)).toBe(1.0001);
  });

  it("reports zeros, and what is too short to be a time, as zero", () => {
    const histogram = histogramOf([0, 0, 1e-13, SMALLEST]);
    expect(histogram.quantile(0.75)).toBe(0);
    expect(histogram.quantile(0.76)).toBe(SMALLEST);
    expect(histogramOf([0, 0]).quantile(1)).toBe(0);
    expect(histogramOf([0, 0]).max).toBe(0);
  });

  it("counts and sums what it is given", () => {
    const histogram = histogramOf([0.5, 0.25, 0, 8]);
    expect(histogram.count).toBe(4);
    expect(histogram.sum).toBe(8.75);
    expect(histogram.max).toBe(8);
  });

  it("has no quantile when empty", () => {
    expect(() => new LogHistogram().quantile(0.5)).toThrow(RangeError);
    expect(new LogHistogram().max).toBe(-Infinity);
  });

  it("merged from parts is what it would be from all their values", () => {
    // Multiples of 2⁻¹⁰, so that sums don't depend on their order.
    const value = fc.integer({ min: 0, max: 2 ** 20 }).map((ticks) => ticks * 2 ** -10);
    const parts = fc.array(fc.array(value, { maxLength: 30 }), { maxLength: 5 });
    fc.assert(
      fc.property(parts, (lists) => {
        const merged = new LogHistogram();
        for (const list of lists) merged.merge(histogramOf(list));
        expect(merged.toData()).toEqual(histogramOf(lists.flat()).toData());
      }),
      { seed: 32, numRuns: 60 },
    );
  });

  it("leaves alone what is merged into it", () => {
    const part = histogramOf([1, 100]);
    const before = structuredClone(part.toData());
    histogramOf([0.001, 5]).merge(part);
    expect(part.toData()).toEqual(before);
  });

  it("survives the way through plain data, and can be added to afterwards", () => {
    for (const values of [[], [0], [0.003, 0.1, 7, 7.5], [0, 1e-9, 1e9]]) {
      const original = histogramOf(values);
      const copy = LogHistogram.fromData(structuredClone(original.toData()));
      expect(copy.toData()).toEqual(original.toData());
      for (const value of [0.0001, 50, 7.2]) {
        original.add(value);
        copy.add(value);
      }
      expect(copy.toData()).toEqual(original.toData());
      expect(copy.quantile(0.5)).toBe(original.quantile(0.5));
    }
  });

  it("walks through its buckets upwards, and counts what lies above each", () => {
    const stream = openStream(8, 0, "buckets");
    const values = Array.from({ length: 500 }, () =>
      stream() < 0.1 ? 0 : 10 ** (6 * stream() - 3),
    );
    const histogram = histogramOf(values);
    let seen = 0;
    let before = -1;
    histogram.forEachBucket((edge, count) => {
      expect(edge).toBeGreaterThan(before);
      expect(count).toBeGreaterThan(0);
      seen += count;
      before = edge;
      expect(histogram.countAbove(edge)).toBe(values.length - seen);
      // An edge is the first value of the next bucket, or 0 for the zeros.
      const isBelow = (value: number): boolean => (edge === 0 ? value === 0 : value < edge);
      expect(values.filter(isBelow)).toHaveLength(seen);
    });
    expect(seen).toBe(values.length);
  });
});

it("counts values above an edge anew after more have been added or merged", () => {
  const histogram = new LogHistogram();
  histogram.add(1);
  const edge = 1 + 2 ** -10;
  expect(histogram.countAbove(edge)).toBe(0);
  histogram.add(3);
  expect(histogram.countAbove(edge)).toBe(1);
  const other = new LogHistogram();
  other.add(0.001);
  other.add(5);
  histogram.merge(other);
  expect(histogram.countAbove(edge)).toBe(2);
});
