import type { Recovery } from "../../src/plan/timeline/find-recovery.ts";
import type { PointTimeline } from "../../src/plan/timeline/point-timeline.ts";
import type { Point, Result } from "../../src/plan/result.ts";
import { resultWith, type ResultOptions } from "./result-builder.ts";

/** Bins of a made-up timeline: 36 of 110 s, so that the last four lie beyond the hour. */
const BINS = 36;
const WIDTH = 110;
const LAST_ARRIVALS = 33;

/** What a test may say about its timelines. */
export interface TimedOptions extends ResultOptions {
  readonly changes?: Partial<PointTimeline>;
  readonly recoveries?: readonly [front: Recovery | null, back: Recovery | null];
}

function rush(bin: number): number {
  return Math.max(0, 4 - Math.abs(bin - 10));
}

/** A made-up timeline in which a queue builds up around the tenth bin. */
export function timelineWith(
  replicas: number,
  objectives: number,
  changes: Partial<PointTimeline> = {},
): PointTimeline {
  const series = (value: (bin: number) => number): readonly number[] =>
    Array.from({ length: BINS }, (_, bin) => (bin < LAST_ARRIVALS ? value(bin) : 0));
  const arrivals = series((bin) => 1320 + 100 * rush(bin));
  const latencies = series((bin) => 2 + (6 * rush(bin)) / replicas).map((value, bin) =>
    bin < LAST_ARRIVALS ? value : null,
  );
  return {
    width: WIDTH,
    arrivals,
    attempts: arrivals,
    completed: arrivals,
    unanswered: series(() => 0),
    waiting: series((bin) => (8 * rush(bin)) / replicas),
    running: series(() => 3),
    starting: Array.from({ length: BINS }, () => 0),
    ready: Array.from({ length: BINS }, () => replicas),
    draining: Array.from({ length: BINS }, () => 0),
    down: Array.from({ length: BINS }, () => 0),
    p99: latencies,
    quantiles: Array.from({ length: objectives }, () => latencies),
    requests: Array.from({ length: objectives }, () => arrivals),
    violations: Array.from({ length: objectives }, () =>
      series((bin) => rush(bin) * (12 - replicas)),
    ),
    costPerHour: Array.from({ length: BINS }, () => 4.1 * replicas),
    recovery: null,
    ...changes,
  };
}

/** A made-up result whose choice and one fewer are followed over time. */
export function timedResult({ changes, recoveries, ...options }: TimedOptions = {}): Result {
  const result = resultWith({ replicas: [7, 8, 9, 10, 11], ...options });
  const { choice } = result;
  const kept = choice === null ? [7] : [choice.replicas, choice.oneFewer?.replicas];
  const points = result.points.map((point): Point => {
    const place = kept.indexOf(point.replicas);
    if (place < 0) return point;
    const recovery = recoveries?.[place] ?? null;
    const own = { ...changes, recovery };
    return { ...point, timeline: timelineWith(point.replicas, point.objectives.length, own) };
  });
  return { ...result, points };
}
