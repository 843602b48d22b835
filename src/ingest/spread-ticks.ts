import { openStream } from "../random/stream.ts";
import type { Stream } from "../random/stream.ts";
import { detectTick, findWholeTick } from "./detect-tick.ts";
import type { TraceRows } from "./trace-rows.ts";

/**
 * Spreads the arrivals of a coarse clock uniformly inside their ticks, in the order they have.
 *
 * A clock that cuts off what it can't show writes the start of a tick, so a request may have come
 * anywhere between that and the next tick. Stamps closer than half a tick are of the same one.
 *
 * @param rows - A trace in arrival order.
 * @param seed - Seed of the scenario.
 * @returns The trace with a note of what was done, if only that there is no tick.
 */
export function spreadTicks(rows: TraceRows, seed: number): TraceRows {
  const { arrivals, notes } = rows;
  const tick = detectTick(arrivals) ?? findWholeTick(arrivals);
  if (tick === null) {
    return { ...rows, notes: [...notes, "no tick found in the timestamps: nothing to spread"] };
  }
  const stream = openStream(seed, 0, "trace/dequantize");
  const spread = new Float64Array(arrivals.length);
  for (let start = 0; start < arrivals.length;) {
    let end = start + 1;
    while (end < arrivals.length && arrivals[end] - arrivals[start] < tick / 2) end++;
    const room = end < arrivals.length ? Math.min(tick, arrivals[end] - arrivals[start]) : tick;
    drawAscending(stream, spread.subarray(start, end), arrivals[start], room);
    start = end;
  }
  const others = notes.filter((note) => !note.startsWith("timestamps sit on a "));
  const count = arrivals.length.toLocaleString("en-US");
  const note = `spread ${count} arrivals uniformly inside their ${tick} s tick (seed ${seed})`;
  return { ...rows, arrivals: spread, notes: [...others, note] };
}

/** Fills times with uniforms of [from, from + room), ascending. */
export function drawAscending(
  stream: Stream,
  times: Float64Array,
  from: number,
  room: number,
): void {
  for (let row = 0; row < times.length; row++) times[row] = from + room * stream();
  times.sort();
}
