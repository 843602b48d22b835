import { detectTick } from "./detect-tick.ts";
import type { CollectedRows } from "./row-collector.ts";
import { fileError } from "./trace-error.ts";
import type { TraceRows } from "./trace-rows.ts";

// A count of seconds this large (three years) is no offset but a date since 1970.
const LARGEST_OFFSET = 1e8;

/**
 * Brings the rows of a trace into arrival order and says what is remarkable about them.
 *
 * @throws TraceError when no row is left.
 */
export function arrangeRows(path: string, rows: CollectedRows): TraceRows {
  const skipped = rows.read - rows.arrivals.length;
  const skipNote = skipped === 0 ? [] : [describeSkipped(rows, skipped)];
  if (rows.arrivals.length === 0) {
    throw fileError(path, `no usable rows: ${skipNote[0] ?? "the file has a header but no rows"}`);
  }
  const late = countLate(rows.arrivals);
  const order = late === 0 ? null : orderByArrival(rows.arrivals);
  const arrivals = reorder(rows.arrivals, order);
  return {
    arrivals,
    inputs: reorder(rows.inputs, order),
    outputs: reorder(rows.outputs, order),
    durations: reorder(rows.durations, order),
    ...reorderPrefixes(rows, order),
    notes: [
      ...skipNote,
      ...describeBlankLines(rows.blankLines),
      ...(late === 0 ? [] : [`rows were not in arrival order: ${countRows(late)} sorted`]),
      ...describeClock(rows.clock, arrivals),
    ],
    read: rows.read,
    skipped,
  };
}

function describeSkipped(rows: CollectedRows, skipped: number): string {
  const reasons = [...rows.skipped]
    .sort(([, left], [, right]) => right - left)
    .map(([label, count]) => `${formatCount(count)} with ${label}`);
  return `skipped ${formatCount(skipped)} of ${countRows(rows.read)}: ${reasons.join(", ")}`;
}

function describeBlankLines(count: number): readonly string[] {
  if (count === 0) return [];
  return [`passed over ${formatCount(count)} blank line${count === 1 ? "" : "s"} between rows`];
}

function describeClock(
  clock: "number" | "timestamp",
  arrivals: Float64Array<ArrayBuffer>,
): readonly string[] {
  const notes: string[] = [];
  const [first] = arrivals;
  if (clock === "number" && first > LARGEST_OFFSET) {
    notes.push(
      `arrivals start at ${first} s, which looks like Unix time: nothing happens until then; ` +
        "cut the trace with `workload.trace.window` or write seconds since its start",
    );
  }
  const tick = detectTick(arrivals);
  if (tick !== null) {
    notes.push(`timestamps sit on a ${tick} s tick: simultaneous arrivals may exaggerate tails`);
  }
  return notes;
}

/** Counts the rows that arrive before one written above them. */
function countLate(arrivals: Float64Array): number {
  let latest = -Infinity;
  let late = 0;
  for (const arrival of arrivals) {
    if (arrival < latest) late++;
    else latest = arrival;
  }
  return late;
}

function orderByArrival(arrivals: Float64Array): Uint32Array {
  const order = Uint32Array.from(arrivals.keys());
  return order.sort((left, right) => arrivals[left] - arrivals[right] || left - right);
}

/** Puts a column into the given order, in place. */
function reorder<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  column: A,
  order: Uint32Array | null,
): A {
  if (order === null || column.length === 0) return column;
  const written = column.slice();
  order.forEach((row, position) => {
    column[position] = written[row];
  });
  return column;
}

/** Puts the prefixes into the given order. */
function reorderPrefixes(
  rows: CollectedRows,
  order: Uint32Array | null,
): Pick<TraceRows, "prefixOffsets" | "prefixHashes"> {
  const { prefixHashes: hashes, prefixOffsets: offsets } = rows;
  if (order === null || offsets.length === 0) {
    return { prefixOffsets: offsets, prefixHashes: hashes };
  }
  const prefixOffsets = new Int32Array(offsets.length);
  const prefixHashes = new Int32Array(hashes.length);
  order.forEach((row, position) => {
    const blocks = hashes.subarray(offsets[row], offsets[row + 1]);
    prefixHashes.set(blocks, prefixOffsets[position]);
    prefixOffsets[position + 1] = prefixOffsets[position] + blocks.length;
  });
  return { prefixOffsets, prefixHashes };
}

function countRows(count: number): string {
  return `${formatCount(count)} row${count === 1 ? "" : "s"}`;
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
