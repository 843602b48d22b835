import type { Point, Result } from "../plan/result.ts";
import { elasticOf, sizeWords } from "./fleet-name.ts";
import { chosenPoint, nearestPoint, sameSettings, settingsName, type Axes } from "./settings.ts";

/**
 * The point that a picture of one configuration shows: the choice, else the one nearest to the SLO.
 *
 * @throws RangeError if the result has no points.
 */
export function pointInFocus(result: Result): Point {
  return result.choice === null ? nearestPoint(result.points) : chosenPoint(result, result.choice);
}

/**
 * The points that the one in focus is compared with, itself among them: of a fixed fleet the counts
 * of its settings, ascending; of an autoscaler all settings, cheapest first.
 */
export function pointsBeside({ points }: Pick<Result, "points">, focus: Point): readonly Point[] {
  if (elasticOf(focus) !== null) {
    return points.toSorted((left, right) => left.costPerHour - right.costPerHour);
  }
  return points
    .filter(({ settings }) => sameSettings(settings, focus.settings))
    .toSorted((left, right) => left.replicas - right.replicas);
}

/**
 * What tells a point from those of `pointsBeside`: "6 replicas", or what was set of an autoscaler.
 */
export function pointLabel(point: Point, axes: Axes): string {
  const elastic = elasticOf(point);
  const settings = settingsName(point.settings, axes);
  if (elastic !== null && settings !== "") return settings;
  return sizeWords(point.replicas, elastic);
}
