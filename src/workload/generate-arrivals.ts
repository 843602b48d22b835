import { exponentialQuantile } from "../random/exponential.ts";
import { gammaQuantile } from "../random/gamma.ts";
import type { Quantile } from "../random/quantile.ts";
import type { Stream } from "../random/stream.ts";
import { weibullQuantile } from "../random/weibull.ts";
import { arrivalRate } from "./arrival-rate.ts";
import type { ArrivalProcess } from "./arrival-process.ts";
import { doubled } from "./doubled.ts";
import type { RateSegments } from "./rate-segments.ts";

/** The streams arrivals are drawn from. */
export interface ArrivalStreams {
  /** Gaps, one uniform an arrival. */
  readonly arrivals: Stream;
  /** States of `mmpp` and `on-off`. */
  readonly states: Stream;
}

/**
 * Generates the arrival times of one run.
 *
 * One mechanism serves every process. Gaps of mean 1 (exponential, gamma, Weibull or constant) are
 * added up in operational time, in which one request is expected per unit, and each sum is mapped
 * back to the moment at which the integrated rate reaches it. That is exact for Poisson processes
 * of any rate; for the others a spike shortens the gaps it covers and leaves their burstiness
 * alone. Without spikes the k-th deterministic arrival is exactly k/rate.
 *
 * The first gap starts at 0. Constant time an arrival or segment of the rate.
 *
 * @param process - The process; its parameters are taken as valid.
 * @param duration - Seconds the run lasts, > 0.
 * @param streams - Where the uniforms come from.
 * @returns Times in seconds, ascending, in [0, duration).
 * @throws RangeError if some state of an `mmpp` can't be reached from some other.
 */
export function generateArrivals(
  process: ArrivalProcess,
  duration: number,
  streams: ArrivalStreams,
): Float64Array<ArrayBuffer> {
  const segments = arrivalRate(process, duration, streams.states);
  const expected = expectedArrivals(segments);
  const cv = process.process === "gamma" || process.process === "weibull" ? process.cv : 1;
  const capacity = Math.ceil(expected + 6 * Math.max(cv, 1) * Math.sqrt(expected)) + 16;
  return placeArrivals(segments, unitGap(process), streams.arrivals, capacity);
}

/**
 * Integral of a rate over the run.
 *
 * @param segments - The rate.
 */
export function expectedArrivals({ times, startRates, endRates }: RateSegments): number {
  let sum = 0;
  for (let i = 0; i < startRates.length; i += 1) {
    sum += ((startRates[i] + endRates[i]) / 2) * (times[i + 1] - times[i]);
  }
  return sum;
}

/** Law of the gaps in operational time, of mean 1. */
function unitGap(process: ArrivalProcess): Quantile {
  switch (process.process) {
    case "poisson":
    case "mmpp":
    case "on-off":
    case "schedule":
      return exponentialQuantile(1);
    case "gamma":
      return gammaQuantile(1, process.cv);
    case "weibull":
      return weibullQuantile(1, process.cv);
    case "deterministic":
      return () => 1;
    default:
      return process satisfies never;
  }
}

/** The last segment reaches a little too far, so that the run's end is decided by the times. */
const END_SLACK = 2 ** -40;

function placeArrivals(
  { times, startRates, endRates }: RateSegments,
  gap: Quantile,
  stream: Stream,
  capacity: number,
): Float64Array<ArrayBuffer> {
  const duration = times[times.length - 1];
  let arrivals = new Float64Array(capacity);
  let count = 0;
  let passed = gap(stream());
  let latest = 0;

  // Operational time at the start of the segment; that at its end is where the next one starts.
  let reached = 0;
  for (let i = 0; i < startRates.length; i += 1) {
    const start = times[i];
    const end = times[i + 1];
    const startRate = startRates[i];
    const change = endRates[i] - startRate;
    const bend = (2 * change) / (end - start);
    let until = reached + ((startRate + endRates[i]) / 2) * (end - start);
    if (end === duration) until += until * END_SLACK;

    while (passed < until) {
      const offset = passed - reached;
      const elapsed = change === 0 ? offset / startRate : timeToPass(offset, startRate, bend);
      // Rounding may carry a time past its segment's end or, on a slope, before the last one.
      latest = Math.max(latest, Math.min(start + elapsed, end));
      if (latest === duration) return arrivals.slice(0, count);
      if (count === arrivals.length) arrivals = doubled(arrivals);
      arrivals[count] = latest;
      count += 1;
      passed += gap(stream());
    }
    reached = until;
  }
  return arrivals.slice(0, count);
}

/**
 * Solves startRate·t + (bend/4)·t² = offset for the smaller t ≥ 0, in the form that stays accurate
 * for small slopes.
 */
function timeToPass(offset: number, startRate: number, bend: number): number {
  const root = Math.sqrt(Math.max(0, startRate * startRate + bend * offset));
  return offset === 0 ? 0 : (2 * offset) / (startRate + root);
}
