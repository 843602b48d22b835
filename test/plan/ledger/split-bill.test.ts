import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthlyCostOf, splitBill } from "../../../src/plan/ledger/split-bill.ts";
import type { Ledger } from "../../../src/plan/result.ts";

const USES = ["useful", "headroom", "overprovision", "recomputed", "abandoned"];

/** Shares that sum to 1, each by differences as a simulation finds them. */
const shares: fc.Arbitrary<Ledger> = fc
  .tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 1, noNaN: true })))
  .filter((weights) => weights.some((weight) => weight > 1e-3))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const [recomputed, abandoned, useful] = weights.map((weight) => weight / total);
    const busy = recomputed + abandoned + useful;
    return { useful: busy - recomputed - abandoned, recomputed, abandoned, idle: 1 - busy };
  });
const dollars = fc.double({ min: 0, max: 1e5, noNaN: true });

function linesOf(ledger: Partial<Ledger>, costPerHour: number, chosen: number | null): number[] {
  const fleet = {
    costPerHour,
    ledger: { useful: 0, recomputed: 0, abandoned: 0, idle: 0, ...ledger },
  };
  const met = chosen === null ? null : { costPerHour: chosen };
  return splitBill(fleet, met, 1).lines.map((line) => line.costPerHour);
}

describe("splitBill", () => {
  it("gives lines of no less than 0 that sum to the bill to the cent, an hour and a month", () => {
    fc.assert(
      fc.property(shares, dollars, fc.option(dollars), (ledger, costPerHour, chosen) => {
        const met = chosen === null ? null : { costPerHour: chosen };
        const bill = splitBill({ costPerHour, ledger }, met, 1);
        expect(bill.lines.map(({ use }) => use)).toEqual(USES);
        for (const line of bill.lines) expect(line.costPerHour).toBeGreaterThanOrEqual(0);
        const sum = (of: "costPerHour" | "costPerMonth"): number =>
          bill.lines.reduce((total, line) => total + line[of], 0);
        expect(Math.abs(sum("costPerHour") - costPerHour)).toBeLessThan(0.005);
        expect(Math.abs(sum("costPerMonth") - costPerHour * 730)).toBeLessThan(0.005);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it("calls overprovision no more than the idle time, and no more than the surplus", () => {
    fc.assert(
      fc.property(shares, dollars, dollars, (ledger, costPerHour, chosen) => {
        const [, headroom, overprovision] = linesOf(ledger, costPerHour, chosen);
        expect(overprovision).toBeLessThanOrEqual(Math.max(0, costPerHour - chosen));
        expect(headroom + overprovision).toBeCloseTo(costPerHour * ledger.idle, 6);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it("parts the idle time of a larger fleet by the price of the chosen one", () => {
    // 8 replicas at $4 of which 3 are busy; 5 would do: 3 idle ones too many, 2 needed.
    const ledger = { useful: 3 / 8, idle: 5 / 8 };
    const [useful, headroom, overprovision] = linesOf(ledger, 32, 20);
    expect([useful, headroom, overprovision]).toEqual([12, 8, 12]);
  });

  it("calls all idle time headroom at the choice, below it, and where nothing is chosen", () => {
    const ledger = { useful: 0.5, recomputed: 0.125, abandoned: 0.125, idle: 0.25 };
    for (const chosen of [16, 20, null]) {
      expect(linesOf(ledger, 16, chosen)).toEqual([8, 4, 0, 2, 2]);
    }
  });

  it("calls no busy time overprovision, however dear the fleet", () => {
    expect(linesOf({ useful: 0.75, idle: 0.25 }, 100, 10)).toEqual([75, 0, 25, 0, 0]);
  });

  it("counts half-filled batches as slack, not as useful work", () => {
    // $20/h busy throughout, with work for a quarter of it at full batches; $12/h would do.
    const ledger = { useful: 1, recomputed: 0, abandoned: 0, idle: 0 };
    const bill = splitBill({ costPerHour: 20, ledger }, { costPerHour: 12 }, 0.25);
    expect(bill.lines.map((line) => line.costPerHour)).toEqual([5, 7, 8, 0, 0]);
  });

  it("prices a month of 730 hours", () => {
    const bill = splitBill(
      { costPerHour: 2, ledger: { useful: 0.25, recomputed: 0, abandoned: 0.5, idle: 0.25 } },
      null,
      1,
    );
    expect(bill.costPerMonth).toBe(1460);
    expect(monthlyCostOf(bill, "abandoned")).toBe(730);
    expect(monthlyCostOf(bill, "overprovision")).toBe(0);
  });
});
