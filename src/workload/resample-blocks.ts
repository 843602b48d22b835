import type { Stream } from "../random/stream.ts";
import { firstAtOrAfter } from "./first-at-or-after.ts";
import { takeRows } from "./take-rows.ts";
import type { BoundedTrace } from "./trace-rows.ts";

/** How a trace is cut into blocks to resample. */
export interface BlockLayout {
  /** Seconds of a block, > 0. */
  readonly length: number;
  /** Blocks start at whole multiples of this many seconds; 0 for anywhere. */
  readonly grid: number;
  /**
   * Seconds of the trace that are drawn from, from its start, at most its duration; a block that
   * reaches their end goes on at the start.
   */
  readonly span: number;
}

/**
 * Puts blocks of a trace, drawn with replacement, together to another trace of the same duration:
 * the circular block bootstrap. Within a block gaps, sizes and their order stay as recorded.
 *
 * @param trace - What to draw from.
 * @param layout - Its blocks; with a grid, `span` is a multiple of it.
 * @param uniform - Chooses where each block starts; one uniform a block.
 * @see Politis and Romano, "A circular block-resampling procedure for stationary data", 1992.
 */
export function resampleBlocks(
  trace: BoundedTrace,
  layout: BlockLayout,
  uniform: Stream,
): BoundedTrace {
  const { duration } = trace;
  const { grid, length, span } = layout;
  const picked: Picked = { times: [], rows: [] };
  const slots = Math.ceil(duration / length);
  for (let slot = 0; slot < slots; slot++) {
    const at = slot * length;
    const start =
      grid > 0 ? grid * Math.floor(uniform() * Math.round(span / grid)) : uniform() * span;
    copyBlock(trace, span, { from: start, length: Math.min(length, duration - at), at }, picked);
  }
  const { rows, times } = picked;
  return { arrivals: Float64Array.from(times), ...takeRows(trace, rows), duration };
}

/** Rows drawn so far and the times they are moved to, ascending. */
interface Picked {
  readonly times: number[];
  readonly rows: number[];
}

/** Seconds [from, from + length) of the trace, moved to `at`. */
interface Block {
  readonly from: number;
  readonly length: number;
  readonly at: number;
}

function copyBlock(trace: BoundedTrace, span: number, block: Block, into: Picked): void {
  const { arrivals, duration } = trace;
  let { at, from, length: left } = block;
  while (left > 0) {
    const goesPast = from + left > span;
    const end =
      goesPast && span === duration
        ? arrivals.length // An arrival at the very end belongs to the block that goes past it.
        : firstAtOrAfter(arrivals, goesPast ? span : from + left);
    for (let row = firstAtOrAfter(arrivals, from); row < end; row++) {
      const earliest = into.times.at(-1) ?? 0;
      // Rounding must not let the end of a block overtake the start of the next.
      into.times.push(Math.max(earliest, Math.min(at + (arrivals[row] - from), duration)));
      into.rows.push(row);
    }
    const taken = goesPast ? span - from : left;
    at += taken;
    left -= taken;
    from = 0;
  }
}
