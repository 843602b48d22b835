import { describe, expect, it } from "vitest";

import { costAt } from "../../src/sim/cost-curve.ts";
import type { CostCurve } from "../../src/sim/sim-plan.ts";

function curve(...points: readonly (readonly [x: number, y: number])[]): CostCurve {
  return {
    xs: Float64Array.from(points, ([x]) => x),
    ys: Float64Array.from(points, ([, y]) => y),
  };
}

describe("costAt", () => {
  it("runs through its points and straight between them", () => {
    const cost = curve([1, 8], [4, 14], [8, 16]);
    expect([1, 2, 3, 4, 6, 8].map((x) => costAt(cost, x))).toEqual([8, 10, 12, 14, 15, 16]);
  });

  it("keeps the last slope beyond the last point", () => {
    const cost = curve([1, 8], [4, 14], [8, 16]);
    expect(costAt(cost, 10)).toBe(17);
    expect(costAt(cost, 108)).toBe(66);
  });

  it("stays at the first value below the first point", () => {
    const cost = curve([4, 14], [8, 16]);
    expect(costAt(cost, 0)).toBe(14);
    expect(costAt(cost, 3)).toBe(14);
  });

  it("of a single point is constant", () => {
    expect([0, 5, 100].map((x) => costAt(curve([5, 3]), x))).toEqual([3, 3, 3]);
  });

  it("of a straight line from 0 is that line", () => {
    const line = curve([0, 2], [1, 2.5]);
    expect([0, 1, 64].map((x) => costAt(line, x))).toEqual([2, 2.5, 34]);
  });
});
