import type { Interval, Metric, Point, Result } from "../../plan/result.ts";
import type { ObjectiveSection } from "../../scenario/scenario.ts";
import { intervalOf, quantileOf } from "../quantile.ts";
import {
  chosenPoint,
  groupBySettings,
  nearestPoint,
  sameSettings,
  type SettingGroup,
} from "../settings.ts";

/** What the curve shows, before it has a place on paper. */
export interface CurveModel {
  /** Whether x is dollars per hour; if every configuration costs the same, it is replicas. */
  readonly xIsCost: boolean;
  /** The curve drawn in full: the chosen setting's, or the one that comes nearest to the SLO. */
  readonly main: SettingGroup;
  readonly others: readonly SettingGroup[];
  readonly choice: Point | null;
  /** One a measure that the SLO names, in its order, at most three. */
  readonly panels: readonly CurvePanel[];
}

/** One measure: its objectives and its quantiles along the main curve. */
export interface CurvePanel {
  readonly metric: Metric;
  readonly objectives: readonly ObjectiveSection[];
  readonly series: readonly QuantileSeries[];
}

/** One quantile along the main curve. */
export interface QuantileSeries {
  readonly share: number;
  /** Whether an objective is about this quantile. */
  readonly emphasised: boolean;
  readonly marks: readonly QuantileMark[];
}

/** One quantile at one point, in seconds. */
export interface QuantileMark {
  readonly x: number;
  /** Null if no request completed. */
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly saturated: boolean;
  readonly replicas: number;
}

const PANELS_MAX = 3;
const SHARES: readonly number[] = [0.5, 0.95, 0.99];

/**
 * Sorts a result into what the curve draws.
 *
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export function curveModel(result: Result): CurveModel {
  const choice = result.choice === null ? null : chosenPoint(result, result.choice);
  const shown = choice ?? nearestPoint(result.points);
  const groups = groupBySettings(result.points);
  const main = groups.find((group) => sameSettings(group.settings, shown.settings)) ?? groups[0];
  const costs = new Set(result.points.map(({ costPerHour }) => costPerHour));
  const counts = new Set(result.points.map(({ replicas }) => replicas));
  const xIsCost = costs.size > 1 || (counts.size === 1 && !costs.has(0));
  const { objectives } = result.scenario.slo;
  const metrics = [...new Set(objectives.map(({ metric }) => metric))].slice(0, PANELS_MAX);
  return {
    xIsCost,
    main,
    others: groups.filter((group) => group !== main),
    choice,
    panels: metrics.map((metric) => {
      const own = objectives.filter((objective) => objective.metric === metric);
      return { metric, objectives: own, series: quantileSeries(main.points, own, xIsCost) };
    }),
  };
}

/** Where a point stands on the cost axis: dollars per hour, or replicas. */
export function xOf(point: Point, xIsCost: boolean): number {
  return xIsCost ? point.costPerHour : point.replicas;
}

function quantileSeries(
  points: readonly Point[],
  objectives: readonly ObjectiveSection[],
  xIsCost: boolean,
): readonly QuantileSeries[] {
  const targets = new Set(objectives.map(({ target }) => target));
  const metric = objectives[0].metric;
  const shares = [...new Set([...SHARES, ...targets])].sort((left, right) => left - right);
  return shares.map((share) => ({
    share,
    emphasised: targets.has(share),
    marks: points.map((point) => ({
      x: xOf(point, xIsCost),
      value: quantileOf(point[metric], share),
      interval: intervalOf(point[metric], share),
      saturated: point.saturated,
      replicas: point.replicas,
    })),
  }));
}
