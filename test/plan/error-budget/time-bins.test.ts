import { describe, expect, it } from "vitest";
import { chooseBins } from "../../../src/plan/error-budget/time-bins.ts";
import { defaultAlerts } from "../../../src/scenario/alert-schema.ts";
import type { SloSection } from "../../../src/scenario/scenario.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

type BinnedSlo = Parameters<typeof chooseBins>[0];

const OCCURRENCES: BinnedSlo = {
  budgeting: "occurrences",
  timeSlice: { window: 60, target: null },
  alerts: defaultAlerts(30 * DAY),
};

function slicesOf(window: number): BinnedSlo {
  return { ...OCCURRENCES, budgeting: "timeslices", timeSlice: { window, target: null } };
}

describe("chooseBins", () => {
  it.each([
    ["seven days: a fifth of five minutes", 7 * DAY, 60],
    ["three days, the longest look back", 3 * DAY, 60],
    ["an hour, in which three days are seen", HOUR, 60 / 72],
  ])("gives the shortest window of an alert five bins over %s", (_, span, width) => {
    const bins = chooseBins(OCCURRENCES, span);
    expect(bins.width).toBeCloseTo(width, 9);
    expect(bins.width * bins.count).toBeCloseTo(span, 6);
  });

  it("gives up resolution rather than memory over long spans", () => {
    expect(chooseBins(OCCURRENCES, 365 * DAY).count).toBe(16_384);
  });

  it("has enough bins for a picture without alerts, or with slow ones", () => {
    expect(chooseBins({ ...OCCURRENCES, alerts: [] }, HOUR)).toEqual({ width: 15, count: 240 });
    const alerts: SloSection["alerts"] = [{ burn: 1, long: HOUR, short: 1800, severity: "page" }];
    expect(chooseBins({ ...OCCURRENCES, alerts }, HOUR)).toEqual({ width: 15, count: 240 });
  });

  it("cuts slices of time where the budget is kept in them, the last one about as long", () => {
    expect(chooseBins(slicesOf(60), HOUR)).toEqual({ width: 60, count: 60 });
    expect(chooseBins(slicesOf(60), HOUR + 29)).toEqual({ width: 60, count: 60 });
    expect(chooseBins(slicesOf(60), HOUR + 31)).toEqual({ width: 60, count: 61 });
    expect(chooseBins(slicesOf(300), 60)).toEqual({ width: 300, count: 1 });
  });
});
