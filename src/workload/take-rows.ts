import type { Prefixes, TraceRows } from "./trace-rows.ts";

/** Everything about requests but when they arrive. */
export type RequestColumns = Omit<TraceRows, "arrivals">;

/** No prefixes at all. */
export const NO_PREFIXES: Prefixes = {
  prefixOffsets: new Int32Array(0),
  prefixHashes: new Int32Array(0),
};

/**
 * Takes requests out of a trace, in any order and any number of times. Columns of length 0 stay so.
 *
 * @param trace - Where from.
 * @param rows - Rows of the trace.
 */
export function takeRows(trace: RequestColumns, rows: ArrayLike<number>): RequestColumns {
  return {
    inputs: takeCounts(trace.inputs, rows),
    outputs: takeCounts(trace.outputs, rows),
    durations:
      trace.durations.length === 0
        ? trace.durations
        : Float64Array.from(rows, (row) => trace.durations[row]),
    ...takePrefixes(trace, rows),
  };
}

function takeCounts(column: Int32Array, rows: ArrayLike<number>): Int32Array {
  return column.length === 0 ? column : Int32Array.from(rows, (row) => column[row]);
}

/** As {@link takeRows}, of the prefixes alone. */
export function takePrefixes(from: Prefixes, rows: ArrayLike<number>): Prefixes {
  const { prefixHashes: hashes, prefixOffsets: offsets } = from;
  if (offsets.length === 0) return { prefixOffsets: offsets, prefixHashes: hashes };
  const prefixOffsets = new Int32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    prefixOffsets[at + 1] = prefixOffsets[at] + offsets[row + 1] - offsets[row];
  }
  const prefixHashes = new Int32Array(prefixOffsets[rows.length]);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    prefixHashes.set(hashes.subarray(offsets[row], offsets[row + 1]), prefixOffsets[at]);
  }
  return { prefixOffsets, prefixHashes };
}

/**
 * The prefixes of a stretch of rows.
 *
 * @param from - Prefixes of all rows.
 * @param first - First row of the stretch.
 * @param end - The row after its last.
 */
export function slicePrefixes(from: Prefixes, first: number, end: number): Prefixes {
  const { prefixHashes: hashes, prefixOffsets: offsets } = from;
  if (offsets.length === 0) return { prefixOffsets: offsets, prefixHashes: hashes };
  const start = offsets[first];
  return {
    prefixOffsets: offsets.slice(first, end + 1).map((offset) => offset - start),
    prefixHashes: hashes.slice(start, offsets[end]),
  };
}
