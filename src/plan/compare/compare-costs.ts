import { canonicalJson } from "../../scenario/canonical-json.ts";
import { costOf } from "../cost-of.ts";
import { HOURS_PER_MONTH } from "../hours-per-month.ts";
import type { Interval, Point } from "../result.ts";
import { exactChange, pairedChange, unknownChange, unpairedChange } from "./change-of.ts";
import type { Change, PointChange } from "./comparison.ts";
import { isExactObjective } from "./pairing-of.ts";

/**
 * What a configuration costs against another. Bills of metered fleets have intervals, which are put
 * together as those of independent estimates; where both sides had the same requests that is too
 * wide, never too narrow. A fleet that did the same on the same requests at another price, or at
 * the same, has the same chance in both bills.
 */
export function compareCosts(
  base: Point,
  head: Point,
  { isPaired }: { readonly isPaired: boolean },
): Pick<PointChange, "costPerHour" | "costPerMonth"> {
  const [was, is] = [base, head].map(billOf);
  const terms = {
    isKnown: hasKnownCost(base) && hasKnownCost(head),
    isSame: isPaired && isSameFleet(base, head),
  };
  return {
    costPerHour: changeOf(was.hour, is.hour, terms),
    costPerMonth: changeOf(was.month, is.month, terms),
  };
}

interface Bill {
  readonly value: number;
  readonly interval: Interval | null;
}

function billOf({ costInterval, costPerHour, costPerMonth }: Point): {
  readonly hour: Bill;
  readonly month: Bill;
} {
  const [low, high] = (costInterval ?? []).map((end) => costOf(HOURS_PER_MONTH, end));
  return {
    hour: { value: costPerHour, interval: costInterval },
    month: { value: costPerMonth, interval: costInterval === null ? null : [low, high] },
  };
}

function changeOf(
  base: Bill,
  head: Bill,
  { isKnown, isSame }: { readonly isKnown: boolean; readonly isSame: boolean },
): Change {
  const [was, is] = [base.interval, head.interval];
  if (!isKnown) return unknownChange(base.value, head.value);
  if (was === null && is === null) return exactChange(base.value, head.value);
  if (was === null || is === null || !isSame) return unpairedChange(base, head);
  const ends = [is[0] - was[0], is[1] - was[1]];
  return pairedChange(base.value, head.value, [Math.min(...ends), Math.max(...ends)]);
}

/** False where a bill is an estimate of which nobody knows how good it is. */
function hasKnownCost({ costInterval, fleet, objectives }: Point): boolean {
  if (costInterval !== null || fleet === null) return true;
  // A trace too short to resample has no intervals; else a bill without one is always the same.
  return objectives.every((one) => one.interval !== null || isExactObjective(one));
}

function isSameFleet(base: Point, head: Point): boolean {
  return canonicalJson(base.fleet) === canonicalJson(head.fleet);
}
