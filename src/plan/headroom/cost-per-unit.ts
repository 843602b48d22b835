import { costAt } from "../../sim/cost-curve.ts";
import type { CostCurve } from "../../sim/sim-plan.ts";

/** A curve of seconds over a count, as points with ascending counts. */
type Points = readonly (readonly [count: number, seconds: number])[];

/**
 * The least that a unit can cost when a step that handles x units lasts as long as a curve says, no
 * step handles more than `most` units, and steps handle at most `mean` of them on average.
 *
 * Steps of different sizes cost together at least what the curve's lower convex hull says of their
 * mean size, so the bound holds however a scheduler mixes them.
 *
 * @param curve - Seconds of a step.
 * @param most - Largest x of any step, ≥ 1.
 * @param mean - Largest mean of x over the steps, from 1 to `most`.
 * @returns Seconds per unit.
 */
export function leastCostPerUnit(curve: CostCurve, most: number, mean: number): number {
  const hull = lowerHull(pointsUpTo(curve, most));
  let least = Infinity;
  for (const [count, seconds] of hull) {
    if (count <= mean) least = Math.min(least, seconds / count);
  }
  // On a straight piece the ratio has no minimum but at its ends, of which the mean cuts one off.
  const right = hull.findIndex(([count]) => count > mean);
  if (right > 0) least = Math.min(least, secondsBetween(hull[right - 1], hull[right], mean) / mean);
  return least;
}

function pointsUpTo(curve: CostCurve, most: number): Points {
  const inside = Array.from(curve.xs).filter((count) => count > 1 && count < most);
  const counts = most > 1 ? [1, ...inside, most] : [1];
  return counts.map((count) => [count, costAt(curve, count)]);
}

function lowerHull(points: Points): Points {
  const hull: (readonly [number, number])[] = [];
  for (const point of points) {
    while (hull.length > 1 && !isBelow(hull[hull.length - 1], hull[hull.length - 2], point)) {
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

/** True if a point lies below the line from the one left of it to the one right of it. */
function isBelow(
  [count, seconds]: readonly [number, number],
  left: readonly [number, number],
  right: readonly [number, number],
): boolean {
  return seconds < secondsBetween(left, right, count);
}

function secondsBetween(
  [fromCount, fromSeconds]: readonly [number, number],
  [toCount, toSeconds]: readonly [number, number],
  count: number,
): number {
  return fromSeconds + ((toSeconds - fromSeconds) / (toCount - fromCount)) * (count - fromCount);
}
