import { describe, expect, it } from "vitest";
import { leastCostPerUnit } from "../../../src/plan/headroom/cost-per-unit.ts";

function curve(...points: readonly (readonly [number, number])[]) {
  return {
    xs: Float64Array.from(points, ([x]) => x),
    ys: Float64Array.from(points, ([, y]) => y),
  };
}

describe("leastCostPerUnit", () => {
  it("fills steps up to the mean allowed where a step costs a fixed part", () => {
    const line = curve([0, 6], [1, 6.5]);
    expect(leastCostPerUnit(line, 256, 256)).toBeCloseTo(6 / 256 + 0.5, 12);
    expect(leastCostPerUnit(line, 256, 100)).toBeCloseTo(6 / 100 + 0.5, 12);
    expect(leastCostPerUnit(line, 1, 1)).toBeCloseTo(6.5, 12);
  });

  it("stops at the cheapest size of a table that then grows steeper", () => {
    // 10 at 1, 12 at 4 (3 a unit), 40 at 8 (5 a unit), 7 more a unit beyond.
    const table = curve([1, 10], [4, 12], [8, 40]);
    expect(leastCostPerUnit(table, 100, 100)).toBeCloseTo(3, 12);
    expect(leastCostPerUnit(table, 100, 2)).toBeCloseTo((10 + 2 / 3) / 2, 12);
  });

  it("mixes small and large steps where the curve bends down", () => {
    // Steps of 1 and 4 mixed to a mean of 2 cost (2·4 + 10)/3 = 6, less than the 10 of 2.
    const bent = curve([1, 4], [2, 10], [4, 10]);
    expect(leastCostPerUnit(bent, 4, 2)).toBeCloseTo(6 / 2, 12);
    expect(leastCostPerUnit(bent, 4, 4)).toBeCloseTo(10 / 4, 12);
  });

  it("takes a single point for a constant", () => {
    expect(leastCostPerUnit(curve([8, 2]), 16, 16)).toBeCloseTo(2 / 16, 12);
  });
});
