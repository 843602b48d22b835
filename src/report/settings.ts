import type { Choice, Point, Result } from "../plan/result.ts";
import { cleanText } from "./plain-text.ts";
import { valueLabels } from "./value-labels.ts";

/** Values of the further sweep axes, by path. */
export type Settings = Point["settings"];

/** The values that each axis takes, by path: what a value is told apart from. */
export type Axes = Readonly<Record<string, readonly unknown[]>>;

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

/** The distinct values of each axis among points, in order of first appearance. */
export function axesOf(points: readonly Pick<Point, "settings">[]): Axes {
  const axes: Record<string, Map<string, unknown>> = {};
  for (const { settings } of points) {
    for (const [path, value] of Object.entries(settings)) {
      const values = (axes[path] ??= new Map<string, unknown>());
      const key = JSON.stringify(value);
      if (!values.has(key)) values.set(key, value);
    }
  }
  return Object.fromEntries(Object.entries(axes).map(([path, own]) => [path, [...own.values()]]));
}

/** A value of an axis in a few words that tell it apart from the axis' other values. */
export function valueLabel(path: string, value: unknown, axes: Axes): string {
  const values = axes[path] ?? [value];
  const key = JSON.stringify(value);
  const place = values.findIndex((other) => JSON.stringify(other) === key);
  return place === -1 ? valueLabels([value])[0] : valueLabels(values)[place];
}

/** Settings in words: each path's last step and its value, as in "maxBatchedTokens 2048". */
export function settingsName(settings: Settings, axes: Axes): string {
  const paths = Object.keys(settings);
  return paths
    .map((path) => `${axisName(path, paths)} ${valueLabel(path, settings[path], axes)}`)
    .join(", ");
}

/** What an axis is called beside others: the last step of its path, or more where that is ambiguous. */
export function axisName(path: string, paths: readonly string[]): string {
  const last = lastSteps(path, 1);
  const isAmbiguous = paths.some((other) => other !== path && lastSteps(other, 1) === last);
  if (isAmbiguous) return cleanText(path);
  // By itself it would read as the size of the fleet.
  return cleanText(last === "replicas" ? lastSteps(path, 2) : last);
}

function lastSteps(path: string, count: number): string {
  return path.split(".").slice(-count).join(".");
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
export function nearestPoint<P extends Judged>(points: readonly P[]): P {
  const failing = points.filter((point) => point.verdict !== "met");
  const ranked = (failing.length > 0 ? failing : points).toSorted(
    (left, right) => overspend(left) - overspend(right) || right.costPerHour - left.costPerHour,
  );
  if (ranked.length === 0) throw new RangeError("a result must have at least one point");
  return ranked[0];
}

/** What it takes to rank a point by how near it is to holding. */
type Judged = Pick<Point, "objectives" | "verdict" | "costPerHour">;

function overspend(point: Judged): number {
  return Math.max(0, ...point.objectives.map((objective) => objective.budgetUsed));
}

function settingsKey(settings: Settings): string {
  return JSON.stringify(
    Object.entries(settings).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
