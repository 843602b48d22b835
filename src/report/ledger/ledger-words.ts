import type { Result } from "../../plan/result.ts";
import { formatDollars, formatUse } from "../format.ts";
import { USE_NAMES, type BilledFleet } from "../ledger-lines.ts";
import { joinNotes } from "../picture-parts.ts";
import type { LedgerBar, LedgerModel } from "./ledger-model.ts";

/** The finding: how much of the bill is useful work, and where most of the rest goes. */
export function ledgerTitle({ bill, billed }: LedgerModel): string {
  const [sum] = bill;
  const useful = bill[bill.length - 1];
  const whose = billed.of === "the choice" ? "" : ` (${billed.of})`;
  const shareOf = (bar: LedgerBar): string => formatUse(bar.amount / sum.amount, 0);
  const work = `${shareOf(useful)} of the ${formatDollars(sum.amount)}/h for ${billed.size}${whose} is useful work`;
  return bill.length < 3 ? work : `${work}; ${shareOf(bill[1])} pays for ${bill[1].name}`;
}

/** How to read the picture. */
export const LEDGER_READING =
  "Each bar takes its part of the bill away, dearest first; what is left at the bottom is work whose answer arrived";

/** A step's size: "$13.92/h, 57%" of a bill, "$18,000 a month" of the tax. */
export function barText(bar: LedgerBar, bill: number | null): string {
  const sign = bar.role === "saving" ? "−" : "";
  if (bill === null) return `${sign}${formatDollars(bar.amount)} a month`;
  const share = bar.role === "sum" ? "" : `, ${formatUse(bar.amount / bill, 1)}`;
  return `${formatDollars(bar.amount)}/h${share}`;
}

/** The small print. */
export function ledgerCaption(result: Result, { bill, billed, tax }: LedgerModel): string {
  const month = formatDollars(billed.ledger.costPerMonth);
  const has = (name: string): boolean => bill.some((bar) => bar.name === name);
  return joinNotes([
    `A month of 730 h like the measured span: ${month}.`,
    has(USE_NAMES.headroom) ? headroomNote(result, billed) : "",
    has(USE_NAMES.overprovision) ? "Overprovision: idle time beyond that." : "",
    result.choice === null
      ? "No count holds the SLO, so none of the idle time is known to be spare."
      : "",
    tax.length > 0
      ? "Tax: compute that buys nothing, and upkeep, less what a managed service would save."
      : "",
  ]);
}

/** What is known of idle time: whether the SLO needs it shows on a cheaper fleet only. */
function headroomNote({ choice }: Result, { of }: BilledFleet): string {
  const what = "Headroom: idle or half-filled time";
  if (of !== "the choice" || choice === null) return `${what}.`;
  const cheaper = choice.oneFewer ?? choice.nextCheaper;
  if (cheaper === null) return `${what}; no cheaper fleet was tried.`;
  return cheaper.verdict === "missed"
    ? `${what}; with the next cheaper fleet the SLO doesn't hold.`
    : `${what}; with the next cheaper fleet the SLO isn't shown to hold.`;
}

/** The picture in words. */
export function ledgerDescription(model: LedgerModel): string {
  const [sum] = model.bill;
  const parts = model.bill.map((bar) => `${bar.name} ${barText(bar, sum.amount)}`);
  const tax = model.tax.map((bar) => `${bar.name} ${barText(bar, null)}`);
  return joinNotes([
    `${ledgerTitle(model)}.`,
    `${parts.join("; ")}.`,
    tax.length > 0 ? `Beside it: ${tax.join("; ")}.` : "",
  ]);
}
