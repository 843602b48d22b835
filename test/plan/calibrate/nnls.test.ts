import { array, assert, double, property, record } from "fast-check";
import { describe, expect, it } from "vitest";

import { dot } from "../../../src/plan/calibrate/least-squares.ts";
import { solveNnls } from "../../../src/plan/calibrate/nnls.ts";

function rowsOf(rows: readonly (readonly number[])[]): Float64Array[] {
  return rows.map((row) => Float64Array.from(row));
}

describe("solveNnls", () => {
  it("finds what SciPy finds where two columns want to be negative", () => {
    // scipy.optimize.nnls (1.17.1).
    const rows = rowsOf([
      [2.04, -2.56, 0.42, -0.57],
      [-0.45, -0.22, -2.02, -0.23],
      [-0.87, 3.32, 0.23, -0.35],
      [-0.28, -0.67, -1.06, -0.39],
      [0.48, -0.24, 0.96, -0.2],
      [0.02, 1.55, 0.55, -0.51],
    ]);
    const found = solveNnls(rows, Float64Array.of(-0.18, 0.54, 1.94, -0.27, -0.24, 1));
    expect(found[0]).toBeCloseTo(0.41254124, 8);
    expect(found[1]).toBeCloseTo(0.57632156, 8);
    expect([...found.subarray(2)]).toEqual([0, 0]);
  });

  it("recovers the coefficients of an ill-conditioned system", () => {
    // Columns of the Hilbert matrix: condition 5e5.
    const rows = Array.from({ length: 8 }, (_, i) =>
      Float64Array.from({ length: 5 }, (__, j) => 1 / (i + j + 1)),
    );
    const exact = Float64Array.of(1, 0, 2, 0, 3);
    const found = solveNnls(
      rows,
      Float64Array.from(rows, (row) => dot(row, exact)),
    );
    exact.forEach((value, column) => expect(found[column]).toBeCloseTo(value, 8));
  });

  it("gives a column of zeros nothing and shares nothing between equal columns", () => {
    const rows = rowsOf([
      [1, 1, 0],
      [2, 2, 0],
    ]);
    const found = solveNnls(rows, Float64Array.of(3, 6));
    expect(found[2]).toBe(0);
    expect(found[0] + found[1]).toBeCloseTo(3, 12);
  });

  it("meets the conditions of an optimum on any system", () => {
    const system = record({
      rows: array(
        array(double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 }),
        { minLength: 4, maxLength: 8 },
      ),
      target: array(double({ min: -10, max: 10, noNaN: true }), {
        minLength: 8,
        maxLength: 8,
      }),
    });
    assert(
      property(system, ({ rows, target }) => {
        const matrix = rowsOf(rows);
        const wanted = Float64Array.from(target.slice(0, rows.length));
        const found = solveNnls(matrix, wanted);
        const residual = wanted.map((value, index) => value - dot(matrix[index], found));
        const size = 1 + Math.hypot(...wanted);
        found.forEach((value, column) => {
          expect(value).toBeGreaterThanOrEqual(0);
          const length = Math.hypot(...matrix.map((row) => row[column]));
          const gradient = matrix.reduce((sum, row, i) => sum + row[column] * residual[i], 0);
          if (length < 1e-6) return;
          expect(gradient / length).toBeLessThan(1e-6 * size);
          if (value > 0) expect(Math.abs(gradient / length)).toBeLessThan(1e-6 * size);
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
