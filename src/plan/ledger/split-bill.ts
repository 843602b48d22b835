import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import type { Ledger } from "../result.ts";
import type { BillLine, BillUse, CostLedger } from "./ledger-result.ts";

/** A fleet's price and where its paid time went. */
export interface BilledFleet {
  /** Dollars. */
  readonly costPerHour: number;
  readonly ledger: Ledger;
}

/**
 * Splits a fleet's bill by what it pays for.
 *
 * Useful is what the answered work would take at full batches: a batching replica is busy with a
 * single request, so its busy time says little. The rest, idle or half filled, is slack, and parted
 * by price: what the fleet costs more than the cheapest one that holds the SLO is overprovision, as
 * far as there is slack; the rest of the slack is headroom. For that cheapest fleet itself, for a
 * cheaper one, and where none holds, all slack is headroom.
 *
 * @param fleet - Its shares are those of the measured span, taken for every hour of the month.
 * @param cheapestMet - The cheapest fleet that holds the SLO; null if none does.
 * @param fullBatchShare - Share of the fleet that its work would take at full batches; 1, and all
 *   answered work is useful.
 */
export function splitBill(
  fleet: BilledFleet,
  cheapestMet: { readonly costPerHour: number } | null,
  fullBatchShare: number,
): CostLedger {
  const { costPerHour: bill, ledger } = fleet;
  // Shares come from differences of time integrals and may miss their range by rounding.
  const idle = bill * Math.max(0, ledger.idle);
  const recomputed = bill * Math.max(0, ledger.recomputed);
  const abandoned = bill * Math.max(0, ledger.abandoned);
  const surplus = cheapestMet === null ? 0 : Math.max(0, bill - cheapestMet.costPerHour);
  const answered = Math.max(0, bill - idle - recomputed - abandoned);
  const useful = Math.min(answered, bill * fullBatchShare);
  const slack = idle + (answered - useful);
  const overprovision = Math.min(slack, surplus);
  return {
    costPerHour: bill,
    costPerMonth: bill * HOURS_PER_MONTH,
    lines: [
      lineOf("useful", useful),
      lineOf("headroom", slack - overprovision),
      lineOf("overprovision", overprovision),
      lineOf("recomputed", recomputed),
      lineOf("abandoned", abandoned),
    ],
  };
}

function lineOf(use: BillUse, costPerHour: number): BillLine {
  return { use, costPerHour, costPerMonth: costPerHour * HOURS_PER_MONTH };
}

/** Dollars a month that a bill pays for one use. */
export function monthlyCostOf(bill: CostLedger, use: BillUse): number {
  return bill.lines.find((line) => line.use === use)?.costPerMonth ?? 0;
}
