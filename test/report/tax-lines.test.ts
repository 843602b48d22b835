import { describe, expect, it } from "vitest";
import type { CurrentFleet, InfraTax } from "../../src/plan/ledger/ledger-result.ts";
import { priceInfraTax } from "../../src/plan/ledger/price-infra-tax.ts";
import { projectDrift } from "../../src/plan/ledger/project-drift.ts";
import type { Point, Result } from "../../src/plan/result.ts";
import { ledgerModel } from "../../src/report/ledger/ledger-model.ts";
import { currentSentence, renderTax } from "../../src/report/tax-lines.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { resultWith } from "../helpers/result-builder.ts";
import { scenarioWith } from "../plan/swept.ts";

const CHOICE = { replicas: 10, costPerHour: 20, elastic: null };
const PLAIN = { color: false, width: 100 };

function taxed(...sets: readonly string[]): Result {
  const result = resultWith();
  const scenario = scenarioWith(...sets);
  return {
    ...result,
    infraTax: priceInfraTax(scenario, null, null),
    drift: projectDrift(scenario.drift, CHOICE, 0.21),
  };
}

/** Without the line breaks that a narrow terminal makes. */
function textOf(result: Result): string {
  return renderTax(result, PLAIN).join("\n").replace(/\s+/g, " ");
}

/** Of a scenario that only says what runs today. */
const NO_TAX: InfraTax = {
  fleet: { of: "current", recomputed: 0, abandoned: 0, lost: 0, overprovision: 0 },
  jobs: [],
  experiments: [],
  maintenance: null,
  computeWaste: 0,
  savings: 0,
  total: 0,
};

const JOB = "{name: tune, perMonth: 10k, failureShare: 15%, gpuHours: 3, price: $4/h}";

describe("renderTax", () => {
  it("is empty for a scenario that prices nothing beside its fleet", () => {
    expect(renderTax(resultWith(), PLAIN)).toEqual([]);
  });

  it("leaves out a tax that adds up nothing, in words and as a bar", () => {
    const none = { ...taxed(), infraTax: NO_TAX };
    expect(textOf(none)).not.toContain("Infra tax");
    expect(ledgerModel(none).tax).toEqual([]);
    expect(textOf({ ...none, infraTax: { ...NO_TAX, computeWaste: 3, total: 3 } })).toContain(
      "Infra tax $3.00 a month",
    );
  });

  it("tells reruns, and what else they could be", () => {
    const text = textOf(taxed(`jobs=[${JOB}]`));
    expect(text).toContain(
      "tune: 1,500 of 10,000 jobs a month fail; restarted from the beginning, " +
        "4,500 GPU-hours are done again: $18,000 a month.",
    );
    expect(text).toContain(
      "What if: $1,500 with a checkpoint every 30 min, $0 resumed where they were.",
    );
    expect(text).toContain("Infra tax $18,000 a month: $18,000 compute waste + $0 maintenance");
  });

  it("tells experiments, maintenance, and the tax with its parts, largest first", () => {
    const text = textOf(
      taxed(
        `jobs=[${JOB}]`,
        "experiments=[{name: trial, gpuHours: 500, pastTtl: 30%, price: $4/h}]",
        "maintenance={hours: 40, rate: $120/h, managed: {fee: $3000/month}}",
      ),
    );
    expect(text).toContain("trial: $600.00 of $2,000 a month held past its time to live.");
    expect(text).toContain(
      "$4,800 a month of own work; a managed service at $3,000 a month would save $1,800.",
    );
    expect(text).toContain(
      "$21,600 a month: $18,600 compute waste + $4,800 maintenance − $1,800 savings. " +
        "Compute waste: $18,000 job reruns, $600.00 experiments past their time to live.",
    );
  });

  it.each([
    ["$5000/month", "would cost $200.00 more."],
    ["$4800/month", "costs the same."],
  ])("tells a managed service at %s", (fee, words) => {
    const managed = `maintenance={hours: 40, rate: $120/h, managed: {fee: ${fee}}}`;
    expect(textOf(taxed(managed))).toContain(words);
  });

  it("tells growth as a what-if", () => {
    const text = textOf(taxed("drift={demandGrowth: 10%}"));
    expect(text).toContain("The choice takes 21.0% more demand: enough for 2.0 months.");
    expect(text).toContain("What if demand grows by 10.0% a month and the fleet in proportion:");
    // 1.1⁶/1.21 × 10 = 14.6 and 1.1¹²/1.21 × 10 = 25.9.
    expect(text).toContain(
      "15 replicas ($30.00/h) after 6 months, 26 replicas ($52.00/h) after 12",
    );
  });

  it("fits the width, and cleans names that strangers wrote", () => {
    const hostile = `jobs=[${JOB.replace("tune", String.raw`"tune\u001b[31m"`)}]`;
    const lines = renderTax(taxed(hostile), { color: false, width: 60 }).join("\n").split("\n");
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(60);
    expect(lines.join("\n")).not.toContain("\u001b");
  });
});

describe("currentSentence", () => {
  const current: CurrentFleet = {
    replicas: 8,
    costPerHour: 32,
    costPerMonth: 23_360,
    comparison: { kind: "saving", perHour: 12, perMonth: 8760 },
    isMet: true,
    ledger: null,
  };

  it.each<[string, Partial<CurrentFleet>, string]>([
    ["a saving", {}, "hold the SLO; the choice saves $12.00/h ($8,760 a month)."],
    [
      "a shortfall",
      { isMet: false, comparison: { kind: "shortfall", perHour: 4, perMonth: 2920 } },
      "are not shown to hold the SLO; the choice costs $4.00/h ($2,920 a month) more.",
    ],
    [
      "no difference",
      { comparison: { kind: "same", perHour: 0, perMonth: 0 } },
      "hold the SLO; the choice costs the same.",
    ],
    [
      "a count that was not swept",
      { isMet: null },
      "not swept, so what holds with them is unknown",
    ],
    ["nothing to compare with", { comparison: null }, "there is no choice to compare with."],
  ])("tells %s", (_, change, words) => {
    const sentence = currentSentence({ ...current, ...change }, false);
    expect(sentence).toContain("8 replicas at $32.00/h");
    expect(sentence).toContain(words);
  });

  it("says of a fleet that is proven to miss the SLO that it does", () => {
    const result = resultWith();
    const isMissed = (verdict: Point["verdict"]): string => {
      const points = result.points.map((point): Point => ({ ...point, verdict }));
      const [point] = points.filter(({ replicas }) => replicas === current.replicas);
      const today = { ...current, isMet: false, ledger: point.costLedger };
      return textOf({ ...result, points, current: today });
    };
    expect(isMissed("missed")).toContain("8 replicas at $32.00/h miss the SLO;");
    expect(isMissed("undecided")).toContain(
      "8 replicas at $32.00/h are not shown to hold the SLO;",
    );
    const one = { ...current, replicas: 1, isMet: false };
    expect(currentSentence(one, true)).toContain("1 replica at $32.00/h misses the SLO;");
  });
});
