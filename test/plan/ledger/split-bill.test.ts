import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthlyCostOf, splitBill } from "../../../src/plan/ledger/split-bill.ts";
import type { Ledger } from "../../../src/plan/result.ts";
import { ledgerWith } from "../../helpers/ledger-with.ts";

const USES =
  "useful headroom overprovision recomputed abandoned lost starting down minimum warm".split(" ");

/** Shares that sum to 1, each by differences as a simulation finds them. */
const shares: fc.Arbitrary<Ledger> = fc
  .tuple(...Array.from({ length: 8 }, () => fc.double({ min: 0, max: 1, noNaN: true })))
  .filter((weights) => weights.some((weight) => weight > 1e-3))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const [recomputed, abandoned, lost, starting, down, minimum, useful] = weights.map(
      (weight) => weight / total,
    );
    const busy = recomputed + abandoned + lost + useful;
    return {
      useful: busy - recomputed - abandoned - lost,
      recomputed,
      abandoned,
      lost,
      idle: 1 - busy - starting - down - minimum,
      starting,
      down,
      minimum,
    };
  });
const dollars = fc.double({ min: 0, max: 1e5, noNaN: true });

function linesOf(ledger: Partial<Ledger>, costPerHour: number, chosen: number | null): number[] {
  const fleet = {
    costPerHour,
    warmPerHour: 0,
    ledger: ledgerWith(ledger),
  };
  const met = chosen === null ? null : { costPerHour: chosen };
  const { lines } = splitBill(fleet, met, 1);
  return lines.slice(0, 5).map((line) => line.costPerHour);
}

describe("splitBill", () => {
  it("gives lines of no less than 0 that sum to the bill to the cent, an hour and a month", () => {
    fc.assert(
      fc.property(
        shares,
        dollars,
        dollars,
        fc.option(dollars),
        (ledger, replicas, warm, chosen) => {
          const costPerHour = replicas + warm;
          const met = chosen === null ? null : { costPerHour: chosen };
          const bill = splitBill({ costPerHour, warmPerHour: warm, ledger }, met, 1);
          expect(bill.lines.map(({ use }) => use)).toEqual(USES);
          for (const line of bill.lines) expect(line.costPerHour).toBeGreaterThanOrEqual(0);
          const sum = (of: "costPerHour" | "costPerMonth"): number =>
            bill.lines.reduce((total, line) => total + line[of], 0);
          expect(Math.abs(sum("costPerHour") - costPerHour)).toBeLessThan(0.005);
          expect(Math.abs(sum("costPerMonth") - costPerHour * 730)).toBeLessThan(0.005);
        },
      ),
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
    const fleet = { costPerHour: 20, warmPerHour: 0, ledger: ledgerWith({ useful: 1 }) };
    const bill = splitBill(fleet, { costPerHour: 12 }, 0.25);
    expect(bill.lines.map((line) => line.costPerHour)).toEqual([5, 7, 8, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("charges a changing fleet for starts, failures, least billing times and warm replicas", () => {
    // $10/h, $2 of them for warm replicas; the other $8 by shares of the paid time.
    const ledger = ledgerWith({
      useful: 0.5,
      lost: 0.125,
      idle: 0.125,
      starting: 0.125,
      down: 0.0625,
      minimum: 0.0625,
    });
    const bill = splitBill({ costPerHour: 10, warmPerHour: 2, ledger }, null, 1);
    expect(bill.lines.map((line) => line.costPerHour)).toEqual([4, 1, 0, 0, 0, 1, 1, 0.5, 0.5, 2]);
  });

  it("prices a month of 730 hours", () => {
    const bill = splitBill(
      {
        costPerHour: 2,
        warmPerHour: 0,
        ledger: ledgerWith({ useful: 0.25, abandoned: 0.5, idle: 0.25 }),
      },
      null,
      1,
    );
    expect(bill.costPerMonth).toBe(1460);
    expect(monthlyCostOf(bill, "abandoned")).toBe(730);
    expect(monthlyCostOf(bill, "overprovision")).toBe(0);
  });
});
