import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import type { Ledger } from "../result.ts";
import type { BillLine, BillUse, CostLedger } from "./ledger-result.ts";

/** A fleet's price and where its paid time went. */
export interface BilledFleet {
  /** Dollars. */
  readonly costPerHour: number;
  /** Part of it for replicas kept warm beside the fleet, whose time isn't in the ledger. */
  readonly warmPerHour: number;
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
  const { costPerHour, ledger, warmPerHour } = fleet;
  const bill = costPerHour - warmPerHour;
  // Shares come from differences of time integrals and may miss their range by rounding.
  const costOfShare = (share: number): number => bill * Math.max(0, share);
  const idle = costOfShare(ledger.idle);
  const recomputed = costOfShare(ledger.recomputed);
  const abandoned = costOfShare(ledger.abandoned);
  const lost = costOfShare(ledger.lost);
  const starting = costOfShare(ledger.starting);
  const down = costOfShare(ledger.down);
  const minimum = costOfShare(ledger.minimum);
  const surplus = cheapestMet === null ? 0 : Math.max(0, costPerHour - cheapestMet.costPerHour);
  const rest = lost + starting + down + minimum;
  const answered = Math.max(0, bill - idle - recomputed - abandoned - rest);
  const useful = Math.min(answered, bill * fullBatchShare);
  const slack = idle + (answered - useful);
  const overprovision = Math.min(slack, surplus);
  return {
    costPerHour,
    costPerMonth: costPerHour * HOURS_PER_MONTH,
    lines: [
      lineOf("useful", useful),
      lineOf("headroom", slack - overprovision),
      lineOf("overprovision", overprovision),
      lineOf("recomputed", recomputed),
      lineOf("abandoned", abandoned),
      lineOf("lost", lost),
      lineOf("starting", starting),
      lineOf("down", down),
      lineOf("minimum", minimum),
      lineOf("warm", warmPerHour),
    ],
  };
}

function lineOf(use: BillUse, costPerHour: number): BillLine {
  return { use, costPerHour, costPerMonth: costPerHour * HOURS_PER_MONTH };
}

/** Dollars an hour that a bill pays for one use. */
export function hourlyCostOf(bill: CostLedger, use: BillUse): number {
  return bill.lines.find((line) => line.use === use)?.costPerHour ?? 0;
}

/** Dollars a month that a bill pays for one use. */
export function monthlyCostOf(bill: CostLedger, use: BillUse): number {
  return bill.lines.find((line) => line.use === use)?.costPerMonth ?? 0;
}
