import type { BillUse } from "../../plan/ledger/ledger-result.ts";
import type { InfraTax } from "../../plan/ledger/ledger-result.ts";
import type { Result } from "../../plan/result.ts";
import { billedFleet, dearestFirst, USE_NAMES, type BilledFleet } from "../ledger-lines.ts";
import { cleanText } from "../plain-text.ts";
import { hasTax } from "../tax-lines.ts";

/** What the picture of the bill shows, before it has a place on paper. */
export interface LedgerModel {
  readonly billed: BilledFleet;
  /** From the bill down to useful work, in dollars an hour. */
  readonly bill: readonly LedgerBar[];
  /** What is paid beyond the work, up to its total, in dollars a month; empty if none is priced. */
  readonly tax: readonly LedgerBar[];
}

/** One step of a waterfall. */
export interface LedgerBar {
  readonly name: string;
  /** Dollars; what this step takes or adds. */
  readonly amount: number;
  /** Dollars where its bar starts and ends. */
  readonly from: number;
  readonly to: number;
  readonly role: LedgerRole;
}

/** A sum, work that is wanted, slack that is needed, or what buys nothing. */
export type LedgerRole = "sum" | "useful" | "needed" | "waste" | "saving";

// Less of a bill than this is no bar, and mostly rounding.
const LEAST_SHARE = 1e-4;

/**
 * Sorts a result's bill into what is drawn.
 *
 * @throws RangeError if the result has no points.
 */
export function ledgerModel(result: Result): LedgerModel {
  const billed = billedFleet(result);
  return {
    billed,
    bill: billBars(billed),
    tax: result.infraTax === null || !hasTax(result.infraTax) ? [] : taxBars(result.infraTax),
  };
}

function billBars({ ledger, size }: BilledFleet): readonly LedgerBar[] {
  const bill = ledger.costPerHour;
  const lines = dearestFirst(ledger).filter(({ costPerHour }) => costPerHour >= LEAST_SHARE * bill);
  const bars: LedgerBar[] = [
    { name: `bill of ${size}`, amount: bill, from: 0, to: bill, role: "sum" },
  ];
  let left = bill;
  for (const { costPerHour, use } of lines.filter((line) => line.use !== "useful")) {
    const rest = Math.max(0, left - costPerHour);
    bars.push({
      name: USE_NAMES[use],
      amount: costPerHour,
      from: rest,
      to: left,
      role: roleOf(use),
    });
    left = rest;
  }
  const useful = lines.find(({ use }) => use === "useful")?.costPerHour ?? 0;
  return [...bars, { name: USE_NAMES.useful, amount: useful, from: 0, to: useful, role: "useful" }];
}

function roleOf(use: BillUse): LedgerRole {
  if (use === "useful") return "useful";
  return use === "headroom" || use === "warm" ? "needed" : "waste";
}

function taxBars({
  experiments,
  fleet,
  jobs,
  maintenance,
  savings,
  total,
}: InfraTax): readonly LedgerBar[] {
  const wasted =
    fleet === null ? 0 : fleet.recomputed + fleet.abandoned + fleet.lost + fleet.overprovision;
  const whose = fleet?.of === "current" ? "today's fleet" : "the chosen fleet";
  const parts: readonly Pick<LedgerBar, "name" | "amount" | "role">[] = [
    { name: `waste of ${whose}`, amount: wasted, role: "waste" },
    ...jobs.map(({ costPerMonth, name }) => {
      return { name: `reruns of ${cleanText(name)}`, amount: costPerMonth, role: "waste" as const };
    }),
    ...experiments.map(({ name, wastePerMonth }) => {
      return {
        name: `${cleanText(name)} past its time`,
        amount: wastePerMonth,
        role: "waste" as const,
      };
    }),
    { name: "maintenance", amount: maintenance?.costPerMonth ?? 0, role: "needed" },
    { name: "saved by a managed service", amount: savings, role: "saving" },
  ];
  let sum = 0;
  const bars = parts
    .filter(({ amount }) => amount > 0)
    .map((part): LedgerBar => {
      const next = part.role === "saving" ? sum - part.amount : sum + part.amount;
      const bar = { ...part, from: Math.min(sum, next), to: Math.max(sum, next) };
      sum = next;
      return bar;
    });
  return [...bars, { name: "infrastructure tax", amount: total, from: 0, to: total, role: "sum" }];
}
