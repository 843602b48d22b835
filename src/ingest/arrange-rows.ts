import { formatCount, formatCounted } from "./count-words.ts";
import { detectTick } from "./detect-tick.ts";
import { orderByTime } from "./order-by-time.ts";
import type { CollectedRows } from "./row-collector.ts";
import { fileError } from "./trace-error.ts";
import type { TraceRows } from "./trace-rows.ts";

/**
 * Brings the rows of a trace into arrival order and says what is remarkable about them.
 *
 * @param files - How many files they come from.
 * @throws TraceError when no row is left.
 */
export function arrangeRows(path: string, rows: CollectedRows, files: number): TraceRows {
  const skipped = rows.read - rows.arrivals.length;
  const skipNote = skipped === 0 ? [] : [describeSkipped(rows, skipped)];
  if (rows.arrivals.length === 0) {
    throw fileError(path, `no usable rows: ${skipNote[0] ?? "the file has a header but no rows"}`);
  }
  const { late, order } = orderByTime(rows.arrivals);
  const arrivals = reorder(rows.arrivals, order);
  return {
    arrivals,
    inputs: reorder(rows.inputs, order),
    outputs: reorder(rows.outputs, order),
    durations: reorder(rows.durations, order),
    ...reorderPrefixes(rows, order),
    notes: [
      ...(files === 1 ? [] : [`read ${formatCount(files)} files, merged by time`]),
      ...skipNote,
      ...describeRepaired(rows),
      ...describeBlankLines(rows.blankLines),
      ...(late === 0
        ? []
        : [`rows were not in arrival order: ${formatCounted(late, "row")} sorted`]),
      ...rows.clockNotes,
      ...describeTick(arrivals),
      ...describeElapsed(rows),
    ],
    read: rows.read,
    skipped,
  };
}

function describeSkipped(rows: CollectedRows, skipped: number): string {
  const reasons = listCounts(rows.skipped);
  return `skipped ${formatCount(skipped)} of ${formatCounted(rows.read, "row")}: ${reasons}`;
}

function describeRepaired({ repaired }: CollectedRows): readonly string[] {
  return repaired.size === 0 ? [] : [`changed rows: ${listCounts(repaired)}`];
}

function listCounts(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([label, count]) => `${formatCount(count)} with ${label}`)
    .join(", ");
}

function describeBlankLines(count: number): readonly string[] {
  if (count === 0) return [];
  return [`passed over ${formatCounted(count, "blank line")} between rows`];
}

function describeTick(arrivals: Float64Array): readonly string[] {
  const tick = detectTick(arrivals);
  if (tick === null) return [];
  return [
    `timestamps sit on a ${tick} s tick: simultaneous arrivals may exaggerate tails; ` +
      "`workload.trace.dequantize: true` spreads them",
  ];
}

/** How long requests took in reality, which is no service time: the wait is inside. */
function describeElapsed({ durations, elapsed }: CollectedRows): readonly string[] {
  const known = elapsed.filter((seconds) => seconds >= 0);
  if (durations.length > 0 || known.length === 0) return [];
  known.sort();
  const [median, high] = [0.5, 0.99].map((share) => known[Math.ceil(share * known.length) - 1]);
  return [
    `logged durations, waiting included: median ${round(median)} s, p99 ${round(high)} s; ` +
      "for comparison only, since they are no service times",
  ];
}

function round(seconds: number): number {
  return Number(seconds.toPrecision(3));
}

/** Puts a column into the given order, in place. */
function reorder<A extends Float64Array | Int32Array>(column: A, order: Uint32Array | null): A {
  if (order === null || column.length === 0) return column;
  const written = column.slice();
  for (let position = 0; position < order.length; position++) {
    column[position] = written[order[position]];
  }
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
