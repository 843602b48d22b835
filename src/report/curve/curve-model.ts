import type { Interval, Metric, Point, Result } from "../../plan/result.ts";
import type { ObjectiveSection } from "../../scenario/scenario.ts";
import { metricName } from "../format.ts";
import { measuresOf } from "../measures-of.ts";
import { cleanText } from "../plain-text.ts";
import { intervalOf } from "../quantile.ts";
import { axesOf, chosenPoint, nearestPoint, type Axes } from "../settings.ts";
import { shownQuantile } from "../shown-quantile.ts";
import { curveGroups, type CurveGroup } from "./curve-groups.ts";

/** What the curve shows, before it has a place on paper. */
export interface CurveModel {
  /** Whether x is dollars per hour; if every configuration costs the same, it is replicas. */
  readonly xIsCost: boolean;
  /** The curve drawn in full: the chosen setting's, or the one that comes nearest to the SLO. */
  readonly main: CurveGroup;
  readonly others: readonly CurveGroup[];
  readonly choice: Point | null;
  /** All values of the settings, which names tell apart. */
  readonly axes: Axes;
  /** One a measure (of a class) that the SLO names, in its order, at most three. */
  readonly panels: readonly CurvePanel[];
}

/** One measure, of all requests or one class: its objectives and quantiles along the main curve. */
export interface CurvePanel {
  /** Name of the class; null for all requests. */
  readonly class: string | null;
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
  /** Infinity if too many requests got no answer; null if there was nothing to measure. */
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
  const groups = curveGroups(result.points);
  const main = groups.find(({ points }) => points.includes(shown)) ?? groups[0];
  const costs = new Set(result.points.map(({ costPerHour }) => costPerHour));
  const counts = new Set(result.points.map(({ replicas }) => replicas));
  const isElastic = groups.some(({ axis }) => axis !== null);
  const xIsCost = isElastic || costs.size > 1 || (counts.size === 1 && !costs.has(0));
  const { objectives } = result.scenario.slo;
  const firsts = objectives.filter(
    (objective, place) => objectives.findIndex((other) => isAlike(other, objective)) === place,
  );
  return {
    xIsCost,
    main,
    others: groups.filter((group) => group !== main),
    choice,
    axes: axesOf(result.points),
    panels: firsts.slice(0, PANELS_MAX).map((first) => {
      const own = objectives.filter((objective) => isAlike(objective, first));
      const series = quantileSeries(main.points, own, xIsCost);
      return { class: first.class, metric: first.metric, objectives: own, series };
    }),
  };
}

/** True of objectives that share a panel. */
export function isAlike(
  left: Pick<CurvePanel, "class" | "metric">,
  right: Pick<CurvePanel, "class" | "metric">,
): boolean {
  return left.class === right.class && left.metric === right.metric;
}

/** What a panel shows: "TTFT", or "search TTFT" of a class. */
export function panelName(panel: Pick<CurvePanel, "class" | "metric">): string {
  const name = metricName(panel.metric);
  return panel.class === null ? name : `${cleanText(panel.class)} ${name}`;
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
  const [{ class: ofClass, metric }] = objectives;
  const shares = [...new Set([...SHARES, ...targets])].sort((left, right) => left - right);
  return shares.map((share) => ({
    share,
    emphasised: targets.has(share),
    marks: points.map((point) => {
      const summary = measuresOf(point, ofClass)[metric];
      return {
        x: xOf(point, xIsCost),
        value: shownQuantile(point, { class: ofClass, metric, share }),
        interval: intervalOf(summary, share),
        saturated: point.saturated,
        replicas: point.replicas,
      };
    }),
  }));
}
