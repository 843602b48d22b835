import type { PageData, PagePoint } from "../page-data.ts";
import { estimateCompliance, judgeEstimate, type Estimate } from "./estimate-compliance.ts";

/** A promise in place of one of the scenario's; the others stay. */
export interface Asked {
  /** Index of the objective it replaces. */
  readonly objective: number;
  /** Seconds. */
  readonly within: number;
  /** Share, in (0, 1]. */
  readonly target: number;
}

/** What the run, or an estimate from it, says of a fleet under the promise asked for. */
export interface PointOutlook {
  readonly estimate: Estimate;
  /** The run's own interval; null elsewhere than at the scenario's promise, and in hindsight. */
  readonly interval: readonly [number, number] | null;
  /** True at the scenario's own limit and target, where the verdict is the run's. */
  readonly isOwn: boolean;
  /** Of the promise asked for alone. */
  readonly verdict: string;
  /** Whether all promises are kept, as far as can be told. */
  readonly holds: boolean;
}

/** What becomes of every fleet, and which one would be chosen. */
export interface Outlooks {
  readonly isOwn: boolean;
  /** By point. */
  readonly points: readonly PointOutlook[];
  /** Index of the fleet that would be chosen; null if none holds. */
  readonly cheapest: number | null;
}

/** Relative difference below which a typed limit or target is the scenario's own. */
const SAME = 1e-9;

/** Asks all fleets for another promise; at the scenario's own the answer is the run's. */
export function outlookOf(data: PageData, asked: Asked): Outlooks {
  const own = data.objectives[asked.objective];
  const isOwn = isSame(asked.within, own.within) && isSame(asked.target, own.target);
  const points = data.points.map((point) => pointOutlook(data, point, asked, isOwn));
  const ofRun = data.points.findIndex((point) => point.isChoice);
  const cheapest = isOwn ? (ofRun === -1 ? null : ofRun) : cheapestHolding(data, points, asked);
  return { isOwn, points, cheapest };
}

function pointOutlook(
  { objectives }: PageData,
  point: PagePoint,
  { objective, target, within }: Asked,
  isOwn: boolean,
): PointOutlook {
  const own = objectives[objective];
  const result = point.objectives[objective];
  const others = point.objectives.every(
    ({ verdict }, index) => index === objective || verdict === "met",
  );
  if (isOwn) {
    const { compliance, interval, verdict } = result;
    const estimate = { share: compliance, low: compliance, high: compliance, isKnown: true };
    return { estimate, interval, isOwn, verdict, holds: others && verdict === "met" };
  }
  const limit = isSame(within, own.within) ? own.within : within;
  const estimate = estimateCompliance(point.known[own.series], limit);
  const verdict = judgeEstimate(estimate, target);
  return { estimate, interval: null, isOwn, verdict, holds: others && verdict === "would hold" };
}

/**
 * The rule of the run's own choice: the smallest count from which every larger one holds, the
 * cheapest such of all settings, and of equals the one that uses least of an error budget; of
 * autoscalers the cheapest that holds.
 */
function cheapestHolding(
  data: PageData,
  outlooks: readonly PointOutlook[],
  asked: Asked,
): number | null {
  const groups = new Map<number, number[]>();
  for (const [place, point] of data.points.entries()) {
    const group = data.isElastic ? place : point.group;
    groups.set(group, [...(groups.get(group) ?? []), place]);
  }
  const usedAt = (place: number): number => budgetUsed(data, place, outlooks[place], asked);
  const isBetter = (left: number, right: number): boolean => {
    const difference = data.points[left].costPerHour - data.points[right].costPerHour;
    return difference === 0 ? usedAt(left) < usedAt(right) : difference < 0;
  };
  let best: number | null = null;
  for (const places of groups.values()) {
    const ascending = places.toSorted(
      (left, right) => data.points[left].replicas - data.points[right].replicas,
    );
    const lastFailing = ascending.findLastIndex((place) => !outlooks[place].holds);
    const first = ascending[lastFailing + 1];
    if (first === undefined) continue;
    if (best === null || isBetter(first, best)) best = first;
  }
  return best;
}

/** The largest share of an error budget that a fleet uses, under the promise asked for. */
function budgetUsed(
  data: PageData,
  place: number,
  { estimate }: PointOutlook,
  { objective, target }: Asked,
): number {
  const shares = data.points[place].objectives.map(({ compliance }, index) =>
    index === objective
      ? (1 - estimate.share) / (1 - target)
      : (1 - compliance) / (1 - data.objectives[index].target),
  );
  return Math.max(...shares);
}

function isSame(left: number, right: number): boolean {
  return Math.abs(left - right) <= SAME * Math.abs(right);
}
