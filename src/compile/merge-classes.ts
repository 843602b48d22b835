import type { WorkloadColumns } from "../sim/sim-plan.ts";
import type { DrawnClass } from "./draw-class.ts";

/** Where each row of the merged columns comes from. */
interface Origins {
  readonly classes: Int32Array;
  /** Row within its class. */
  readonly rows: Int32Array;
}

/**
 * Merges the requests of several classes by arrival; those that arrive together are ordered by
 * class, then by row. The rows of closed-loop users follow after all arrivals, class by class. One
 * class stays as it is.
 *
 * @param drawn - The classes in their order, at least one.
 */
export function mergeClasses(drawn: readonly DrawnClass[]): WorkloadColumns {
  if (drawn.length === 1) {
    const [{ duration: _duration, rows: _rows, ...columns }] = drawn;
    return { ...columns, classes: new Int32Array(0) };
  }
  const origins = orderRows(drawn);
  const { classes, rows } = origins;
  const arrivals = new Float64Array(drawn.reduce((sum, one) => sum + one.arrivals.length, 0));
  for (let at = 0; at < arrivals.length; at++) arrivals[at] = drawn[classes[at]].arrivals[rows[at]];
  const times = (pick: (one: DrawnClass) => Float64Array): Float64Array =>
    gather(drawn, origins, pick, (length) => new Float64Array(length));
  const tokens = (pick: (one: DrawnClass) => Int32Array): Int32Array =>
    gather(drawn, origins, pick, (length) => new Int32Array(length));
  return {
    arrivals,
    inputs: tokens((one) => one.inputs),
    outputs: tokens((one) => one.outputs),
    serviceTimes: times((one) => one.serviceTimes),
    jitters: times((one) => one.jitters),
    timeouts: times((one) => one.timeouts),
    routeUniforms: times((one) => one.routeUniforms),
    classes,
    ...gatherPrefixes(drawn, origins),
  };
}

function orderRows(drawn: readonly DrawnClass[]): Origins {
  const total = drawn.reduce((sum, { rows }) => sum + rows, 0);
  const classes = new Int32Array(total);
  const rows = new Int32Array(total);
  const next = new Int32Array(drawn.length);
  let at = 0;
  for (let one = earliest(drawn, next); one >= 0; one = earliest(drawn, next)) {
    classes[at] = one;
    rows[at++] = next[one]++;
  }
  for (const [one, { arrivals, rows: count }] of drawn.entries()) {
    for (let row = arrivals.length; row < count; row++) {
      classes[at] = one;
      rows[at++] = row;
    }
  }
  return { classes, rows };
}

/** The class whose next arrival comes first, the first of equals; −1 if none is left. */
function earliest(drawn: readonly DrawnClass[], next: Int32Array): number {
  let found = -1;
  let time = Infinity;
  for (let one = 0; one < drawn.length; one++) {
    const { arrivals } = drawn[one];
    if (next[one] < arrivals.length && arrivals[next[one]] < time) {
      found = one;
      time = arrivals[next[one]];
    }
  }
  return found;
}

/**
 * One column of all classes, with as many values a row as they have; empty unless all of them have
 * it, for a service that needs a column has it from every class.
 */
function gather<Column extends Float64Array | Int32Array>(
  drawn: readonly DrawnClass[],
  { classes, rows }: Origins,
  pick: (one: DrawnClass) => Column,
  allocate: (length: number) => Column,
): Column {
  const columns = drawn.map(pick);
  const isWhole = drawn.every((one, index) => one.rows === 0 || columns[index].length > 0);
  const first = drawn.findIndex((one) => one.rows > 0);
  if (!isWhole || first < 0) return allocate(0);
  const width = columns[first].length / drawn[first].rows;
  const merged = allocate(classes.length * width);
  for (let at = 0; at < classes.length; at++) {
    const column = columns[classes[at]];
    for (let value = 0; value < width; value++) {
      merged[at * width + value] = column[rows[at] * width + value];
    }
  }
  return merged;
}

/** Prefixes of all classes, in which equal numbers of two classes are still two blocks. */
function gatherPrefixes(
  drawn: readonly DrawnClass[],
  { classes, rows }: Origins,
): Pick<WorkloadColumns, "prefixOffsets" | "prefixHashes"> {
  const total = drawn.reduce((sum, { prefixHashes }) => sum + prefixHashes.length, 0);
  const prefixHashes = new Int32Array(total);
  const prefixOffsets = new Int32Array(total === 0 ? 0 : classes.length + 1);
  if (total === 0) return { prefixOffsets, prefixHashes };
  const bases = numberApart(drawn);
  let end = 0;
  for (let at = 0; at < classes.length; at++) {
    const { prefixHashes: hashes, prefixOffsets: offsets } = drawn[classes[at]];
    // A class without prefixes has no offsets: every one of its rows is empty.
    const last = offsets[rows[at] + 1] ?? 0;
    for (let block = offsets[rows[at]] ?? 0; block < last; block++) {
      prefixHashes[end++] = bases[classes[at]] + hashes[block];
    }
    prefixOffsets[at + 1] = end;
  }
  return { prefixOffsets, prefixHashes };
}

/** What is added to the numbers of each class, so that no two classes share one. */
function numberApart(drawn: readonly DrawnClass[]): readonly number[] {
  let base = 0;
  return drawn.map(({ prefixHashes }) => {
    const own = base;
    base += prefixHashes.reduce((most, hash) => Math.max(most, hash + 1), 0);
    return own;
  });
}
