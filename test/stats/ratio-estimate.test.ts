import { describe, expect, it } from "vitest";
import { estimateRatio } from "../../src/stats/ratio-estimate.ts";

describe("estimateRatio", () => {
  it("weighs batches by their size", () => {
    const { count, deviations, ratio, standardError, total } = estimateRatio([2, 4, 9], [1, 2, 3]);
    expect([count, ratio, total]).toEqual([3, 2.5, 6]);
    // (2 − 2.5)/2, (4 − 5)/2, (9 − 7.5)/2.
    expect(deviations).toEqual([-0.25, -0.5, 0.75]);
    // √(0.875/2/3)
    expect(standardError).toBeCloseTo(0.3818813, 7);
  });

  it("is the mean of equal batches with its usual standard error", () => {
    const { ratio, standardError } = estimateRatio([1, 2, 6], [1, 1, 1]);
    expect(ratio).toBe(3);
    // Deviations −2, −1 and 3: √(14/2/3).
    expect(standardError).toBeCloseTo(Math.sqrt(14 / 6), 12);
  });

  it("leaves out empty batches, and needs two others", () => {
    expect(estimateRatio([2, 0, 4, 9], [1, 0, 2, 3])).toEqual(estimateRatio([2, 4, 9], [1, 2, 3]));
    expect(() => estimateRatio([1, 0], [3, 0])).toThrow(RangeError);
  });
});
