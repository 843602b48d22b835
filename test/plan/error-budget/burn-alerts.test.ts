import { describe, expect, it } from "vitest";
import { forecastAlerts } from "../../../src/plan/error-budget/burn-alerts.ts";
import { defaultAlerts } from "../../../src/scenario/alert-schema.ts";
import { minutesOf, minutesWith } from "./series.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** 99 %, of requests that arrive evenly. */
const BUDGET = 0.01;

const PAGE = { burn: 14.4, long: HOUR, short: 300, severity: "page" } as const;
const TICKET = { burn: 1, long: 2 * HOUR, short: HOUR, severity: "ticket" } as const;

describe("forecastAlerts", () => {
  it("leaves everybody alone while nothing is bad", () => {
    const forecast = forecastAlerts([minutesOf(240, () => 0)], [PAGE, TICKET], BUDGET, DAY);
    expect(forecast).toMatchObject({ pages: 0, tickets: 0, scaled: 1, note: null });
    expect(forecast.alerts).toMatchObject([
      { ...PAGE, firings: 0, activeShare: 0 },
      { ...TICKET, firings: 0, activeShare: 0 },
    ]);
  });

  it("pages once for an incident, as soon as both windows have seen enough of it", () => {
    // All bad from minute 120 on, for 30. The hour reaches 14.4 % after 8.64 minutes, at the end of
    // the ninth; the five minutes fall below 14.4 % at the end of the fifth good minute.
    const incident = minutesOf(240, (step) => (step >= 120 && step < 150 ? 100 : 0));
    const { alerts, pages } = forecastAlerts([incident], [PAGE], BUDGET, 4 * HOUR);
    expect(pages).toBe(1);
    expect(alerts[0].firings).toBe(1);
    expect(alerts[0].activeShare).toBeCloseTo((30 - 9 + 1 + 4) / 240, 12);
  });

  it("counts an incident that a series repeats in every round that the window has", () => {
    const incident = minutesOf(240, (step) => (step < 30 ? 100 : 0));
    expect(forecastAlerts([incident], [PAGE], BUDGET, 2 * DAY).pages).toBe(12);
    // Half of the replications have one.
    const half = [incident, minutesOf(240, () => 0)];
    expect(forecastAlerts(half, [PAGE], BUDGET, 2 * DAY).pages).toBe(6);
  });

  it("takes an incident over the end of a series for one", () => {
    const incident = minutesOf(240, (step) => (step < 20 || step >= 220 ? 100 : 0));
    expect(forecastAlerts([incident], [PAGE], BUDGET, 4 * HOUR).pages).toBe(1);
  });

  it("fires again only after the short window has fallen below", () => {
    // The hour wavers around its limit while the five minutes stay above theirs.
    const wavering = minutesOf(240, (step) => {
      if (step >= 120) return 0;
      return step % 3 === 0 ? 44 : 15;
    });
    expect(forecastAlerts([wavering], [PAGE], BUDGET, 4 * HOUR).pages).toBe(1);
    const twice = minutesOf(240, (step) => (step % 60 < 15 && step < 120 ? 100 : 0));
    expect(forecastAlerts([twice], [PAGE], BUDGET, 4 * HOUR).pages).toBe(2);
  });

  it("writes one ticket a window for a slow burn that never ends, and wakes nobody", () => {
    const slow = minutesOf(240, () => 2);
    const forecast = forecastAlerts([slow], [PAGE, TICKET], BUDGET, 30 * DAY);
    expect(forecast).toMatchObject({ pages: 0, tickets: 1 });
    expect(forecast.alerts[1]).toMatchObject({ firings: 1, activeShare: 1 });
  });

  it("fires at its factor exactly", () => {
    // 1 − 0.99 is a little above a hundredth.
    const atFactor = forecastAlerts([minutesOf(240, () => 1)], [TICKET], 1 - 0.99, DAY);
    expect(atFactor.tickets).toBe(1);
    const below = minutesOf(240, (step) => (step % 60 === 0 ? 0 : 1));
    expect(forecastAlerts([below], [TICKET], 1 - 0.99, DAY).tickets).toBe(0);
  });

  it("pages once where two alerts fire together, and says what each does", () => {
    const slower = { burn: 6, long: 2 * HOUR, short: 600, severity: "page" } as const;
    const incident = minutesOf(240, (step) => (step >= 60 && step < 90 ? 100 : 0));
    const forecast = forecastAlerts([incident], [PAGE, slower], BUDGET, 4 * HOUR);
    expect(forecast.pages).toBe(1);
    expect(forecast.alerts.map(({ firings }) => firings)).toEqual([1, 1]);
  });

  it("ignores time without requests", () => {
    const empty = { ...minutesOf(240, () => 0), counted: new Uint32Array(240) };
    expect(forecastAlerts([empty], [PAGE], BUDGET, DAY).pages).toBe(0);
  });

  it("says so when a window is shorter than the steps of a series", () => {
    const coarse = { ...minutesOf(240, () => 0), width: 600, span: 240 * 600 };
    expect(forecastAlerts([coarse], [PAGE], BUDGET, DAY)).toMatchObject({
      scaled: 1,
      note: "windows shorter than 10 min, in which requests are counted, are taken as that",
    });
  });

  it("shortens all windows in proportion when the longest doesn't fit", () => {
    // Two hours for three days: the hour becomes 100 s and the five minutes 8.3 s, so that a minute
    // of outage stands for 36 and pages, as does the slower alert's 600 s and 50 s.
    const bad = Array.from({ length: 7200 }, (_, second) => (second < 60 ? 100 : 0));
    const seconds = { ...minutesWith(bad), width: 1, span: 7200 };
    const forecast = forecastAlerts([seconds], defaultAlerts(30 * DAY), BUDGET, 30 * DAY);
    expect(forecast.scaled).toBeCloseTo(1 / 36, 12);
    expect(forecast.note).toBe(
      "2 h simulated stand for the 3 d that the longest alert looks back: all windows of the policy, the SLO's too, are shortened in that proportion",
    );
    expect(forecast.alerts.map(({ firings }) => firings)).toEqual([10, 10, 0]);
    expect(forecast.pages).toBeCloseTo(10, 12);
    // As they are in three days of an outage of 36 minutes.
    const full = minutesOf(3 * 24 * 60, (step) => (step < 36 ? 100 : 0));
    const unscaled = forecastAlerts([full], defaultAlerts(30 * DAY), BUDGET, 30 * DAY);
    expect(unscaled.scaled).toBe(1);
    expect(unscaled.alerts.map(({ firings }) => firings)).toEqual([10, 10, 0]);
  });
});
