import { describe, expect, it } from "vitest";
import type { ErrorBudget } from "../../src/plan/error-budget/error-budget.ts";
import type { Marginal } from "../../src/plan/price-summary.ts";
import type { Point, Result } from "../../src/plan/result.ts";
import { budgetSentences, priceSentences } from "../../src/report/decision-lines.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

function marginal(within: number, target: number, moreReplicas: number): Marginal {
  const morePerHour = 4.1 * moreReplicas;
  return {
    within,
    target,
    replicas: 9 + moreReplicas,
    moreReplicas,
    morePerHour,
    morePerMonth: 730 * morePerHour,
  };
}

function pricedWith(...marginals: readonly Marginal[]): Result {
  const promised = { class: null, metric: "ttft", within: 0.5, target: 0.99 } as const;
  return { ...resultWith(), priceOfSlo: [{ ...promised, limits: [], targets: [], marginals }] };
}

function billedWith(replicas: number): Result["totalCost"] {
  const cheapest = {
    replicas,
    settings: {},
    fleetPerHour: 4.1 * replicas,
    penaltyPerHour: 1.5,
    totalPerHour: 4.1 * replicas + 1.5,
  };
  return { basis: "a penalty of $1", points: [cheapest], cheapest };
}

describe("priceSentences", () => {
  it("writes each step away from the choice with its sign, an hour and a month", () => {
    const result = pricedWith(
      marginal(0.4, 0.99, 1),
      marginal(0.65, 0.99, -1),
      marginal(0.5, 0.999, 3),
    );
    expect(priceSentences(result)).toEqual([
      "p99 TTFT ≤ 400 ms instead: +1 replica, +$4.10/h (+$2.99k a month).",
      "p99 TTFT ≤ 650 ms instead: −1 replica, −$4.10/h (−$2.99k a month).",
      "p99.9 TTFT ≤ 500 ms instead: +3 replicas, +$12.30/h (+$8.98k a month).",
    ]);
  });

  it("says of a nine that comes for nothing that it holds", () => {
    expect(priceSentences(pricedWith(marginal(0.5, 0.999, 0)))).toEqual([
      "p99.9 TTFT ≤ 500 ms holds with the same replicas.",
    ]);
  });

  it("names the fleet that is cheapest with penalties", () => {
    const [one, more] = [1, 7].map((replicas) =>
      priceSentences({ ...pricedWith(), totalCost: billedWith(replicas) }),
    );
    expect(one).toEqual([
      "With a penalty of $1, 1 replica costs least in all: $5.60/h, penalties included.",
    ]);
    expect(more).toEqual([
      "With a penalty of $1, 7 replicas cost least in all: $30.20/h, penalties included.",
    ]);
  });

  it("says that a replica on a node that is paid for anyway costs nothing", () => {
    const free = pricedWith({ ...marginal(0.5, 0.999, 1), morePerHour: 0, morePerMonth: 0 });
    expect(priceSentences(free)[0]).toMatch(/ instead: [+−]\d+ replicas? at the same cost\.$/);
  });

  it("says nothing without a choice, or without a price", () => {
    const none = resultWith({ replicas: range(1, 6) });
    expect(none.choice).toBeNull();
    expect(priceSentences({ ...none, totalCost: billedWith(3) })).toEqual([]);
    expect(priceSentences(resultWith())).toEqual([]);
  });
});

function pointWith(change: Partial<ErrorBudget>, isExact = false): Point {
  const [point] = resultWith({ replicas: [9] }).points;
  const [objective] = point.objectives;
  const errorBudget: ErrorBudget = {
    ...objective.errorBudget,
    used: 0.42,
    burnRate: 0.42,
    overspendProbability: 0.034,
    extrapolated: false,
    ...change,
  };
  const interval = isExact ? null : objective.interval;
  return { ...point, objectives: [{ ...objective, interval, errorBudget }] };
}

const ALERT: ErrorBudget["alerts"]["alerts"][number] = {
  burn: 14.4,
  long: 3600,
  short: 300,
  severity: "page",
  firings: 1.23,
  activeShare: 0.01,
};

describe("budgetSentences", () => {
  it("says what is used and the chance to overspend", () => {
    expect(budgetSentences(pointWith({}))).toEqual([
      "p99 TTFT ≤ 500 ms uses 42% of its budget. In 30 days: overspent with probability 3.4%.",
    ]);
  });

  it("leaves the chance out where nothing is random", () => {
    expect(budgetSentences(pointWith({}, true))).toEqual([
      "p99 TTFT ≤ 500 ms uses 42% of its budget.",
    ]);
  });

  it.each([
    [0, "under 0.1%"],
    [0.0004, "under 0.1%"],
    [0.5, "50.0%"],
    [0.9995, "over 99.9%"],
    [1, "over 99.9%"],
  ])("tells a probability of %d as %s", (overspendProbability, text) => {
    const [sentence] = budgetSentences(pointWith({ overspendProbability }));
    expect(sentence).toContain(`with probability ${text}.`);
  });

  it("counts pages and tickets where there are alerts", () => {
    const alert = { pages: 1.23, tickets: 40, scaled: 1, note: null };
    const [silent] = budgetSentences(pointWith({ alerts: { ...alert, alerts: [] } }));
    expect(silent).not.toContain("pages");
    const alerts = [ALERT];
    const [loud] = budgetSentences(pointWith({ alerts: { ...alert, alerts } }));
    expect(loud).toMatch(/In 30 days: .* 3\.4%, 1\.2 pages and 40 tickets\.$/);
  });

  it.each([
    [8.02, "8 pages"],
    [13.3, "13 pages"],
    [1.04, "1 page"],
    [9.97, "10 pages"],
    [0.02, "under 0.1 pages"],
    [0, "0 pages"],
  ])("tells %d pages as %s", (pages, text) => {
    const alerts = { pages, tickets: 1, scaled: 1, note: null, alerts: [ALERT] };
    expect(budgetSentences(pointWith({ alerts }))[0]).toMatch(
      new RegExp(`, ${text} and 1 ticket\\.$`),
    );
  });

  it("says that alert windows were shortened, and by more than a tenth tells no pages", () => {
    const alert = { ...ALERT, long: 259_200 };
    const sentencesAt = (scaled: number): readonly string[] =>
      budgetSentences(
        pointWith({ alerts: { pages: 5, tickets: 3.3, scaled, note: null, alerts: [alert] } }),
      );
    expect(sentencesAt(0.25)).toEqual([
      expect.stringMatching(/, 5 pages and 3\.3 tickets with alert windows shortened to 1\/4\.$/),
    ]);
    expect(sentencesAt(0.1)[0]).toContain("5 pages");
    expect(sentencesAt(1 / 73)).toEqual([
      expect.stringMatching(/overspent with probability 3\.4%\.$/),
      "Pages and tickets are not told: the alerts look back up to 3 d, 73 times what was simulated.",
    ]);
  });

  it("says once what holds of all objectives, and that the window is taken to be like this", () => {
    const objectives = [
      { class: null, metric: "ttft", within: 0.5, target: 0.99 },
      { class: null, metric: "latency", within: 8, target: 0.95 },
    ] as const;
    const [point] = resultWith({ replicas: [9], objectives }).points;
    const [first, second] = point.objectives;
    const certain = { ...first.errorBudget, overspendProbability: 0 };
    const alike = [first, second].map((one) => ({ ...one, errorBudget: certain }));
    const [sentence, ...rest] = budgetSentences({ ...point, objectives: alike });
    expect(rest).toEqual([]);
    expect(sentence).toMatch(
      /^p99 TTFT ≤ 500 ms uses \S+ of its budget, p95 latency ≤ 8 s \S+%\. In 30 days like this, each: /,
    );
  });

  it("tells objectives apart whose windows come to different things", () => {
    const point = pointWith({});
    const [objective] = point.objectives;
    const other = { ...objective.errorBudget, overspendProbability: 0.5 };
    const both = [objective, { ...objective, within: 1, errorBudget: other }];
    expect(budgetSentences({ ...point, objectives: both }).slice(1)).toEqual([
      "p99 TTFT ≤ 500 ms in 30 days: overspent with probability 3.4%.",
      "p99 TTFT ≤ 1 s in 30 days: overspent with probability 50.0%.",
    ]);
  });
});
