import { describe, expect, it } from "vitest";

import { burstyModel, scenarioOf, steadyModel } from "../../bench/coverage/coverage-model.ts";
import { countCoverage, judgeRuns, type Coverage } from "../../bench/coverage/measure-coverage.ts";

const BUDGET = 0.01;
const TRUE_RATES = [1e-2, 3e-4, 1e-5];

/** Coverage of the objectives at each true rate, in runs of one replication. */
function coverageOf(
  model: ReturnType<typeof steadyModel>,
  requests: number,
  runs: number,
): Coverage[] {
  const scenario = scenarioOf(model, { requests, replications: 1 }, TRUE_RATES, BUDGET, 21);
  return judgeRuns(scenario, runs).map((judged, i) => countCoverage(judged, TRUE_RATES[i]));
}

// The experiment of docs/validation.md with fewer runs.
describe("bounds on the violation rate", () => {
  it("stand at exact thresholds", () => {
    // M/M/8 at a load of 0.9: the 99 % quantile of the sojourn time (mpmath).
    expect(steadyModel().sojournQuantile(0.99)).toBeCloseTo(7.087347448, 8);
  });

  it("hold for a steady queue as often as promised, and rarely answer wrongly", () => {
    const [atBudget, below, farBelow] = coverageOf(steadyModel(), 1e5, 60);
    expect(atBudget.rateMean).toBeGreaterThan(0.009);
    expect(atBudget.rateMean).toBeLessThan(0.011);
    expect(atBudget.covered).toBeGreaterThanOrEqual(0.9);
    expect(atBudget.coveredBelow).toBeGreaterThanOrEqual(0.95);
    expect(atBudget.coveredIfIndependent).toBeLessThan(0.7);
    expect(atBudget.wrong).toBeLessThanOrEqual(0.1);
    expect(below.verdicts.met).toBeGreaterThanOrEqual(0.88);
    expect(farBelow.verdicts.met).toBeGreaterThanOrEqual(0.93);
    expect(farBelow.verdicts.missed).toBe(0);
  });

  it("hold for a bursty queue that few bursts of were seen, which is seldom called met", () => {
    const [atBudget, below] = coverageOf(burstyModel(), 1e5, 40);
    expect(atBudget.covered).toBeGreaterThanOrEqual(0.9);
    expect(atBudget.coveredBelow).toBeGreaterThanOrEqual(0.95);
    expect(atBudget.verdicts.met).toBeLessThanOrEqual(0.1);
    expect(atBudget.verdicts.insufficient).toBeGreaterThanOrEqual(0.5);
    expect(below.covered).toBe(1);
  });

  it("settle with a million requests what a hundred thousand leave open", () => {
    const [atBudget, below, farBelow] = coverageOf(steadyModel(), 1e6, 3);
    expect(atBudget.effectiveViolations).toBeGreaterThan(20);
    expect(atBudget.verdicts.insufficient).toBe(0);
    expect(below.verdicts.met).toBe(1);
    expect(farBelow.verdicts.met).toBe(1);
  });
});
