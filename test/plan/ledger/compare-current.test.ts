import { describe, expect, it } from "vitest";
import { compareCurrent } from "../../../src/plan/ledger/compare-current.ts";
import type { CurrentFleet } from "../../../src/plan/ledger/ledger-result.ts";
import { range, resultWith } from "../../helpers/result-builder.ts";

/** 3.6 replicas' worth of work at $4/h each. */
const RESULT = resultWith({ replicas: range(2, 12), price: 4 });

function compare(current: number | null, result = RESULT): CurrentFleet | null {
  return compareCurrent({ ...result.scenario.fleet, current }, result.points, result.choice);
}

describe("compareCurrent", () => {
  it("says nothing where the scenario does not say what runs today", () => {
    expect(compare(null)).toBeNull();
  });

  it("finds the saving of a smaller choice, and splits today's bill", () => {
    const chosen = RESULT.choice?.replicas ?? NaN;
    const current = compare(12);
    expect(current).toMatchObject({ replicas: 12, costPerHour: 48, costPerMonth: 35_040 });
    expect(current?.comparison).toEqual({
      kind: "saving",
      perHour: 48 - 4 * chosen,
      perMonth: (48 - 4 * chosen) * 730,
    });
    expect(current?.isMet).toBe(true);
    const lines = current?.ledger?.lines.map(({ costPerHour }) => costPerHour) ?? [];
    expect(lines[0]).toBeCloseTo(3.6 * 4, 9);
    expect(lines[2]).toBeCloseTo(48 - 4 * chosen, 9);
  });

  it("finds what a fleet that is too small lacks", () => {
    const chosen = RESULT.choice?.replicas ?? NaN;
    const current = compare(3);
    expect(current?.comparison).toMatchObject({ kind: "shortfall", perHour: 4 * (chosen - 3) });
    expect(current?.isMet).toBe(false);
  });

  it("finds no difference to the choice itself", () => {
    const comparison = compare(RESULT.choice?.replicas ?? NaN)?.comparison;
    expect(comparison).toEqual({ kind: "same", perHour: 0, perMonth: 0 });
  });

  it("prices a fleet outside the sweep, without a verdict or a split", () => {
    expect(compare(20)).toMatchObject({
      costPerHour: 80,
      comparison: { kind: "saving" },
      isMet: null,
      ledger: null,
    });
  });

  it("compares with nothing where nothing is chosen", () => {
    const overloaded = resultWith({ replicas: [2, 3] });
    expect(compare(3, overloaded)).toMatchObject({ comparison: null, isMet: false });
  });
});
