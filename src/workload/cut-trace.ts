import type { BoundedTrace, TraceRows } from "./trace-rows.ts";
import { firstAtOrAfter } from "./first-at-or-after.ts";
import { slicePrefixes } from "./take-rows.ts";

/**
 * Cuts a trace to a window and counts its time from the window's start.
 *
 * Rows with from ≤ t < to stay; the trace then ends at to − from. Without a window times stay as
 * written and the trace ends at its last arrival.
 *
 * @param rows - The trace.
 * @param window - Seconds [from, to), from < to, or null.
 */
export function cutTrace(
  rows: TraceRows,
  window: readonly [from: number, to: number] | null,
): BoundedTrace {
  const { arrivals } = rows;
  if (window === null) return { ...rows, duration: arrivals.at(-1) ?? 0 };
  const [from, to] = window;
  const first = firstAtOrAfter(arrivals, from);
  const end = firstAtOrAfter(arrivals, to);
  const shifted = arrivals.slice(first, end);
  for (let row = 0; row < shifted.length; row++) shifted[row] -= from;
  return {
    arrivals: shifted,
    inputs: rows.inputs.slice(first, end),
    outputs: rows.outputs.slice(first, end),
    durations: rows.durations.slice(first, end),
    ...slicePrefixes(rows, first, end),
    duration: to - from,
  };
}
