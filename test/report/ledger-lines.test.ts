import { describe, expect, it } from "vitest";
import { compareCurrent } from "../../src/plan/ledger/compare-current.ts";
import { splitBill } from "../../src/plan/ledger/split-bill.ts";
import type { Result } from "../../src/plan/result.ts";
import { biggestWasteSentence, renderBill, renderLedger } from "../../src/report/ledger-lines.ts";
import { ledgerWith } from "../helpers/ledger-with.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

const PLAIN = { color: false, width: 100 };

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
      `$${idle.toFixed(2)}/h of the $${4 * chosen}.00/h for ${chosen} replicas ` +
        `(${((100 * idle) / (4 * chosen)).toFixed(1)}%) pays for headroom the SLO needs.`,
    );
  });

  it("looks at today's fleet where it was swept", () => {
    expect(biggestWasteSentence(resultToday(20))).toMatch(
      /of the \$80\.00\/h for 20 replicas \(\d+\.\d%\) pays for overprovision\.$/,
    );
    expect(biggestWasteSentence(resultToday(30))).toContain("pays for headroom the SLO needs");
  });

  it("is empty where no fleet is chosen", () => {
    expect(biggestWasteSentence(resultWith({ replicas: [2, 3] }))).toBe("");
  });
});

describe("renderBill", () => {
  it("lists what is paid for, dearest first, without what costs nothing", () => {
    const ledger = ledgerWith({ useful: 0.25, abandoned: 0.125, idle: 0.625 });
    const bill = splitBill({ costPerHour: 32, warmPerHour: 0, ledger }, { costPerHour: 20 }, 1);
    expect(renderBill(bill, PLAIN).split("\n")).toEqual([
      "pays for                       $/hour  $/month  share",
      "overprovision                  $12.00   $8,760  37.5%",
      "useful work                     $8.00   $5,840  25.0%",
      "headroom the SLO needs          $8.00   $5,840  25.0%",
      "work for clients that gave up   $4.00   $2,920  12.5%",
    ]);
  });
});

describe("renderLedger", () => {
  it("says whose bill it shows", () => {
    expect(renderLedger(resultToday(20), PLAIN)).toContain("20 replicas (today's fleet), $80.00/h");
    expect(renderLedger(resultToday(null), PLAIN)).toContain("(the choice), ");
    const overloaded = resultWith({ replicas: [2, 3] });
    expect(renderLedger(overloaded, PLAIN)).toContain("3 replicas (nearest to the SLO)");
  });

  it("shows a bill alone for a scenario that prices nothing else", () => {
    const labels = renderLedger(resultToday(null), PLAIN).match(/^[A-Z][A-Za-z ]+?(?= {2})/gm);
    expect(labels).toEqual(["Bill"]);
  });
});
