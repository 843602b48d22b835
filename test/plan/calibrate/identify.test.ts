import { describe, expect, it } from "vitest";

import { identify } from "../../../src/plan/calibrate/identify.ts";

function equationsOf(rows: readonly (readonly number[])[]) {
  return rows.map((row) => ({
    content: Float64Array.from(row),
    target: 1,
    size: 1,
    group: 0,
  }));
}

describe("identify", () => {
  it("gives the condition and standard errors of a polynomial design", () => {
    const rows = [1, 2, 3, 4, 5].map((x) => [1, x, x * x]);
    const { condition, confounded, standardErrors } = identify(
      equationsOf(rows),
      Float64Array.of(1),
    );
    // NumPy: linalg.cond of the columns at unit length; root of the diagonal of inv(MᵀM).
    expect(condition).toBeCloseTo(25.537210015554976, 6);
    expect(standardErrors[0]).toBeCloseTo(2.14476106, 6);
    expect(standardErrors[1]).toBeCloseTo(1.63445054, 6);
    expect(standardErrors[2]).toBeCloseTo(0.26726124, 6);
    expect(confounded).toEqual([]);
  });

  it("names the columns that can be traded against each other, and no others", () => {
    const rows = [1, 2, 3, 5].map((x) => [1, x, 3 * x + 1e-9 * x * x]);
    const { confounded } = identify(equationsOf(rows), Float64Array.of(1));
    expect(confounded).toEqual([1, 2]);
  });

  it("leaves columns of zeros aside", () => {
    const rows = [1, 2, 3].map((x) => [1, x, 0]);
    const { condition, standardErrors } = identify(equationsOf(rows), Float64Array.of(1));
    expect(condition).toBeLessThan(10);
    expect(standardErrors[2]).toBeNaN();
  });
});
