import type { Point } from "../../plan/result.ts";
import { elasticOf } from "../fleet-name.ts";
import { cleanText, valueText } from "../plain-text.ts";
import { groupBySettings, type Settings } from "../settings.ts";

/** Points that are drawn as one curve. */
export interface CurveGroup {
  /** What all of its points have in common. */
  readonly settings: Settings;
  /** Of fixed fleets replicas ascending; of autoscalers cost ascending. */
  readonly points: readonly Point[];
  /** What varies along a curve of autoscalers; null for fixed fleets, along which the count does. */
  readonly axis: CurveAxis | null;
}

/** What is said of each point of a curve of autoscalers. */
export interface CurveAxis {
  /** Name of what varies; empty if nothing does. */
  readonly name: string;
  /** Whether a line may join the points: what varies is a number. */
  readonly isJoined: boolean;
  /** A point's value in words; empty if nothing varies. */
  label(point: Point): string;
}

/**
 * Sorts points into curves: those of one setting, of which the count varies; and with autoscalers
 * those whose settings differ only in one number. Where nothing that varies is a number, all
 * settings of autoscalers make up one cloud of points.
 */
export function curveGroups(points: readonly Point[]): readonly CurveGroup[] {
  const elastic = points.filter((point) => elasticOf(point) !== null);
  const fixed = points.filter((point) => elasticOf(point) === null);
  return [
    ...groupBySettings(fixed).map((group) => ({ ...group, axis: null })),
    ...(elastic.length === 0 ? [] : elasticGroups(elastic)),
  ];
}

function elasticGroups(points: readonly Point[]): readonly CurveGroup[] {
  const varied = Object.keys(points[0].settings).filter((path) => valuesOf(points, path).size > 1);
  const numeric = varied.filter((path) => [...valuesOf(points, path).values()].every(isNumeric));
  const [path] = numeric.toSorted(
    (left, right) => valuesOf(points, right).size - valuesOf(points, left).size,
  );
  if (path === undefined) {
    const axis: CurveAxis = {
      name: varied.map(lastStep).join(", "),
      isJoined: false,
      label: ({ settings }) => varied.map((one) => valueText(settings[one])).join(", "),
    };
    return [{ settings: {}, points: byCost(points), axis }];
  }
  const axis: CurveAxis = {
    name: lastStep(path),
    isJoined: true,
    label: ({ settings }) => valueText(settings[path]),
  };
  const rest = points.map((point) => ({ point, settings: without(point.settings, path) }));
  return groupBySettings(rest.map(({ point, settings }) => ({ ...point, settings }))).map(
    (group) => {
      const key = JSON.stringify(group.settings);
      const own = rest.filter(({ settings }) => JSON.stringify(settings) === key);
      return { settings: group.settings, points: byCost(own.map(({ point }) => point)), axis };
    },
  );
}

/** The distinct values at a path, by their text. */
function valuesOf(points: readonly Point[], path: string): ReadonlyMap<string, unknown> {
  return new Map(points.map(({ settings }) => [JSON.stringify(settings[path]), settings[path]]));
}

/** True of a number, with or without a unit. */
function isNumeric(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && /^\$?\d/.test(value));
}

function lastStep(path: string): string {
  return cleanText(path.split(".").at(-1) ?? path);
}

function without(settings: Settings, path: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== path));
}

function byCost(points: readonly Point[]): readonly Point[] {
  return points.toSorted((left, right) => left.costPerHour - right.costPerHour);
}
