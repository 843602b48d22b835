import type { Point, Result } from "../plan/result.ts";
import { formatDollars } from "./format.ts";

/** A cost that may have been measured. */
export type MeasuredCost = Pick<Point, "costInterval">;

/**
 * The interval on a cost in words, as in "$8.40 to $9.90"; empty where the cost has none, or none
 * that shows.
 */
export function costRange({ costInterval }: MeasuredCost): string {
  if (costInterval === null) return "";
  const [low, high] = costInterval.map(formatDollars);
  return low === high ? "" : `${low} to ${high}`;
}

/** The same to stand behind the cost: " ($8.40 to $9.90)" or nothing. */
export function costRangeBehind(cost: MeasuredCost): string {
  const range = costRange(cost);
  return range === "" ? "" : ` (${range})`;
}

/** True if some cost of a result has an interval that shows. */
export function showsCostRange({ points }: Pick<Result, "points">): boolean {
  return points.some((point) => costRange(point) !== "");
}
