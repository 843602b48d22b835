import { describe, expect, it } from "vitest";

import { fitRobustly, huberLoss } from "../../../src/plan/calibrate/robust-nnls.ts";

/** Times 2 + 0.5 x with relative errors of a percent that cancel out. */
function lineEquations(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const x = index + 1;
    const exact = 2 + 0.5 * x;
    const value = exact * (index % 2 === 0 ? 1.01 : 0.99);
    return { content: Float64Array.of(1, x), target: value, size: value, group: 0 };
  });
}

describe("fitRobustly", () => {
  it("fits a line through small errors", () => {
    const { coefficients, outliers } = fitRobustly(lineEquations(20), [0.005]);
    expect(coefficients[0]).toBeCloseTo(2, 1);
    expect(coefficients[1]).toBeCloseTo(0.5, 1);
    expect([...outliers]).toEqual(Array<number>(20).fill(0));
  });

  it("leaves rows aside that are wrong by multiples, and is not moved by them", () => {
    const clean = lineEquations(20);
    const dirty = clean.map((equation, index) =>
      index === 4 || index === 13
        ? { ...equation, target: 5 * equation.target, size: 5 * equation.size }
        : equation,
    );
    const { coefficients, outliers } = fitRobustly(dirty, [0.005]);
    expect([...outliers.keys()].filter((index) => outliers[index] === 1)).toEqual([4, 13]);
    const rest = fitRobustly(
      clean.filter((_, index) => index !== 4 && index !== 13),
      [0.005],
    );
    expect(coefficients[0]).toBeCloseTo(rest.coefficients[0], 6);
    expect(coefficients[1]).toBeCloseTo(rest.coefficients[1], 6);
  });

  it("sets no more than a fifth of the rows aside", () => {
    const dirty = lineEquations(10).map((equation, index) =>
      index < 4 ? { ...equation, target: 9 * equation.target, size: 9 * equation.size } : equation,
    );
    const { outliers } = fitRobustly(dirty, [0.005]);
    expect(outliers.filter((flag) => flag === 1).length).toBeLessThanOrEqual(2);
  });

  it("weighs groups by the scale of their errors", () => {
    // One coefficient, measured by three exact rows and by three that scatter by half.
    const exact = [1, 1, 1].map((target) => ({ target, group: 0 }));
    const rough = [1.5, 0.5, 2].map((target) => ({ target, group: 1 }));
    const equations = [...exact, ...rough].map(({ group, target }) => {
      return { content: Float64Array.of(1), target, size: 1, group };
    });
    expect(fitRobustly(equations, [0.01, 0.01]).coefficients[0]).toBeCloseTo(1, 2);
  });
});

describe("huberLoss", () => {
  it("is a square near 0 and a line beyond 1.345", () => {
    expect(huberLoss(-1)).toBe(0.5);
    // 1.345·(3 − 1.345/2) by hand.
    expect(huberLoss(3)).toBeCloseTo(3.1304875, 7);
  });
});
