import { cutTrace } from "./cut-trace.ts";
import { superposeCopies } from "./superpose-copies.ts";
import type { BoundedTrace, TraceRows } from "./trace-rows.ts";

/** What is done to a trace before it is replayed, in this order. */
export interface TraceShape {
  /** Seconds [from, to) to cut out, counted from its start afterwards; null keeps all. */
  readonly window: readonly [from: number, to: number] | null;
  /** Divides all times, > 0: the same requests at that many times the rate. */
  readonly speed: number;
  /** Shifted copies to superpose, ≥ 1: that many times the rate, smoother. */
  readonly copies: number;
}

/**
 * Cuts, speeds up and multiplies a trace.
 *
 * How long requests take to serve (`durations`) is not touched by `speed`.
 *
 * @param rows - The trace.
 * @param shape - What to do to it.
 * @returns The rows to replay, and the end of the trace: the window's length, or without a window
 *   the last arrival as written, divided by the speed.
 */
export function shapeTrace(rows: TraceRows, shape: TraceShape): BoundedTrace {
  const cut = cutTrace(rows, shape.window);
  const { speed } = shape;
  const sped =
    speed === 1
      ? cut
      : {
          ...cut,
          arrivals: cut.arrivals.map((time) => time / speed),
          duration: cut.duration / speed,
        };
  return superposeCopies(sped, shape.copies);
}
