import { describe, expect, it } from "vitest";
import { compareCurrent } from "../../src/plan/ledger/compare-current.ts";
import { splitBill } from "../../src/plan/ledger/split-bill.ts";
import type { Result } from "../../src/plan/result.ts";
import { biggestWasteSentence, billedFleet, dearestFirst } from "../../src/report/ledger-lines.ts";
import { ledgerWith } from "../helpers/ledger-with.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

/** 3.6 of the replicas work, at $4/h each. */
function resultToday(replicas: number | null): Result {
  const result = resultWith({ replicas: range(2, 20), price: 4 });
  const fleet = { ...result.scenario.fleet, current: replicas };
  return { ...result, current: compareCurrent(fleet, result.points, result.choice) };
}

describe("biggestWasteSentence", () => {
  it("names the largest part of the choice's bill that is no useful work", () => {
    const result = resultToday(null);
    const chosen = result.choice?.replicas ?? NaN;
    const idle = (chosen - 3.6) * 4;
    expect(biggestWasteSentence(result)).toBe(
      `$${idle.toFixed(2)}/h, ${((100 * idle) / (4 * chosen)).toFixed(1)}% of the ` +
        `$${4 * chosen}.00/h for ${chosen} replicas, pays for headroom.`,
    );
  });

  it("looks at today's fleet where it was swept", () => {
    expect(biggestWasteSentence(resultToday(20))).toMatch(
      /\/h, \d+\.\d% of the \$80\.00\/h for 20 replicas, pays for overprovision\.$/,
    );
    expect(biggestWasteSentence(resultToday(30))).toContain("pays for headroom.");
  });

  it("is empty where no fleet is chosen", () => {
    expect(biggestWasteSentence(resultWith({ replicas: [2, 3] }))).toBe("");
  });
});

describe("dearestFirst", () => {
  it("sorts what is paid for, without what costs nothing", () => {
    const ledger = ledgerWith({ useful: 0.25, abandoned: 0.125, idle: 0.625 });
    const bill = splitBill({ costPerHour: 32, warmPerHour: 0, ledger }, { costPerHour: 20 }, 1);
    expect(dearestFirst(bill).map(({ costPerHour, use }) => [use, costPerHour])).toEqual([
      ["overprovision", 12],
      ["useful", 8],
      ["headroom", 8],
      ["abandoned", 4],
    ]);
  });
});

describe("billedFleet", () => {
  it("says whose bill it is", () => {
    const today = billedFleet(resultToday(20));
    expect([today.of, today.size, today.ledger.costPerHour]).toEqual([
      "today's fleet",
      "20 replicas",
      80,
    ]);
    expect(billedFleet(resultToday(null)).of).toBe("the choice");
    const overloaded = billedFleet(resultWith({ replicas: [2, 3] }));
    expect([overloaded.of, overloaded.size]).toEqual(["nearest to the SLO", "3 replicas"]);
  });
});
