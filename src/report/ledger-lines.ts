import type { BillLine, BillUse, CostLedger } from "../plan/ledger/ledger-result.ts";
import type { Point, Result } from "../plan/result.ts";
import { elasticOf, sizeWords } from "./fleet-name.ts";
import { formatDollars, formatReplicas, formatShare } from "./format.ts";
import { chosenPoint, nearestPoint } from "./settings.ts";

/** What a line of a bill pays for, in words. */
export const USE_NAMES: Readonly<Record<BillUse, string>> = {
  useful: "useful work",
  headroom: "headroom",
  overprovision: "overprovision",
  recomputed: "recomputation after preemption",
  abandoned: "work for clients that gave up",
  lost: "attempts that came to nothing",
  starting: "replicas that were starting",
  down: "replicas that were down",
  minimum: "replicas gone before their least billing time",
  warm: "replicas kept warm",
};

/**
 * The largest part of the bill that is not useful work, as a sentence; of today's fleet where it
 * was swept, else of the choice.
 *
 * @returns Empty if there is no such fleet, or all of its bill is useful work.
 * @example
 * // "$13.92/h, 56.6% of the $24.60/h for 6 replicas, pays for headroom."
 */
export function biggestWasteSentence(result: Result): string {
  const billed = findBilled(result);
  if (billed === null) return "";
  const { ledger, size } = billed;
  const [line] = dearestFirst(ledger).filter(({ use }) => use !== "useful");
  if (line === undefined) return "";
  const share = formatShare(line.costPerHour / ledger.costPerHour, 1);
  const part = `${formatDollars(line.costPerHour)}/h`;
  const bill = `the ${formatDollars(ledger.costPerHour)}/h for ${size}`;
  return `${part}, ${share} of ${bill}, pays for ${USE_NAMES[line.use]}.`;
}

/** The lines of a bill that cost something, dearest first. */
export function dearestFirst({ lines }: CostLedger): readonly BillLine[] {
  return lines
    .filter(({ costPerHour }) => costPerHour > 0)
    .toSorted((left, right) => right.costPerHour - left.costPerHour);
}

/** A fleet and its bill. */
export interface BilledFleet {
  /** As in "the choice". */
  readonly of: string;
  /** In words. */
  readonly size: string;
  readonly ledger: CostLedger;
}

/**
 * The fleet whose bill is looked at: today's where it was swept, else the choice, else the one that
 * comes nearest to the SLO.
 *
 * @throws RangeError if the result has no points.
 */
export function billedFleet(result: Result): BilledFleet {
  return findBilled(result) ?? nearestBill(result);
}

function findBilled(result: Result): BilledFleet | null {
  const { choice, current } = result;
  if (current !== null && current.ledger !== null) {
    const size = formatReplicas(current.replicas);
    return { of: "today's fleet", size, ledger: current.ledger };
  }
  if (choice === null) return null;
  return { of: "the choice", ...billOf(chosenPoint(result, choice)) };
}

function nearestBill({ points }: Result): BilledFleet {
  return { of: "nearest to the SLO", ...billOf(nearestPoint(points)) };
}

function billOf(point: Point): Pick<BilledFleet, "size" | "ledger"> {
  return { size: sizeWords(point.replicas, elasticOf(point)), ledger: point.costLedger };
}
