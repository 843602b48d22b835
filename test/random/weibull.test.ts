import { describe, expect, it } from "vitest";

import { weibullQuantile, weibullShape } from "../../src/random/weibull.ts";
import { relativeError } from "./relative-error.ts";

describe("weibullShape", () => {
  // mpmath 1.3, 30 digits, findroot.
  it.each([
    [0.1, 12.1534341949561],
    [0.5, 2.10134909468854],
    [1, 1],
    [2.5, 0.462707711546957],
    [13, 0.213016023713728],
  ])("for cv %f is %f", (cv, shape) => {
    expect(relativeError(weibullShape(cv), shape)).toBeLessThan(1e-12);
  });

  it("rejects a cv out of reach", () => {
    expect(() => weibullShape(1e9)).toThrow(
      new RangeError("weibull cv must be between 1.3e-6 and 3e5, got 1000000000"),
    );
    expect(() => weibullShape(0)).toThrow(RangeError);
    expect(() => weibullShape(Number.NaN)).toThrow(RangeError);
    expect(weibullShape(1.3e-6)).toBeGreaterThan(9e5);
    expect(weibullShape(3e5)).toBeLessThan(0.051);
  });
});

describe("weibullQuantile", () => {
  // mpmath 1.3, 30 digits: quantiles of mean 1 at 0.01, 0.5 and 0.99.
  it.each([
    [0.1, [0.714359588759211, 1.01205220361885, 1.1826948215643]],
    [0.5, [0.126469708307163, 0.948352053364923, 2.3353223499017]],
    [2.5, [2.06308654591973e-5, 0.194169607609993, 11.6302458871939]],
    [13, [5.81729449581151e-12, 0.00249004577244747, 18.0736011361143]],
  ])("of cv %f matches", (cv, wanted) => {
    const quantile = weibullQuantile(1, cv);
    [0.01, 0.5, 0.99].forEach((u, i) => {
      expect(relativeError(quantile(u), wanted[i])).toBeLessThan(1e-11);
    });
  });

  it("scales with the mean and is 0 at 0", () => {
    expect(weibullQuantile(7, 2.5)(0.3)).toBeCloseTo(7 * weibullQuantile(1, 2.5)(0.3), 12);
    expect(weibullQuantile(1, 2.5)(0)).toBe(0);
  });
});
