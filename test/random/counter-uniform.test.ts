import { describe, expect, it } from "vitest";

import {
  counterUniform,
  foldSeed,
  PURPOSE_BACKOFF,
  PURPOSE_ROUTE,
  PURPOSE_SERVICE,
} from "../../src/random/counter-uniform.ts";

const COUNT = 100_000;

/** Chi-square with 99 degrees of freedom exceeds this with probability 0.001 (SciPy chi2.isf). */
const CHI_SQUARE_LIMIT = 148.2;

function draw(at: (i: number) => number): Float64Array {
  return Float64Array.from({ length: COUNT }, (_, i) => at(i));
}

function chiSquare(uniforms: Float64Array): number {
  const counts = Array.from({ length: 100 }, () => 0);
  for (const u of uniforms) counts[Math.floor(u * 100)] += 1;
  const expected = uniforms.length / 100;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Correlation, in standard errors of that of independent uniforms. */
function correlation(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += (first[i] - 0.5) * (second[i] - 0.5);
  return (12 * sum) / Math.sqrt(first.length);
}

/** The lower 16 of the 53 bits, as a uniform. */
function lowBits(uniforms: Float64Array): Float64Array {
  return uniforms.map((u) => ((u * 2 ** 53) % 2 ** 16) / 2 ** 16);
}

const seed = foldSeed(1, 0);
const axes: readonly (readonly [string, (i: number) => number])[] = [
  ["the first counter", (i) => counterUniform(seed, PURPOSE_BACKOFF, i, 0)],
  ["the second counter", (i) => counterUniform(seed, PURPOSE_BACKOFF, 0, i)],
  ["both counters together", (i) => counterUniform(seed, PURPOSE_ROUTE, i, i)],
  ["the seed", (i) => counterUniform(foldSeed(i, 0), PURPOSE_ROUTE, 0, 0)],
  ["the replication", (i) => counterUniform(foldSeed(1, i), PURPOSE_ROUTE, 0, 0)],
  ["an unfolded seed", (i) => counterUniform(i, PURPOSE_ROUTE, 0, 0)],
  ["the purpose", (i) => counterUniform(seed, i, 0, 0)],
  ["the first counter in steps of 2^15", (i) => counterUniform(seed, 1, i * 2 ** 15, 0)],
];

describe("counterUniform", () => {
  it.each(axes)("is uniform along %s, in its upper bits and its lower ones", (_, at) => {
    const uniforms = draw(at);
    expect(chiSquare(uniforms)).toBeLessThan(CHI_SQUARE_LIMIT);
    expect(chiSquare(lowBits(uniforms))).toBeLessThan(CHI_SQUARE_LIMIT);
  });

  it.each(axes)("does not correlate neighbours along %s", (_, at) => {
    const uniforms = draw(at);
    const next = draw((i) => at(i + 1));
    expect(Math.abs(correlation(uniforms, next))).toBeLessThan(4);
    expect(Math.abs(correlation(lowBits(uniforms), lowBits(next)))).toBeLessThan(4);
  });

  it.each([
    ["second counters", (i: number) => counterUniform(seed, PURPOSE_ROUTE, i, 1)],
    ["purposes", (i: number) => counterUniform(seed, PURPOSE_SERVICE, i, 0)],
    ["seeds", (i: number) => counterUniform(foldSeed(2, 0), PURPOSE_ROUTE, i, 0)],
    ["replications", (i: number) => counterUniform(foldSeed(1, 1), PURPOSE_ROUTE, i, 0)],
    ["counters that change places", (i: number) => counterUniform(seed, PURPOSE_ROUTE, 0, i)],
  ])("does not correlate the sequences of neighbouring %s", (_, other) => {
    const own = draw((i) => counterUniform(seed, PURPOSE_ROUTE, i, 0));
    expect(Math.abs(correlation(own, draw(other)))).toBeLessThan(4);
  });

  it("flips half of the bits when one bit of a counter flips", () => {
    let flipped = 0;
    let pairs = 0;
    for (let a = 0; a < 500; a++) {
      for (let bit = 0; bit < 32; bit++) {
        const first = counterUniform(seed, PURPOSE_ROUTE, a, 0) * 2 ** 32;
        const second = counterUniform(seed, PURPOSE_ROUTE, (a ^ (1 << bit)) >>> 0, 0) * 2 ** 32;
        for (let rest = (first ^ second) >>> 0; rest > 0; rest = (rest & (rest - 1)) >>> 0) {
          flipped++;
        }
        pairs++;
      }
    }
    // Four standard errors of the mean of `pairs` binomials (32, 1/2), whose variance is 8.
    expect(Math.abs(flipped / pairs - 16)).toBeLessThan(4 * Math.sqrt(8 / pairs));
  });

  it("does not repeat itself over a million draws", () => {
    const seen = new Float64Array(1_000_000);
    for (let i = 0; i < seen.length; i++) seen[i] = counterUniform(seed, 1, i >> 3, i & 7);
    seen.sort();
    expect(seen.every((u, i) => i === 0 || u > seen[i - 1])).toBe(true);
  });

  it("draws in [0, 1) on a grid of 2^-53, finer than 32 bits", () => {
    const uniforms = draw((i) => counterUniform(seed, 1, i, 0));
    expect(uniforms.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(uniforms.every((u) => Number.isInteger(u * 2 ** 53))).toBe(true);
    expect(uniforms.some((u) => !Number.isInteger(u * 2 ** 52))).toBe(true);
  });

  it("keeps the values it has always had", () => {
    // The same hash in Python integers, masked to 32 bits.
    expect([
      counterUniform(0, 0, 0, 0),
      counterUniform(foldSeed(1, 0), PURPOSE_BACKOFF, 0, 1),
      counterUniform(foldSeed(1, 1), PURPOSE_SERVICE, 4_000_000_000, 7),
    ]).toEqual([0.6259896740482743, 0.6155939685731872, 0.7981746207168917]);
  });
});

describe("foldSeed", () => {
  it("gives 32 bits that differ for each of many seeds and replications", () => {
    const bySeed = draw((i) => foldSeed(i, 3));
    const byReplication = draw((i) => foldSeed(7, i));
    for (const folded of [bySeed, byReplication]) {
      expect(folded.every((bits) => bits === bits >>> 0)).toBe(true);
      expect(new Set(folded).size).toBe(COUNT);
    }
  });

  it("tells seeds apart that differ in their upper bits alone", () => {
    const seeds = Array.from({ length: 1000 }, (_, i) => foldSeed(5 + i * 2 ** 32, 0));
    expect(new Set(seeds).size).toBe(1000);
    expect(foldSeed(2 ** 53 - 1, 0)).not.toBe(foldSeed(2 ** 32 - 1, 0));
  });

  it("keeps the values it has always had", () => {
    expect([foldSeed(0, 0), foldSeed(1, 0), foldSeed(2 ** 53 - 1, 9)]).toEqual([
      1422740206, 536059379, 2465592418,
    ]);
  });
});
