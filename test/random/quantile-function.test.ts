import { describe, expect, it } from "vitest";

import type { Distribution } from "../../src/random/distribution.ts";
import { quantileFunction } from "../../src/random/quantile-function.ts";
import { openStream } from "../../src/random/stream.ts";
import { relativeError } from "./relative-error.ts";

const free = { min: null, max: null };

describe("quantileFunction", () => {
  // mpmath 1.3, 40 digits: quantiles from the definitions of the laws.
  it.each<[string, Distribution, readonly (readonly [u: number, value: number])[]]>([
    [
      "exponential",
      { distribution: "exponential", mean: 3, ...free },
      [
        [1e-12, 3.0000000000015e-12],
        [0.5, 2.079441541679836],
        [0.999, 20.72326583694641],
      ],
    ],
    [
      "lognormal by mean and cv",
      { distribution: "lognormal", mean: 3, cv: 2, ...free },
      [
        [0.001, 0.02660948986924577],
        [0.5, 1.341640786499874],
        [0.99, 25.66639516262804],
      ],
    ],
    [
      "lognormal by two quantiles",
      {
        distribution: "lognormal",
        quantiles: [
          [0.5, 1020],
          [0.95, 4083],
        ],
        ...free,
      },
      [
        [0.5, 1020],
        [0.95, 4083],
        [0.1, 346.1542324792056],
        [0.99, 7253.649748868063],
      ],
    ],
    [
      "pareto",
      { distribution: "pareto", scale: 2, shape: 1.5, ...free },
      [
        [0, 2],
        [0.1, 2.145531965790288],
        [0.999, 200],
      ],
    ],
    [
      "uniform",
      { distribution: "uniform", min: -2, max: 6 },
      [
        [0, -2],
        [0.25, 0],
        [0.75, 4],
      ],
    ],
    ["constant", { distribution: "constant", value: 42 }, [[0.3, 42]]],
  ])("matches the %s law", (_, law, points) => {
    const quantile = quantileFunction(law);
    for (const [u, wanted] of points) {
      if (wanted === 0) expect(quantile(u)).toBe(0);
      else expect(relativeError(quantile(u), wanted)).toBeLessThan(1e-13);
    }
  });

  it("gives listed values equal shares, whatever their order", () => {
    const quantile = quantileFunction({ distribution: "empirical", values: [30, 10, 20], ...free });
    expect([0, 0.33, 0.34, 0.66, 0.67, 1 - 2 ** -53].map(quantile)).toEqual([
      10, 10, 20, 20, 30, 30,
    ]);
  });

  it("is linear between listed quantiles and flat outside", () => {
    const quantile = quantileFunction({
      distribution: "empirical",
      quantiles: [
        [0.25, 100],
        [0.5, 200],
        [0.75, 1000],
      ],
      ...free,
    });
    expect([0, 0.2, 0.25, 0.375, 0.5, 0.625, 0.75, 0.9].map(quantile)).toEqual([
      100, 100, 100, 150, 200, 600, 1000, 1000,
    ]);
  });

  it("takes a jump and a single pair among listed quantiles", () => {
    const jump = quantileFunction({
      distribution: "empirical",
      quantiles: [
        [0.5, 1],
        [0.5, 9],
        [1, 10],
      ],
      ...free,
    });
    expect([0.4, 0.5, 0.75].map(jump)).toEqual([1, 9, 9.5]);
    const single = quantileFunction({
      distribution: "empirical",
      quantiles: [[0.5, 7]],
      ...free,
    });
    expect([0, 0.5, 0.99].map(single)).toEqual([7, 7, 7]);
  });

  it("clamps to either limit or both", () => {
    const law = { distribution: "exponential", mean: 1 } as const;
    expect(quantileFunction({ ...law, min: 0.5, max: null })(0)).toBe(0.5);
    expect(quantileFunction({ ...law, min: null, max: 2 })(0.999)).toBe(2);
    const both = quantileFunction({ ...law, min: 0.5, max: 2 });
    expect([both(0), both(0.99)]).toEqual([0.5, 2]);
    expect(both(0.5)).toBeCloseTo(Math.LN2, 15);
  });

  it("is finite at 0 and just below 1, and never falls, for every law", () => {
    const laws: Distribution[] = [
      { distribution: "constant", value: 1 },
      { distribution: "uniform", min: 0, max: 1 },
      { distribution: "exponential", mean: 1, ...free },
      { distribution: "lognormal", mean: 1, cv: 3, ...free },
      { distribution: "gamma", mean: 1, cv: 3, ...free },
      { distribution: "pareto", scale: 1, shape: 1.1, ...free },
      { distribution: "empirical", values: [3, 1, 2], ...free },
      {
        distribution: "empirical",
        quantiles: [
          [0.1, 1],
          [0.9, 2],
        ],
        ...free,
      },
    ];
    for (const law of laws) {
      const quantile = quantileFunction(law);
      const grid = [0, 2 ** -53, 1e-9, 0.1, 0.5, 0.9, 1 - 1e-9, 1 - 2 ** -53].map(quantile);
      expect(grid.every(Number.isFinite)).toBe(true);
      expect(grid).toEqual([...grid].sort((a, b) => a - b));
    }
  });

  it.each<[string, Distribution, number, number]>([
    ["lognormal", { distribution: "lognormal", mean: 200, cv: 0.8, ...free }, 200, 0.8],
    ["gamma", { distribution: "gamma", mean: 200, cv: 2.5, ...free }, 200, 2.5],
    ["exponential", { distribution: "exponential", mean: 200, ...free }, 200, 1],
  ])("samples of the %s law have its mean", (_, law, mean, cv) => {
    const quantile = quantileFunction(law);
    const stream = openStream(1, 0, "moments");
    const count = 200_000;
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += quantile(stream());
    expect(Math.abs(sum / count - mean)).toBeLessThan((4 * mean * cv) / Math.sqrt(count));
  });

  it("rejects quantiles a law can't use", () => {
    expect(() =>
      quantileFunction({ distribution: "lognormal", quantiles: [[0.5, 1]], ...free }),
    ).toThrow(new RangeError("a lognormal law needs exactly 2 quantiles, got 1"));
    expect(() => quantileFunction({ distribution: "empirical", values: [], ...free })).toThrow(
      new RangeError("an empirical law needs at least 1 value, got 0"),
    );
    expect(() => quantileFunction({ distribution: "empirical", quantiles: [], ...free })).toThrow(
      new RangeError("an empirical law needs at least 1 quantile, got 0"),
    );
  });
});
