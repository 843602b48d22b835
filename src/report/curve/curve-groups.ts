import type { Point } from "../../plan/result.ts";
import { elasticOf } from "../fleet-name.ts";
import { numberOf } from "../number-of.ts";
import {
  axesOf,
  axisName,
  groupBySettings,
  settingsName,
  valueLabel,
  type Axes,
  type Settings,
} from "../settings.ts";

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
  /** Whether a line may join the points: what varies is a number, and cost goes up or down with it. */
  readonly isJoined: boolean;
  /** A point's value in words; empty if nothing varies. */
  label(point: Point): string;
}

/** Points from which on a line shows how latency depends on it. */
const LINE_LEAST = 3;
/** Share of the costs' range below which two points stand on top of each other. */
const NEAR = 0.01;

/**
 * Sorts points into curves: those of one setting, of which the count varies; and with autoscalers
 * those whose settings differ only in one number that has an order along the cost. Where there is
 * no such number, all settings of autoscalers make up one cloud of points.
 */
export function curveGroups(points: readonly Point[]): readonly CurveGroup[] {
  const elastic = points.filter((point) => elasticOf(point) !== null);
  const fixed = points.filter((point) => elasticOf(point) === null);
  return [
    ...groupBySettings(fixed).map((group) => ({ ...group, axis: null })),
    ...(elastic.length === 0 ? [] : elasticGroups(elastic)),
  ];
}

/** True of an axis whose points are named by letters, with a list of the names below the picture. */
export function isKeyed(axis: CurveAxis | null): boolean {
  return axis !== null && axis.name !== "" && !axis.isJoined;
}

function elasticGroups(points: readonly Point[]): readonly CurveGroup[] {
  const axes = axesOf(points);
  const varied = Object.keys(axes).filter((path) => axes[path].length > 1);
  const [path] = varied
    .filter((one) => axes[one].every((value) => numberOf(value) !== null))
    .toSorted((left, right) => axes[right].length - axes[left].length);
  if (path === undefined) return [cloudOf(points, varied, axes)];
  const axis: CurveAxis = {
    name: axisName(path, Object.keys(axes)),
    isJoined: true,
    label: ({ settings }) => valueLabel(path, settings[path], axes),
  };
  const groups = groupsWithout(points, path);
  const gap = NEAR * rangeOf(points.map(({ costPerHour }) => costPerHour));
  const areLines = groups.every((group) => isLine(group.points, path, gap));
  return areLines ? groups.map((group) => ({ ...group, axis })) : [cloudOf(points, varied, axes)];
}

/** All points of autoscalers, each by itself. */
function cloudOf(points: readonly Point[], varied: readonly string[], axes: Axes): CurveGroup {
  const [only] = varied;
  const axis: CurveAxis = {
    name:
      varied.length === 1
        ? axisName(only, Object.keys(axes))
        : varied.length === 0
          ? ""
          : "setting",
    isJoined: false,
    label: ({ settings }) =>
      varied.length === 1
        ? valueLabel(only, settings[only], axes)
        : settingsName(Object.fromEntries(varied.map((path) => [path, settings[path]])), axes),
  };
  return { settings: {}, points: byCost(points), axis };
}

/** Points whose settings are the same but for one path. */
function groupsWithout(
  points: readonly Point[],
  path: string,
): readonly Pick<CurveGroup, "points" | "settings">[] {
  const rest = points.map((point) => ({ point, settings: without(point.settings, path) }));
  return groupBySettings(rest.map(({ point, settings }) => ({ ...point, settings }))).map(
    (group) => {
      const key = JSON.stringify(group.settings);
      const own = rest.filter(({ settings }) => JSON.stringify(settings) === key);
      return { settings: group.settings, points: byCost(own.map(({ point }) => point)) };
    },
  );
}

/** Whether a number only grows, or only falls, with the cost, over enough points well apart. */
function isLine(points: readonly Point[], path: string, gap: number): boolean {
  if (points.length < LINE_LEAST) return false;
  const steps = points.slice(1).map((point, index) => {
    const before = points[index];
    if (point.costPerHour - before.costPerHour <= gap) return 0;
    return Math.sign(
      (numberOf(point.settings[path]) ?? 0) - (numberOf(before.settings[path]) ?? 0),
    );
  });
  return steps.every((step) => step !== 0 && step === steps[0]);
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function without(settings: Settings, path: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== path));
}

function byCost(points: readonly Point[]): readonly Point[] {
  return points.toSorted((left, right) => left.costPerHour - right.costPerHour);
}
