import type { Choice, Point, Result } from "../plan/result.ts";
import { cleanText, valueText } from "./plain-text.ts";

/** Values of the further sweep axes, by path. */
export type Settings = Point["settings"];

/** The points that share one combination of settings: one curve. */
export interface SettingGroup {
  readonly settings: Settings;
  /** Replicas ascending. */
  readonly points: readonly Point[];
}

/** Splits points into one group a combination of settings, in order of first appearance. */
export function groupBySettings(points: readonly Point[]): readonly SettingGroup[] {
  const groups = new Map<string, { settings: Settings; points: Point[] }>();
  for (const point of points) {
    const key = settingsKey(point.settings);
    const group = groups.get(key) ?? { settings: point.settings, points: [] };
    group.points.push(point);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ settings, points }) => ({
    settings,
    points: points.toSorted((left, right) => left.replicas - right.replicas),
  }));
}

/** Whether two points or choices have the same settings, whatever the order of the paths. */
export function sameSettings(left: Settings, right: Settings): boolean {
  return settingsKey(left) === settingsKey(right);
}

/** Settings in words: each path's last step and its value, as in "maxBatchedTokens 2048". */
export function settingsName(settings: Settings): string {
  const paths = Object.keys(settings);
  const names = paths.map((path) => path.split(".").at(-1) ?? path);
  return paths
    .map((path, index) => {
      const ambiguous = names.indexOf(names[index]) !== names.lastIndexOf(names[index]);
      return `${cleanText(ambiguous ? path : names[index])} ${valueText(settings[path])}`;
    })
    .join(", ");
}

/**
 * The point that a choice names.
 *
 * @throws RangeError if the result holds no such point.
 */
export function chosenPoint(result: Result, choice: Choice): Point {
  const found = result.points.find(
    (point) => point.replicas === choice.replicas && sameSettings(point.settings, choice.settings),
  );
  if (found === undefined) {
    throw new RangeError(`the chosen ${choice.replicas} replicas are not among the points`);
  }
  return found;
}

/**
 * The point that comes nearest to holding the SLO: of those that don't, the one whose worst
 * objective overspends its error budget least; the larger one of equals, as it has more to give.
 *
 * @throws RangeError if there are no points.
 */
export function nearestPoint(points: readonly Point[]): Point {
  const failing = points.filter((point) => point.verdict !== "met");
  const ranked = (failing.length > 0 ? failing : points).toSorted(
    (left, right) => overspend(left) - overspend(right) || right.costPerHour - left.costPerHour,
  );
  if (ranked.length === 0) throw new RangeError("a result must have at least one point");
  return ranked[0];
}

function overspend(point: Point): number {
  return Math.max(0, ...point.objectives.map((objective) => objective.budgetUsed));
}

function settingsKey(settings: Settings): string {
  return JSON.stringify(
    Object.entries(settings).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
