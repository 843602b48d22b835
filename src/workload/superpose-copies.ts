import { takeRows } from "./take-rows.ts";
import type { BoundedTrace } from "./trace-rows.ts";

/** Rows [next, end) of one copy, all moved by the same amount, in time order. */
interface Run {
  next: number;
  readonly end: number;
  readonly shift: number;
  /** What is taken off again where the shift leads past the end of the trace: its span, or 0. */
  readonly fold: number;
}

/**
 * Superposes shifted copies of a trace: as many times the rate, with the bursts spread out.
 *
 * Copy j of n is rotated by j/n of the span: its rows move to t + j·span/n, and those at or past
 * the end of the trace come round to its start. Copy 0 stays as it is. Requests that arrive
 * together are ordered by copy, then by row. All copies of a request have its prompt's prefix.
 *
 * @param trace - The trace; its span is its duration.
 * @param copies - Number of copies n, an integer ≥ 1. Time grows with n² times the rows.
 */
export function superposeCopies(trace: BoundedTrace, copies: number): BoundedTrace {
  if (copies === 1) return trace;
  const { arrivals, duration } = trace;
  const runs = Array.from({ length: copies }, (_, j) =>
    runsOfCopy(arrivals, duration, (j * duration) / copies),
  ).flat();

  const count = copies * arrivals.length;
  const times = new Float64Array(count);
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    const run = earliestRun(runs, arrivals);
    times[i] = timeOfNext(run, arrivals);
    rows[i] = run.next;
    run.next += 1;
  }
  return { arrivals: times, ...takeRows(trace, rows), duration };
}

/** The rows of one copy that stay within the trace, then those that come round to its start. */
function runsOfCopy(arrivals: Float64Array, span: number, shift: number): Run[] {
  let split = arrivals.length;
  if (shift > 0) while (split > 0 && arrivals[split - 1] + shift >= span) split -= 1;
  return [
    { next: 0, end: split, shift, fold: 0 },
    { next: split, end: arrivals.length, shift, fold: span },
  ];
}

/** Runs are in order of copy and row, so that the first of equal times is the right one. */
function earliestRun(runs: readonly Run[], arrivals: Float64Array): Run {
  let earliest = runs[0];
  let time = Infinity;
  for (const run of runs) {
    if (run.next < run.end) {
      const candidate = timeOfNext(run, arrivals);
      if (candidate < time) {
        time = candidate;
        earliest = run;
      }
    }
  }
  return earliest;
}

function timeOfNext(run: Run, arrivals: Float64Array): number {
  return arrivals[run.next] + run.shift - run.fold;
}
