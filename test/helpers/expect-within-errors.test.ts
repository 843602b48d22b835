import { describe, expect, it } from "vitest";

import { expectWithinErrors } from "./expect-within-errors.ts";

const closeness = { sigmas: 4, relativePower: 0.01 };
const values = new Float64Array(0);

describe("expectWithinErrors", () => {
  it("accepts an estimate within 4 standard errors", () => {
    expectWithinErrors("mean", { mean: 10.35, standardError: 0.09, values }, 10, closeness);
  });

  it("refuses an estimate that lies further off", () => {
    expect(() =>
      expectWithinErrors("mean", { mean: 9.63, standardError: 0.09, values }, 10, closeness),
    ).toThrow("mean: 9.63 ± 0.09 (standard error), exact 10: too far apart");
  });

  it("refuses an estimate too imprecise to tell", () => {
    expect(() =>
      expectWithinErrors("mean", { mean: 10, standardError: 0.11, values }, 10, closeness),
    ).toThrow("mean: 10 ± 0.11 (standard error), exact 10: too imprecise");
  });

  it("asks for an exact zero where zero is exact", () => {
    expectWithinErrors("wait", { mean: 0, standardError: 0, values }, 0, closeness);
    expect(() =>
      expectWithinErrors("wait", { mean: 1e-9, standardError: 1e-9, values }, 0, closeness),
    ).toThrow("too imprecise");
  });
});
