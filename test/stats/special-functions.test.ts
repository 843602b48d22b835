import { describe, expect, it } from "vitest";

import {
  betaQuantile,
  standardNormalQuantile,
  studentQuantile,
  studentShare,
} from "../../src/stats/special-functions.ts";

/** Relative error that cephes claims for its inverses, with room. */
const TOLERANCE = 1e-10;

function expectRelative(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(TOLERANCE * Math.abs(expected));
}

// Expected values: SciPy 1.17.1, stats.beta.ppf, stats.t.ppf and stats.norm.ppf.
describe("quantiles", () => {
  it.each([
    [1, 1, 0.3, 0.3],
    [5, 96, 0.975, 0.09925715671265992],
    [5, 96, 0.025, 0.016431879182052155],
    [0.5, 0.5, 0.1, 0.024471741852423214],
    [12.3, 4567.8, 0.975, 0.004378130765910504],
    [2e5, 300, 0.01, 0.9982939440178256],
  ])("of the beta distribution (%d, %d) at %d match SciPy", (a, b, p, expected) => {
    expectRelative(betaQuantile(a, b, p), expected);
  });

  it.each([
    [1, 0.975, 12.706204736174694],
    [9, 0.975, 2.262157162798205],
    [9, 0.9875, 2.6850108468164575],
    [49, 0.975, 2.0095752371292392],
    [49, 0.02, -2.1098727184534063],
    [4, 0.1, -1.5332062740589436],
  ])("of Student's t with %d degrees of freedom at %d match SciPy", (degrees, p, expected) => {
    expectRelative(studentQuantile(degrees, p), expected);
  });

  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.9875, 2.241402727604947],
    [1e-9, -5.9978070150076865],
    [0.001, -3.090232306167813],
    [0.999999, 4.753424308817087],
  ])("of the standard normal at %d match SciPy", (p, expected) => {
    expectRelative(standardNormalQuantile(p), expected);
  });
});

// Expected values: SciPy 1.17.1, stats.t.cdf.
describe("studentShare", () => {
  it.each([
    [1, 0, 0.5],
    [1, 1, 0.75],
    [9, -2.5, 0.016930913841492867],
    [9, 2.262157162798205, 0.975],
    [49, -4, 0.00010674024457271235],
    [199, 0.3, 0.6177548525877506],
  ])("with %d degrees of freedom at %d matches SciPy", (degrees, x, expected) => {
    expectRelative(studentShare(degrees, x), expected);
  });
});
