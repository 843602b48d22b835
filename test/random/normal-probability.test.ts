import { describe, expect, it } from "vitest";

import { normalProbability } from "../../src/random/normal-probability.ts";
import { normalQuantile } from "../../src/random/normal-quantile.ts";
import { relativeError } from "./relative-error.ts";

describe("normalProbability", () => {
  // Python 3's math.erfc: erfc(−z/√2)/2, which rounding makes inexact by 4e-14 in the far tail.
  it.each([
    [-20, 2.7536241186063314e-89],
    [-10, 7.619853024160593e-24],
    [-5, 2.866515718791946e-7],
    [-1.96, 0.024997895148220435],
    [-0.1, 0.460172162722971],
    [1e-9, 0.5000000003989423],
    [1, 0.8413447460685429],
    [3, 0.9986501019683699],
  ])("at %f has a relative error below 1e-13", (z, wanted) => {
    expect(relativeError(normalProbability(z), wanted)).toBeLessThan(1e-13);
  });

  it("is one half at 0, and 0 and 1 far away", () => {
    expect(normalProbability(0)).toBe(0.5);
    expect(normalProbability(-50)).toBe(0);
    expect(normalProbability(50)).toBe(1);
  });

  it("undoes the quantile", () => {
    for (let u = 0.001; u < 1; u += 0.0137) {
      expect(relativeError(normalProbability(normalQuantile(u)), u)).toBeLessThan(1e-13);
    }
  });
});
