import { describe, expect, it } from "vitest";

import { openStream } from "../../src/random/stream.ts";

const draw = (count: number, stream: () => number): number[] =>
  Array.from({ length: count }, () => stream());

describe("openStream", () => {
  it("repeats itself for the same seed, replication and purpose", () => {
    expect(draw(5, openStream(7, 2, "arrivals"))).toEqual(draw(5, openStream(7, 2, "arrivals")));
  });

  it("differs when the seed, the replication or the purpose does", () => {
    const firsts = [
      openStream(1, 0, "input")(),
      openStream(2, 0, "input")(),
      openStream(1, 1, "input")(),
      openStream(1, 0, "output")(),
      openStream(11, 0, "input")(),
    ];
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it("keeps two open streams apart", () => {
    const alone = draw(4, openStream(1, 0, "input"));
    const a = openStream(1, 0, "input");
    const b = openStream(1, 0, "output");
    const interleaved = alone.map(() => {
      b();
      return a();
    });
    expect(interleaved).toEqual(alone);
  });

  it("draws in [0, 1) on a grid of 2^-53, finer than 32 bits", () => {
    const uniforms = draw(10_000, openStream(3, 0, "grid"));
    expect(uniforms.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(uniforms.every((u) => Number.isInteger(u * 2 ** 53))).toBe(true);
    expect(uniforms.some((u) => !Number.isInteger(u * 2 ** 32))).toBe(true);
  });

  it("fills the interval evenly, and so do the first draws of neighbouring seeds", () => {
    // Chi-square with 99 degrees of freedom exceeds 148.2 with probability 0.001 (SciPy chi2.isf).
    const within = draw(100_000, openStream(1, 0, "evenness"));
    const across = Array.from({ length: 100_000 }, (_, seed) => openStream(seed, 0, "first")());
    expect(chiSquare(within, 100)).toBeLessThan(148.2);
    expect(chiSquare(across, 100)).toBeLessThan(148.2);
  });

  it("is uncorrelated between replications", () => {
    const a = draw(100_000, openStream(1, 0, "arrivals"));
    const b = draw(100_000, openStream(1, 1, "arrivals"));
    const covariance = a.reduce((sum, u, i) => sum + (u - 0.5) * (b[i] - 0.5), 0) / a.length;
    // Four standard errors of the product of two centred uniforms, 1/12 each.
    expect(Math.abs(covariance)).toBeLessThan(4 / 12 / Math.sqrt(a.length));
  });
});

function chiSquare(uniforms: readonly number[], cells: number): number {
  const counts = Array.from({ length: cells }, () => 0);
  for (const u of uniforms) counts[Math.floor(u * cells)] += 1;
  const expected = uniforms.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
