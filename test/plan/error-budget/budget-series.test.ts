import { describe, expect, it } from "vitest";
import { budgetSeries, cutIntoBlocks } from "../../../src/plan/error-budget/budget-series.ts";
import { minutesOf, minutesWith } from "./series.ts";

const BINS = {
  width: 60,
  requests: Uint32Array.from([100, 0, 10, 200]),
  // Of two objectives.
  violations: Uint32Array.from([0, 0, 1, 2, 1, 0, 1, 3]),
};

const OBJECTIVES = [
  { class: null, metric: "latency", within: 1, target: 0.9 },
  { class: null, metric: "ttft", within: 1, target: 0.99 },
] as const;

function sloWith(budgeting: "occurrences" | "timeslices", target: number | null = null) {
  return { budgeting, timeSlice: { window: 60, target }, objectives: OBJECTIVES };
}

describe("budgetSeries", () => {
  it("counts the requests of the objective asked for", () => {
    const series = budgetSeries(BINS, 240, sloWith("occurrences"), 1);
    expect(series).toMatchObject({ width: 60, span: 240 });
    expect(Array.from(series.counted)).toEqual([100, 0, 10, 200]);
    expect(Array.from(series.bad)).toEqual([1, 0, 1, 3]);
  });

  it("counts slices that miss the objective's own target, an empty one being good", () => {
    const slo = sloWith("timeslices");
    expect(Array.from(budgetSeries(BINS, 240, slo, 0).bad)).toEqual([0, 0, 0, 0]);
    const series = budgetSeries(BINS, 240, slo, 1);
    expect(Array.from(series.bad)).toEqual([0, 0, 1, 1]);
    expect(Array.from(series.counted)).toEqual([1, 1, 1, 1]);
  });

  it("counts slices that miss a target of their own", () => {
    const strict = budgetSeries(BINS, 240, sloWith("timeslices", 1), 0);
    expect(Array.from(strict.bad)).toEqual([0, 0, 1, 1]);
    const loose = budgetSeries(BINS, 240, sloWith("timeslices", 0.9), 1);
    expect(Array.from(loose.bad)).toEqual([0, 0, 0, 0]);
  });
});

describe("cutIntoBlocks", () => {
  it("takes replications as blocks when there are ten", () => {
    const series = Array.from({ length: 10 }, (_, bad) => minutesWith([bad, 1]));
    const blocks = cutIntoBlocks(series);
    expect(blocks.violations).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(blocks.requests).toEqual(blocks.requests.map(() => 200));
  });

  it("cuts fewer replications into equal stretches, and loses nothing", () => {
    const blocks = cutIntoBlocks([minutesOf(25, (step) => step), minutesOf(25, () => 1)]);
    expect(blocks.requests).toHaveLength(10);
    expect(blocks.requests.slice(0, 5)).toEqual([500, 500, 500, 500, 500]);
    expect(blocks.violations).toEqual([10, 35, 60, 85, 110, 5, 5, 5, 5, 5]);
    const uneven = cutIntoBlocks([minutesOf(13, () => 1)]);
    expect(uneven.violations.reduce((sum, bad) => sum + bad)).toBe(13);
    expect(uneven.violations).toHaveLength(10);
  });

  it("has no more blocks than steps", () => {
    expect(cutIntoBlocks([minutesWith([1, 2, 3])]).violations).toEqual([1, 2, 3]);
  });
});
