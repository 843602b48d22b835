import { describe, expect, it } from "vitest";
import type { CurrentFleet, InfraTax } from "../../../src/plan/ledger/ledger-result.ts";
import { priceInfraTax } from "../../../src/plan/ledger/price-infra-tax.ts";
import { splitBill } from "../../../src/plan/ledger/split-bill.ts";
import { ledgerWith } from "../../helpers/ledger-with.ts";
import { scenarioWith } from "../swept.ts";

const JOBS = "jobs=[{name: tune, perMonth: 10k, failureShare: 15%, gpuHours: 3, price: $4/h}]";
const EXPERIMENTS = "experiments=[{name: trial, gpuHours: 500, pastTtl: 30%, price: $4/h}]";
const UPKEEP = "maintenance={hours: 40, rate: $120/h}";

/** $10/h: half useful, a tenth each recomputed and abandoned, the rest idle; $9/h would do. */
const BILL = splitBill(
  {
    costPerHour: 10,
    warmPerHour: 0,
    ledger: ledgerWith({ useful: 0.5, recomputed: 0.1, abandoned: 0.1, idle: 0.3 }),
  },
  { costPerHour: 9 },
  1,
);

const CURRENT: CurrentFleet = {
  replicas: 10,
  costPerHour: 10,
  costPerMonth: 7300,
  comparison: { kind: "saving", perHour: 1, perMonth: 730 },
  isMet: true,
  ledger: BILL,
};

/** A fleet that holds, so that none of its idle time is too much. */
const CHOSEN = splitBill(
  {
    costPerHour: 9,
    warmPerHour: 0,
    ledger: ledgerWith({ useful: 0.6, abandoned: 0.2, idle: 0.2 }),
  },
  { costPerHour: 9 },
  1,
);

function taxOf(sets: readonly string[], current: CurrentFleet | null = null): InfraTax | null {
  return priceInfraTax(scenarioWith(...sets), current, CHOSEN);
}

describe("priceInfraTax", () => {
  it("is not asked by a scenario that prices nothing beside its fleet", () => {
    expect(taxOf([])).toBeNull();
  });

  it("adds compute waste and maintenance and takes off savings", () => {
    const managed = "maintenance={hours: 40, rate: $120/h, managed: {fee: $3000/month}}";
    const tax = taxOf([JOBS, EXPERIMENTS, managed], CURRENT);
    // Today's fleet: $1/h too much, $1/h recomputed, $1/h abandoned.
    expect(tax?.fleet?.of).toBe("current");
    expect(tax?.computeWaste).toBeCloseTo(3 * 730 + 18_000 + 600, 6);
    expect(tax?.savings).toBe(1800);
    expect(tax?.total).toBeCloseTo(3 * 730 + 18_600 + 4800 - 1800, 6);
  });

  it("counts the choice's waste where nothing is said of today", () => {
    const tax = taxOf([UPKEEP]);
    expect(tax?.fleet).toMatchObject({ of: "choice", recomputed: 0, overprovision: 0 });
    expect(tax?.computeWaste).toBeCloseTo(9 * 0.2 * 730, 6);
    expect(tax?.total).toBeCloseTo(9 * 0.2 * 730 + 4800, 6);
  });

  it("counts what an unswept fleet costs more than the choice", () => {
    const unswept = { ...CURRENT, isMet: null, ledger: null };
    const tax = taxOf([], unswept);
    expect(tax?.fleet).toMatchObject({ of: "current", recomputed: 0, overprovision: 730 });
    expect(tax?.fleet?.abandoned).toBeCloseTo(9 * 0.2 * 730, 6);
    const short = { kind: "shortfall", perHour: 1, perMonth: 730 } as const;
    expect(taxOf([], { ...unswept, comparison: short })?.fleet?.overprovision).toBe(0);
  });

  it("has no fleet's waste where there is no bill to look at", () => {
    const tax = priceInfraTax(scenarioWith(JOBS), null, null);
    expect(tax).toMatchObject({ fleet: null, computeWaste: 18_000, total: 18_000 });
  });

  it("takes off nothing for a managed service that costs more, and says how much more", () => {
    const tax = taxOf(["maintenance={hours: 10, rate: $120/h, managed: {fee: $3000/month}}"]);
    expect(tax?.maintenance).toEqual({ costPerMonth: 1200, managed: { fee: 3000, saves: -1800 } });
    expect(tax?.savings).toBe(0);
  });

  it("prices an experiment and the part of it past its time to live", () => {
    expect(taxOf([EXPERIMENTS])?.experiments).toEqual([
      { name: "trial", costPerMonth: 2000, wastePerMonth: 600 },
    ]);
  });
});
