import type { QueryAnswer } from "./query-answer.ts";

/** A rate over time, of arrivals that are Poisson in between. */
export interface RateSchedule {
  /** Seconds of a step. */
  readonly step: number;
  /** Seconds. */
  readonly duration: number;
  /** Seconds from the start, ascending, with the rate per second. */
  readonly points: readonly (readonly [time: number, rate: number])[];
  /** Steps without a value, of all of them. */
  readonly missing: number;
  readonly steps: number;
  /** Requests that the rates stand for. */
  readonly requests: number;
}

/**
 * Makes a schedule of rates that are means over the step before their time, as `rate(x[step])`
 * gives them: each is put at the middle of its step, and the rate goes straight from one to the
 * next. Series are added up.
 *
 * @throws Error if there are no values, or none above 0.
 */
export function scheduleOf({ series, times }: QueryAnswer): RateSchedule {
  const sums = new Map<number, number>();
  for (const { points } of series) {
    for (const [time, rate] of points) sums.set(time, (sums.get(time) ?? 0) + Math.max(0, rate));
  }
  const known = [...sums].sort(([left], [right]) => left - right);
  if (known.length < 2) throw new Error(`must have at least 2 values, got ${known.length}`);
  const step = Math.min(...times.slice(1).map((time, index) => time - times[index]));
  const from = times[0] - step;
  const duration = times[times.length - 1] - from;
  const steps = Math.round(duration / step);
  const middle = known.map(([time, rate]) => [time - from - step / 2, rate] as const);
  const points = [
    [0, known[0][1]] as const,
    ...middle,
    [duration, known[known.length - 1][1]] as const,
  ];
  const requests = areaBelow(points);
  if (requests === 0) throw new Error("has no request in its range");
  return { step, duration, points, missing: steps - known.length, steps, requests };
}

/** Requests that a rate stands for that goes straight from point to point. */
function areaBelow(points: RateSchedule["points"]): number {
  return points.slice(1).reduce((sum, [time, rate], index) => {
    const [before, rateBefore] = points[index];
    return sum + ((time - before) * (rate + rateBefore)) / 2;
  }, 0);
}
