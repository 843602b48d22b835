import { describe, expect, it } from "vitest";
import type { AlertForecast } from "../../../src/plan/error-budget/burn-alerts.ts";
import type { Point, Result } from "../../../src/plan/result.ts";
import type { PointTimeline } from "../../../src/plan/timeline/point-timeline.ts";
import { burnModel } from "../../../src/report/error-budget/burn-model.ts";
import { errorBudgetPicture } from "../../../src/report/error-budget/error-budget-picture.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";
import {
  expectLegible,
  expectTooltipsFilled,
  HOSTILE,
  rowsWith,
  specText,
  warningsOf,
} from "../../helpers/picture-checks.ts";
import { resultWith, type ResultOptions } from "../../helpers/result-builder.ts";
import { timelineWith } from "../../helpers/timed-result.ts";

const ALERTS: AlertForecast = {
  pages: 2.5,
  tickets: 1,
  scaled: 0.01,
  note: null,
  alerts: [
    { burn: 14.4, long: 3600, short: 300, severity: "page", firings: 2.5, activeShare: 0.1 },
    { burn: 1, long: 259_200, short: 21_600, severity: "ticket", firings: 1, activeShare: 0.5 },
  ],
};

/** Four minutes of a hundred requests each, of which 0, 2, 20 and 1 are bad. */
function timelineOf(objectives: number): PointTimeline {
  const arrivals = [100, 100, 100, 100];
  const each = <T>(values: T): readonly T[] => Array.from({ length: objectives }, () => values);
  return timelineWith(6, objectives, {
    width: 60,
    arrivals,
    requests: each(arrivals),
    violations: each([0, 2, 20, 1]),
  });
}

/** A result whose every point has alerts and a timeline. */
function alerting(options: ResultOptions = {}): Result {
  const result = resultWith(options);
  const points = result.points.map((point): Point => ({
    ...point,
    timeline: timelineOf(point.objectives.length),
    objectives: point.objectives.map((objective) => ({
      ...objective,
      errorBudget: { ...objective.errorBudget, alerts: ALERTS },
    })),
  }));
  return { ...result, points };
}

const TWO = [
  { class: null, metric: "ttft", within: 0.5, target: 0.99 },
  { class: null, metric: "latency", within: 8, target: 0.95 },
] as const;

/** All texts of the picture of points with these alerts. */
function captionWith(alerts: AlertForecast): string {
  const result = alerting();
  const points = result.points.map((point): Point => ({
    ...point,
    objectives: point.objectives.map((objective) => ({
      ...objective,
      errorBudget: { ...objective.errorBudget, alerts },
    })),
  }));
  const spec = JSON.stringify(errorBudgetPicture({ ...result, points }));
  return [...spec.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text).join(" ");
}

describe("the picture of error budgets", () => {
  it("holds the result's budgets and probabilities, count by count", () => {
    const result = resultWith({ replicas: [4, 5, 6] });
    const rows = rowsWith(errorBudgetPicture(result), "overspendProbability", "usedText");
    const budgets = result.points.map(({ objectives: [{ errorBudget }] }) => errorBudget);
    expect(rows.slice(0, 3).map((row) => [row["used"], row["overspendProbability"]])).toEqual(
      budgets.map(({ overspendProbability, used }) => [used, overspendProbability]),
    );
  });

  it("turns the interval on compliance into one on the budget", () => {
    const result = resultWith({ replicas: [5] });
    const [row] = rowsWith(errorBudgetPicture(result), "low", "high");
    const [low, high] = result.points[0].objectives[0].interval ?? [0, 0];
    expect(row["low"]).toBeCloseTo((1 - high) / 0.01, 9);
    expect(row["high"]).toBeCloseTo((1 - low) / 0.01, 9);
  });

  it("is titled by the objective that the choice spends most of", () => {
    const result = alerting({ objectives: TWO });
    const { title } = errorBudgetPicture(result).text;
    expect(title).toMatch(/^\d+ replicas use \d+(\.\d+)?% of the 30 d error budget for p9/);
    expect(title).toMatch(/and overspend it with probability <0.1%$/);
  });

  it("divides bad requests by what the budget allows, bin by bin", () => {
    const [point] = alerting({ replicas: [8] }).points;
    const burn = burnModel(point, 0);
    if (typeof burn === "string") throw new Error(burn);
    // 2 of 100 are twice the 1 % that may be bad.
    const rates = burn.steps.map((step) => Number(step.burn.toPrecision(9)));
    expect(rates).toEqual([0, 2, 20, 1]);
    expect(burn.thresholds.map((threshold) => threshold.burn)).toEqual([14.4, 1]);
  });

  it("divides the bad requests of a class by its own, wherever there are others", async () => {
    const result = alerting({ replicas: [8], objectives: [{ ...TWO[0], class: "chat" }] });
    const [point] = result.points;
    const requests = [[10, 0, 40, 50]];
    const own = { ...point, timeline: { ...point.timeline!, requests } };
    const burn = burnModel(own, 0);
    if (typeof burn === "string") throw new Error(burn);
    const share = 1 - TWO[0].target;
    const rates = burn.steps.map((step) => step.burn * share);
    expect(rates).toEqual([0, 0, 0.5, 0.02].map((rate) => expect.closeTo(rate, 12)));
    const texts = await expectLegible(errorBudgetPicture({ ...result, points: [own] }));
    expect(texts.join(" ")).toContain("in the first simulated run: chat p");
  });

  it("names each alert's rate beside the burn, with how often it fires", async () => {
    const texts = await expectLegible(errorBudgetPicture(alerting()));
    expect(texts).toContain("page 14.4× over 1 h: 2.5 in 30 d");
    expect(texts).toContain("ticket 1× over 3 d: 1 in 30 d");
  });

  it("says why there is no burn over time without a timeline", () => {
    const result = resultWith();
    expect(burnModel(result.points[0], 0)).toContain("no timeline");
    expect(specText(errorBudgetPicture(result))).toContain("no timeline");
  });

  it("shows the counts around the choice where there are many", () => {
    const result = resultWith({ replicas: Array.from({ length: 40 }, (_, i) => i + 1) });
    const picture = errorBudgetPicture(result);
    const rows = rowsWith(picture, "overspendProbability", "isFocus");
    expect(rows.filter(({ py }) => py !== undefined).length).toBeLessThanOrEqual(8 + 8 + 1);
    expect(rows.some(({ isFocus }) => isFocus === true)).toBe(true);
    expect(specText(picture)).toContain("32 more");
  });

  it("explains counts of alerts that come and go, and shortened windows where there are some", () => {
    const note = "An alert that never ends counts once; near its rate it comes and goes";
    expect(captionWith(ALERTS)).toContain(`${note}, in shortened windows more often`);
    expect(captionWith({ ...ALERTS, scaled: 1 })).toContain(`${note}.`);
    expect(captionWith({ ...ALERTS, pages: 1, tickets: 0 })).not.toContain("counts once");
  });

  it("keeps its specification", async () => {
    const picture = errorBudgetPicture(alerting({ replicas: [4, 5, 6] }));
    await expect(specText(picture)).toMatchFileSnapshot("./spec.json.snap");
  });

  it.each([
    ["a choice", alerting()],
    ["no choice", alerting({ replicas: [1, 2, 3] })],
    ["two objectives", alerting({ objectives: TWO })],
    ["hindsight", resultWith({ question: "hindsight" })],
    ["one count", resultWith({ replicas: [6] })],
    ["no price", alerting({ price: 0 })],
    ["hostile text", alerting({ name: HOSTILE, description: HOSTILE })],
    [
      "an autoscaler",
      elasticResult({
        fleets: [
          [5, { a: HOSTILE }],
          [6, { a: 2 }],
        ],
      }),
    ],
  ])("is legible with %s", async (_, result) => {
    const picture = errorBudgetPicture(result);
    const texts = await expectLegible(picture);
    expect(texts.join(" ")).not.toContain("\u001b");
    expectTooltipsFilled(picture);
    expect(warningsOf(picture)).toEqual([]);
  });
});
