import { describe, expect, it } from "vitest";
import {
  forecastOverspend,
  spreadOfBlocks,
  spreadOfResamples,
} from "../../../src/plan/error-budget/overspend.ts";

const BLOCKS = {
  violations: [3, 0, 12, 7, 1, 0, 25, 2, 5, 5],
  requests: [1000, 900, 1100, 1000, 1000, 950, 1050, 1000, 980, 1020],
};

describe("forecastOverspend", () => {
  it("approaches the normal law of a mean when the rate and its variance are known", () => {
    // 1 − Φ((0.01 − 0.006)/(0.02/√100)), SciPy 1.17.1.
    const known = { rate: 0.006, variance: 4e-4, degrees: 1e7 };
    const { deviation, probability } = forecastOverspend(known, 0.01, 100, Infinity);
    expect(deviation).toBeCloseTo(0.002, 12);
    expect(probability).toBeCloseTo(0.022750131948179, 7);
  });

  it("is even when the rate is the budget, and certain far from it", () => {
    const spread = { rate: 0.01, variance: 1e-6, degrees: 9 };
    expect(forecastOverspend(spread, 0.01, 720, 10).probability).toBeCloseTo(0.5, 12);
    expect(forecastOverspend(spread, 0.02, 720, 10).probability).toBeLessThan(1e-9);
    expect(forecastOverspend(spread, 0.001, 720, 10).probability).toBeGreaterThan(1 - 1e-9);
  });

  // SciPy 1.17.1: t.sf((b − p)/√(s²(1/m + 1/10)), 9) of the blocks above.
  it.each([
    [0.01, 720, 0.062021256433399986],
    [0.01, 0.5, 0.358981481724022],
    [0.005, 720, 0.659275662865406],
  ])("of blocks with a budget of %d over %d blocks matches SciPy", (budget, blocks, expected) => {
    const { probability } = forecastOverspend(spreadOfBlocks(BLOCKS), budget, blocks, 10);
    expect(Math.abs(probability - expected)).toBeLessThan(1e-12);
  });

  it("is no surer of a year than of what its evidence knows", () => {
    const spread = spreadOfBlocks(BLOCKS);
    const month = forecastOverspend(spread, 0.01, 720, 10);
    const year = forecastOverspend(spread, 0.01, 8760, 10);
    expect(year.deviation).toBeGreaterThan(Math.sqrt(spread.variance / 10));
    expect(year.probability).toBeGreaterThan(0.9 * month.probability);
  });
});

describe("spreadOfBlocks", () => {
  it("never trusts blocks to differ less than independent requests do", () => {
    const requests = Array.from({ length: 10 }, () => 1000);
    const even = spreadOfBlocks({ requests, violations: requests.map(() => 5) });
    expect(even.rate).toBe(0.005);
    const shrunk = 50.5 / 10_001;
    expect(even.variance).toBeCloseTo((shrunk * (1 - shrunk)) / 1000, 15);
    // A thousand requests each without a violation say little about one in ten thousand.
    const none = spreadOfBlocks({ requests, violations: requests.map(() => 0) });
    const { probability } = forecastOverspend(none, 0.0001, 720, 10);
    expect(probability).toBeGreaterThan(0.05);
    expect(probability).toBeLessThan(0.2);
    expect(forecastOverspend(none, 0.01, 720, 10).probability).toBeLessThan(1e-6);
  });

  it("takes a single block as independent requests", () => {
    const spread = spreadOfBlocks({ requests: [100], violations: [1] });
    expect(spread).toMatchObject({ rate: 0.01, degrees: 1 });
    expect(spread.variance).toBeCloseTo(((1.5 / 101) * (99.5 / 101)) / 100, 12);
  });
});

describe("spreadOfResamples", () => {
  it("takes the rate from the trace and the spread from its resamples", () => {
    const spread = spreadOfResamples([0.004, 0.009, 0.006, 0.012, 0.002], 700, 100_000);
    expect(spread).toMatchObject({ rate: 0.007, degrees: 4 });
    expect(spread.variance).toBeCloseTo(1.58e-5, 12);
    // SciPy 1.17.1: t.sf((0.01 − 0.007)/√(1.58e-5(1/24 + 1)), 4).
    expect(forecastOverspend(spread, 0.01, 24, 1).probability).toBeCloseTo(0.2503302640488478, 12);
  });

  it("stays at what independent requests would do with a single resample", () => {
    const { variance } = spreadOfResamples([0.01], 10, 1000);
    expect(variance).toBeCloseTo(((10.5 / 1001) * (990.5 / 1001)) / 1000, 12);
  });
});
