import type { Metric, Point, Result, Verdict } from "../../plan/result.ts";
import type { Known } from "./client/estimate-compliance.ts";
import { elasticOf } from "../fleet-name.ts";
import { pointName } from "../answer.ts";
import { measuresOf } from "../measures-of.ts";
import { pointInFocus } from "../point-in-focus.ts";
import { axesOf, groupBySettings, sameSettings } from "../settings.ts";
import { panelName } from "../curve/curve-model.ts";
import { objectiveName, quantileName } from "../format.ts";
import { shownTimeline } from "./shown-timeline.ts";

/** A measure of some requests, about which a promise can be made. */
export interface Series {
  /** Name of the class whose requests alone are counted; null for all. */
  readonly class: string | null;
  readonly metric: Metric;
}

/** A promise of the scenario. */
export interface PageObjective {
  /** As in "p99 TTFT ≤ 300 ms". */
  readonly name: string;
  /** Index of the series it is about. */
  readonly series: number;
  /** Seconds. */
  readonly within: number;
  readonly target: number;
}

/** A configuration, with all it takes to ask for another promise. */
export interface PagePoint {
  readonly name: string;
  /** Configurations of one group differ in their replica count alone. */
  readonly group: number;
  readonly replicas: number;
  readonly costPerHour: number;
  readonly costPerMonth: number;
  readonly isChoice: boolean;
  /** True of the choice, or without one of the point nearest to the SLO. */
  readonly isShown: boolean;
  /** By objective. */
  readonly objectives: readonly {
    readonly compliance: number;
    readonly interval: readonly [number, number] | null;
    readonly verdict: Verdict;
  }[];
  /** By series: share of all measured requests that are good at a threshold. */
  readonly known: readonly Known[];
}

/** A run over time, as far as the page looks closer at it. */
export interface PageTimeline {
  /** Seconds of a bin. */
  readonly width: number;
  readonly arrivals: readonly number[];
  readonly unanswered: readonly number[];
  readonly ready: readonly number[];
  readonly waiting: readonly number[];
  /** Of the first objective: requests that it is about, and how many of them violate it. */
  readonly requests: readonly number[];
  readonly violations: readonly number[];
  /** The quantile that it is about in seconds, null where there is none; and its name. */
  readonly quantile: readonly (number | null)[];
  readonly quantileName: string;
  /** As in "p99 TTFT ≤ 300 ms". */
  readonly objective: string;
}

/** What the page's own script works with. */
export interface PageData {
  readonly confidence: number;
  /** True if nothing was random, so that no interval is missed. */
  readonly isExact: boolean;
  /** True if each configuration is an autoscaler's, chosen by its bill and not by its count. */
  readonly isElastic: boolean;
  readonly series: readonly Series[];
  readonly objectives: readonly PageObjective[];
  readonly points: readonly PagePoint[];
  readonly timeline: PageTimeline | null;
  /** Vega specifications by the name of their picture, in the colours of the light theme. */
  readonly specs: Readonly<Record<string, unknown>>;
}

/** Digits kept of thresholds and shares: what more would say is below the histogram's error. */
const THRESHOLD_DIGITS = 6;
const SHARE_DIGITS = 9;

/**
 * What the page's script needs of a result.
 *
 * @param specs - Compiled pictures by name.
 */
export function pageData(result: Result, specs: Readonly<Record<string, unknown>>): PageData {
  const { points, scenario } = result;
  const series: Series[] = [];
  const objectives = scenario.slo.objectives.map((objective): PageObjective => {
    const { metric, target, within } = objective;
    let place = series.findIndex((one) => one.class === objective.class && one.metric === metric);
    if (place === -1) place = series.push({ class: objective.class, metric }) - 1;
    return { name: objectiveName(objective), series: place, within, target };
  });
  const groups = groupBySettings(points);
  const axes = axesOf(points);
  const shown = pointInFocus(result);
  return {
    confidence: scenario.slo.confidence,
    isExact: result.question.kind === "hindsight",
    isElastic: points.every((point) => elasticOf(point) !== null),
    series,
    objectives,
    points: points.map((point) => ({
      name: pointName({ ...point, costPerHour: 0 }, axes),
      group: groups.findIndex(({ settings }) => sameSettings(settings, point.settings)),
      replicas: point.replicas,
      costPerHour: point.costPerHour,
      costPerMonth: point.costPerMonth,
      isChoice: isChoice(result, point),
      isShown: point === shown,
      objectives: point.objectives.map(({ compliance, interval, verdict }) => ({
        compliance,
        interval,
        verdict,
      })),
      known: series.map((one) => knownCompliance(point, one)),
    })),
    timeline: pageTimeline(result),
    specs,
  };
}

/** True of the point that the result chooses. */
export function isChoice({ choice }: Result, point: Pick<Point, "replicas" | "settings">): boolean {
  return (
    choice !== null &&
    choice.replicas === point.replicas &&
    sameSettings(choice.settings, point.settings)
  );
}

/**
 * Share of all measured requests that are good at each threshold at which it is known: completed
 * ones at or below it, of all, failures being bad. Thresholds that the scenario promises have the
 * compliance of the verdict itself, which was counted on exact values; the others come from the
 * histogram, whose buckets are rounded up.
 *
 * @returns Ascending in both; empty if no request was measured.
 */
export function knownCompliance(point: Point, { class: ofClass, metric }: Series): Known {
  const measures = measuresOf(point, ofClass);
  const { completed, failed, rejected, timedOut } = measures.outcomes;
  const measured = completed + failed + rejected + timedOut;
  if (measured === 0) return [];
  const { cdf, count } = measures[metric];
  // A request of one output token has no time between tokens, and counts as good.
  const always = metric === "tpot" ? completed - count : 0;
  const exact = point.objectives
    .filter((one) => one.class === ofClass && one.metric === metric)
    .map(({ compliance, within }) => [within, compliance] as const);
  const recorded = cdf
    .map(([x, share]) => [round(x, THRESHOLD_DIGITS), (always + share * count) / measured] as const)
    .filter(([x, share]) => exact.every((one) => agrees(one, [x, share])))
    .map(([x, share]) => [x, round(share, SHARE_DIGITS)] as const);
  return [...recorded, ...exact].sort(([left], [right]) => left - right);
}

function agrees(
  [within, compliance]: readonly [number, number],
  [x, share]: readonly [number, number],
): boolean {
  if (x === within) return false;
  return x < within ? share <= compliance : share >= compliance;
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function pageTimeline(result: Result): PageTimeline | null {
  const timeline = shownTimeline(result);
  if (timeline === null) return null;
  const { arrivals, quantiles, ready, requests, unanswered, violations, waiting, width } = timeline;
  const [objective] = result.scenario.slo.objectives;
  return {
    width,
    arrivals,
    unanswered,
    ready,
    waiting,
    requests: requests[0],
    violations: violations[0],
    quantile: quantiles[0],
    quantileName: `${quantileName(objective.target)} ${panelName(objective)}`,
    objective: objectiveName(objective),
  };
}
