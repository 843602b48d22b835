import type { PointTimeline } from "../../plan/timeline/point-timeline.ts";
import type { Point, Result } from "../../plan/result.ts";
import { elasticOf, nameOf } from "../fleet-name.ts";
import { formatLimit, formatReplicas, metricName, objectiveName, quantileName } from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { truncateText } from "../text-width.ts";
import { NOTE_SIZE } from "../theme.ts";
import { pointInFocus } from "../point-in-focus.ts";

/** Pixels of a limit's name beside its line. */
const NAME_MAX = 190;
const QUANTILES_MAX = 3;

/** A fleet that a result follows over time. */
export interface FollowedFleet {
  readonly point: Point;
  readonly timeline: PointTimeline;
  /** A few letters for rows and titles: "6 replicas", or of an autoscaler "the choice". */
  readonly name: string;
  /** The same in a sentence: "the next cheaper setting". */
  readonly spoken: string;
  /** With all that tells it apart. */
  readonly fullName: string;
}

/** An objective whose violations are drawn. */
export interface FollowedObjective {
  /** Place among the scenario's objectives. */
  readonly index: number;
  /**
   * Class and measure beyond the limit, as in "TTFT > 300 ms"; where requests were lost also what
   * else counts as bad: "TTFT > 300 ms or no answer".
   */
  readonly broken: string;
}

/** A quantile that objectives are about, over time. */
export interface FollowedQuantile {
  /** Place of the first such objective among the scenario's. */
  readonly index: number;
  /** Class, quantile and measure, as in "p95 TTFT". */
  readonly name: string;
  /** Share of requests that it bounds, in (0, 1). */
  readonly target: number;
  readonly limits: readonly QuantileLimit[];
}

/** A limit on a quantile that is drawn. */
export interface QuantileLimit {
  /** As in "p95 latency ≤ 8 s". */
  readonly name: string;
  readonly within: number;
}

/** What the picture over time shows. */
export interface TimelineModel {
  /** The choice, or without one the point nearest to holding. */
  readonly front: FollowedFleet;
  /** What is one step cheaper; null if it wasn't followed. */
  readonly back: FollowedFleet | null;
  /** Bins drawn: up to the end of the workload and of what was left of it by then. */
  readonly bins: number;
  /** Seconds that they span. */
  readonly end: number;
  readonly objectives: readonly FollowedObjective[];
  /** At most three: those of which the fleet in front spends most. */
  readonly quantiles: readonly FollowedQuantile[];
  /** Names of quantiles that found no room. */
  readonly undrawn: readonly string[];
  /** What shook the service, if the search for a recovery named anything. */
  readonly shaken: PointTimeline["recovery"];
}

/**
 * What a result tells about its fleets over time.
 *
 * @returns null if it follows none.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export function timelineModel(result: Result): TimelineModel | null {
  const focus = pointInFocus(result);
  const followed = result.points.filter(({ timeline }) => timeline !== null);
  const shown = followed.includes(focus) ? focus : followed[0];
  if (shown === undefined) return null;
  const below = followed.find((point) => point !== shown);
  const front = fleetOf(result, shown, true);
  const back = below === undefined ? null : fleetOf(result, below, false);
  const { width } = front.timeline;
  const fleets = back === null ? [front] : [front, back];
  const bins = Math.max(...fleets.map(({ timeline }) => lastBin(timeline, result))) + 1;
  const quantiles = quantilesOf(shown);
  return {
    front,
    back,
    bins,
    end: bins * width,
    objectives: shown.objectives.map(({ class: only, metric, within }, index) => {
      const whose = only === null ? "" : `${only} `;
      const measure = `${metricName(metric)} > ${formatLimit(within)}`;
      const orLost = fleets.some(loses) ? " or no answer" : "";
      return { index, broken: cleanText(whose + measure) + orLost };
    }),
    quantiles: quantiles.slice(0, QUANTILES_MAX),
    undrawn: quantiles.slice(QUANTILES_MAX).map(({ name }) => name),
    shaken: front.timeline.recovery ?? back?.timeline.recovery ?? null,
  };
}

/** Fleets from the dearest on. */
export function fleetsOf({
  back,
  front,
}: Pick<TimelineModel, "back" | "front">): readonly FollowedFleet[] {
  return back === null ? [front] : [front, back];
}

/** Whether some request of a fleet got no answer. */
export function loses({ timeline }: FollowedFleet): boolean {
  return timeline.unanswered.some((count) => count > 0);
}

function fleetOf(result: Result, point: Point, isFront: boolean): FollowedFleet {
  const timeline = point.timeline!;
  const fullName = cleanText(nameOf(result, point));
  if (elasticOf(point) === null) {
    const name = formatReplicas(point.replicas);
    return { point, timeline, name, spoken: name, fullName };
  }
  if (!isFront) {
    const spoken = "the next cheaper setting";
    return { point, timeline, name: "next cheaper", spoken, fullName };
  }
  const name = result.choice === null ? "nearest" : "the choice";
  const spoken = result.choice === null ? "the nearest setting" : name;
  return { point, timeline, name, spoken, fullName };
}

/** The last bin that the workload reaches, or in which something is still waited for. */
function lastBin(
  { arrivals, running, waiting, width }: PointTimeline,
  { workload }: Result,
): number {
  const over = Math.ceil(workload.duration / width) - 1;
  const busy = waiting.findLastIndex((count, bin) => count > 0 || running[bin] > 0);
  return Math.min(arrivals.length - 1, Math.max(0, over, busy));
}

/** Quantiles that objectives limit: in the scenario's order, unless there are too many. */
function quantilesOf({ objectives }: Point): readonly FollowedQuantile[] {
  const found = new Map<string, FollowedQuantile & { readonly used: number }>();
  for (const [index, objective] of objectives.entries()) {
    const { budgetUsed, class: only, metric, target, within } = objective;
    const key = JSON.stringify([only, metric, target]);
    const known = found.get(key);
    const whose = only === null ? "" : `${only} `;
    const limit = truncateText(cleanText(objectiveName(objective)), NAME_MAX, NOTE_SIZE);
    found.set(key, {
      index: known?.index ?? index,
      name: cleanText(`${whose}${quantileName(target)} ${metricName(metric)}`),
      target,
      limits: [...(known?.limits ?? []), { name: limit, within }],
      used: Math.max(known?.used ?? 0, budgetUsed),
    });
  }
  const all = [...found.values()];
  const isTooMany = all.length > QUANTILES_MAX;
  return isTooMany ? all.toSorted((left, right) => right.used - left.used) : all;
}
