import type { Interval, Metric, ObjectiveResult, Point, Result } from "../../plan/result.ts";
import { metricName } from "../format.ts";
import { lostShare } from "../lost-share.ts";
import { measuresOf } from "../measures-of.ts";
import { cleanText } from "../plain-text.ts";
import { pointInFocus, pointLabel, pointsBeside } from "../point-in-focus.ts";
import { intervalOf } from "../quantile.ts";
import { axesOf } from "../settings.ts";
import { shownQuantile } from "../shown-quantile.ts";

/** What the picture of latency distributions shows, before it has a place on paper. */
export interface CdfModel {
  readonly focus: Point;
  /** The point in focus first, then the one before and the one after it. */
  readonly names: readonly string[];
  /** One a measure that an objective is about, at most three. */
  readonly panels: readonly CdfPanel[];
  /** Names of measures that found no room. */
  readonly undrawn: readonly string[];
}

/** The distributions of one measure. */
export interface CdfPanel {
  /** As in "TTFT" or "chat TTFT". */
  readonly name: string;
  readonly class: string | null;
  readonly metric: Metric;
  /** The focus's objectives about it. */
  readonly objectives: readonly ObjectiveResult[];
  /** In the order of `names`. */
  readonly lines: readonly TailLine[];
}

/** How many of all requests are slower, at one point. */
export interface TailLine {
  /** Values ascending; share of requests slower than it, or without an answer. */
  readonly path: readonly TailPoint[];
  /** Share of requests without an answer: the tail gets no lower than this. */
  readonly lost: number;
  /** Intervals of quantiles in seconds, at the share of requests that is slower. */
  readonly intervals: readonly { readonly slower: number; readonly interval: Interval }[];
}

/**
 * Where the focus's line comes down to the share that an objective allows: the time that its target
 * of all requests stay within, those without an answer counted.
 *
 * @returns Null if more than that share got no answer.
 */
export function placeReached(
  { lines }: Pick<CdfPanel, "lines">,
  focus: Point,
  objective: ObjectiveResult,
): TailPoint | null {
  const { target } = objective;
  const [{ lost, path }] = lines;
  if (lost > 0) return path.find(({ slower }) => slower <= 1 - target) ?? null;
  // Where all are answered the recorded quantile is finer than the line.
  const value = shownQuantile(focus, { ...objective, share: target });
  return value === null ? null : { value, slower: 1 - target };
}

/** A latency in seconds, and the share of all requests that took longer. */
export interface TailPoint {
  readonly value: number;
  readonly slower: number;
}

const PANELS_MAX = 3;
const INTERVALS = [0.5, 0.95, 0.99] as const;

/** Sorts a result's distributions into what is drawn. */
export function cdfModel(result: Result): CdfModel {
  const focus = pointInFocus(result);
  const axes = axesOf(result.points);
  const beside = pointsBeside(result, focus);
  const place = beside.indexOf(focus);
  const points = [
    focus,
    ...beside.slice(Math.max(0, place - 1), place),
    ...beside.slice(place + 1, place + 2),
  ];
  const measures = new Map<string, Pick<CdfPanel, "class" | "metric">>();
  for (const objective of focus.objectives) {
    const { class: ofClass, metric } = objective;
    measures.set(JSON.stringify([ofClass, metric]), { class: ofClass, metric });
  }
  const panels = [...measures.values()].map((measure): CdfPanel => ({
    ...measure,
    name: panelName(measure),
    objectives: focus.objectives.filter(
      (one) => one.class === measure.class && one.metric === measure.metric,
    ),
    lines: points.map((point) => tailLine(point, measure)),
  }));
  const drawable = panels.filter(({ lines }) => lines[0].path.length > 0);
  return {
    focus,
    names: points.map((point) => pointLabel(point, axes)),
    panels: drawable.slice(0, PANELS_MAX),
    undrawn: drawable.slice(PANELS_MAX).map(({ name }) => name),
  };
}

function panelName(measure: Pick<CdfPanel, "class" | "metric">): string {
  const name = metricName(measure.metric);
  return cleanText(measure.class === null ? name : `${measure.class} ${name}`);
}

/**
 * The share of all requests that a measure puts beyond each value. Requests without an answer are
 * beyond every value; those that the measure leaves out (such as one output token for TPOT) beyond
 * none, as objectives count them.
 */
function tailLine(
  point: Point,
  { class: ofClass, metric }: Pick<CdfPanel, "class" | "metric">,
): TailLine {
  const measures = measuresOf(point, ofClass);
  const { completed, failed, rejected, timedOut } = measures.outcomes;
  const total = completed + failed + rejected + timedOut;
  const summary = measures[metric];
  const lost = total === 0 ? 0 : lostShare(measures);
  const counted = total === 0 ? 0 : summary.count / total;
  const slowerThan = (share: number): number => lost + counted * (1 - share);
  return {
    lost,
    path: summary.cdf.map(([value, share]) => ({ value, slower: slowerThan(share) })),
    intervals: INTERVALS.flatMap((share) => {
      const interval = intervalOf(summary, share);
      return interval === null ? [] : [{ slower: slowerThan(share), interval }];
    }),
  };
}
