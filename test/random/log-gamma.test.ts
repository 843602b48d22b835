import { describe, expect, it } from "vitest";

import { logGamma } from "../../src/random/log-gamma.ts";

describe("logGamma", () => {
  // mpmath 1.3, 40 digits: loggamma.
  it.each([
    [1e-6, 13.815509980749432],
    [0.0059, 5.12942590375896],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [3, Math.LN2],
    [10, 12.80182748008147],
    [33.3, 82.60372358165495],
    [1000, 5905.220423209181],
    [1e6, 12815504.56914761],
  ])("at %f is within 1e-14", (x, wanted) => {
    const scale = Math.max(1, Math.abs(wanted));
    expect(Math.abs(logGamma(x) - wanted) / scale).toBeLessThan(1e-14);
  });

  it("is close to its zeros at 1 and 2", () => {
    expect(Math.abs(logGamma(1))).toBeLessThan(1e-15);
    expect(Math.abs(logGamma(2))).toBeLessThan(2e-15);
  });
});
