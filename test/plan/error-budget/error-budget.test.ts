import { describe, expect, it } from "vitest";
import {
  errorBudgetOf,
  type BudgetEvidence,
  type BudgetPolicy,
} from "../../../src/plan/error-budget/error-budget.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

const POLICY: BudgetPolicy = {
  window: 30 * DAY,
  budgeting: "occurrences",
  timeSlice: { window: 60, target: null },
  alerts: [{ burn: 10, long: HOUR, short: 300, severity: "page" }],
  objectives: [{ class: null, metric: "latency", within: 1, target: 0.99 }],
};

const TIMESLICES: BudgetPolicy = {
  ...POLICY,
  budgeting: "timeslices",
  timeSlice: { window: 60, target: 0.95 },
};

/** Hours of sixty minutes with a hundred requests each; `bad` says how many are violations. */
function evidenceOf(
  isExact: boolean,
  hours: number,
  bad: (minute: number, hour: number) => number,
): BudgetEvidence {
  return {
    replications: Array.from({ length: hours }, (_, hour) => ({
      span: HOUR,
      bins: {
        width: 60,
        requests: new Uint32Array(60).fill(100),
        violations: Uint32Array.from({ length: 60 }, (__, minute) => bad(minute, hour)),
      },
    })),
    isExact,
    resampledRates: null,
  };
}

describe("errorBudgetOf", () => {
  it("prices a month from an hour by hand", () => {
    // Six of sixty minutes with five violations in a hundred: half a percent of all.
    const evidence = evidenceOf(true, 1, (minute) => (minute < 6 ? 5 : 0));
    const budget = errorBudgetOf(evidence, POLICY, 0);
    expect(budget).toMatchObject({
      budgeting: "occurrences",
      window: 30 * DAY,
      expected: 720 * 6000,
      timesliceCompliance: null,
      overspendProbability: 0,
      deviation: null,
      extrapolated: true,
      basis:
        "exact for these 1 h of traffic; a window of 30 d is assumed to repeat them; extrapolated from 1 h, so what traffic does over longer times is not in it",
    });
    expect(budget.budget).toBeCloseTo(43_200, 6);
    expect(budget.outageMinutes).toBeCloseTo(432, 9);
    expect(budget.used).toBeCloseTo(0.5, 12);
    expect(budget.left).toBeCloseTo(0.5, 12);
    expect(budget.burnRate).toBe(budget.used);
    expect(budget.exhaustedAfter).toBeCloseTo(60 * DAY, 3);
  });

  it("is sure in hindsight, a budget used up exactly being kept", () => {
    const even = errorBudgetOf(
      evidenceOf(true, 1, () => 1),
      POLICY,
      0,
    );
    expect(even.used).toBeCloseTo(1, 12);
    expect(even.overspendProbability).toBe(0);
    const over = evidenceOf(true, 1, (minute) => (minute === 0 ? 2 : 1));
    expect(errorBudgetOf(over, POLICY, 0).overspendProbability).toBe(1);
  });

  it("forecasts from replications when something is random", () => {
    // Ten hours with 20, 40, … 200 violations of 6,000: a rate of 11/600 on average.
    const evidence = evidenceOf(false, 10, (minute, hour) => (minute < 20 ? hour + 1 : 0));
    const low = { ...POLICY, objectives: [{ ...POLICY.objectives[0], target: 0.98 }] };
    const budget = errorBudgetOf(evidence, low, 0);
    // SciPy 1.17.1: t.sf((0.02 − 11/600)/(s√(1/720 + 1/10)), 9), s² = (20/6000)²·82.5/9.
    expect(budget.overspendProbability).toBeCloseTo(0.3082594820127502, 12);
    expect(budget.deviation).toBeCloseTo(0.0032135099331626438, 12);
    expect(budget.basis).toBe(
      "a window of 30 d is taken as 720 independent stretches like the 10 simulated ones of 1 h, with Student's t for how much they differ and for how well they are known; extrapolated from 1 h, so what traffic does over longer times is not in it",
    );
  });

  it("forecasts from the resamples of a trace where there are any", () => {
    const evidence = evidenceOf(false, 1, () => 1);
    const rates = [0.004, 0.016, 0.008, 0.012];
    const budget = errorBudgetOf({ ...evidence, resampledRates: rates }, POLICY, 0);
    expect(budget.overspendProbability).toBeCloseTo(0.5, 9);
    expect(budget.deviation).toBeCloseTo(Math.sqrt((80e-6 / 3) * (1 + 1 / 720)), 12);
    expect(budget.basis).toMatch(/like the trace of 1 h, whose 4 resamples say/);
  });

  it("does not extrapolate to a window that was simulated in one piece", () => {
    const evidence = evidenceOf(true, 1, () => 0);
    const budget = errorBudgetOf(evidence, { ...POLICY, window: HOUR }, 0);
    expect(budget).toMatchObject({ extrapolated: false, exhaustedAfter: null, used: 0, left: 1 });
    expect(budget.basis).not.toMatch(/extrapolated/);
  });

  it("keeps the budget in slices of time with budgeting: timeslices", () => {
    // Of sixty minutes three fall below 95 %: violations gather in few of them.
    const evidence = evidenceOf(true, 1, (minute) => (minute < 3 ? 40 : 5));
    const budget = errorBudgetOf(evidence, TIMESLICES, 0);
    expect(budget).toMatchObject({
      budgeting: "timeslices",
      expected: 43_200,
      timesliceCompliance: 0.95,
      overspendProbability: 1,
    });
    expect(budget.budget).toBeCloseTo(432, 9);
    expect(budget.outageMinutes).toBeCloseTo(432, 9);
    expect(budget.used).toBeCloseTo(5, 12);
    const spread = evidenceOf(true, 1, () => 5);
    expect(errorBudgetOf(spread, TIMESLICES, 0).used).toBe(0);
  });

  it("ignores resamples of requests where slices are counted", () => {
    const evidence = evidenceOf(false, 1, () => 0);
    const budget = errorBudgetOf({ ...evidence, resampledRates: [0.5, 0.6] }, TIMESLICES, 0);
    expect(budget.basis).toMatch(/like the 10 simulated ones of 6 min/);
    expect(budget.overspendProbability).toBeLessThan(0.5);
  });

  it("burns slices in its alerts where slices are counted", () => {
    // Ten bad minutes of sixty burn 16.7 times what they may, though few of their requests are bad.
    const evidence = evidenceOf(true, 1, (minute) => (minute < 10 ? 6 : 0));
    expect(errorBudgetOf(evidence, TIMESLICES, 0).alerts.pages).toBe(720);
    expect(errorBudgetOf(evidence, POLICY, 0).alerts.pages).toBe(0);
  });

  it("has a budget of its own for each objective", () => {
    const [objective] = POLICY.objectives;
    const policy = { ...POLICY, objectives: [objective, { ...objective, target: 0.9 }] };
    const [replication] = evidenceOf(true, 1, () => 0).replications;
    const violations = new Uint32Array(120).fill(2, 60);
    const evidence: BudgetEvidence = {
      replications: [{ ...replication, bins: { ...replication.bins, violations } }],
      isExact: true,
      resampledRates: null,
    };
    expect(errorBudgetOf(evidence, policy, 0).used).toBe(0);
    expect(errorBudgetOf(evidence, policy, 1).used).toBeCloseTo(0.2, 12);
  });
});
