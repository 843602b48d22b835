import { normalQuantile } from "../random/normal-quantile.ts";
import { openStream } from "../random/stream.ts";
import type { Stream } from "../random/stream.ts";

/** One client in one stretch of 600 s: how often it asks, and the law of its gaps. */
export interface ClientWindow {
  readonly client: string;
  /** Seconds of trace time. */
  readonly start: number;
  /** Requests per second, ≥ 0. */
  readonly rate: number;
  readonly pattern: "gamma" | "weibull";
  /** Shape of the law of gaps, > 0; their scale follows from the rate. */
  readonly shape: number;
}

/** Seconds that a window of ServeGen lasts. */
export const WINDOW_LENGTH = 600;

/** Requests that a window holds. */
export function countArrivals({ rate }: ClientWindow): number {
  return Math.round(rate * WINDOW_LENGTH);
}

/**
 * Draws the arrivals of a window: gaps of its law, rescaled so that the window holds exactly rate ×
 * 600 arrivals.
 *
 * The authors rescale so that the last arrival falls on the end of the window; here one more gap is
 * drawn, which reaches from the last arrival to that end, so that clients don't meet there.
 *
 * Each window has a stream of its own, so that dropping some leaves the others as they are.
 *
 * @param arrivals - Filled with seconds, ascending; as many as the window holds.
 * @see https://github.com/alibaba/ServeGen (construct.py, read 2026)
 */
export function sampleWindow(window: ClientWindow, seed: number, arrivals: Float64Array): void {
  const { client, pattern, shape, start } = window;
  const stream = openStream(seed, 0, `trace/client/${client}/${start}`);
  let time = 0;
  for (let row = 0; row < arrivals.length; row++) {
    time += drawGap(pattern, shape, stream);
    arrivals[row] = time;
  }
  const total = time + drawGap(pattern, shape, stream);
  for (let row = 0; row < arrivals.length; row++) {
    // All gaps of a very small shape may be too small for a float64.
    const share = total > 0 ? arrivals[row] / total : stream();
    arrivals[row] = start + WINDOW_LENGTH * Math.min(share, 1 - Number.EPSILON);
  }
  if (total === 0) arrivals.sort();
}

function drawGap(pattern: ClientWindow["pattern"], shape: number, stream: Stream): number {
  return pattern === "gamma"
    ? drawGamma(shape, stream)
    : Math.pow(-Math.log1p(-stream()), 1 / shape);
}

/**
 * Draws from the gamma law of scale 1 by rejection; tables for inversion would cost more than the
 * few draws from each of thousands of shapes.
 *
 * @see G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26
 *   (2000) 363–372.
 */
function drawGamma(shape: number, stream: Stream): number {
  if (shape < 1) return drawGamma(shape + 1, stream) * Math.pow(stream(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(Math.max(stream(), Number.MIN_VALUE));
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (
      Math.log(Math.max(stream(), Number.MIN_VALUE)) <
      (x * x) / 2 + d - d * v + d * Math.log(v)
    ) {
      return d * v;
    }
  }
}
