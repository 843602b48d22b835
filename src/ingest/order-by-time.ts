/**
 * Finds the order of rows by time; rows of the same time keep the order they have.
 *
 * Logs are nearly in order, so only the rows that come before one above them are sorted, and then
 * merged with the others.
 *
 * @param times - Seconds.
 * @returns How many rows came late, and the rows in order; null if they are in order already.
 */
export function orderByTime(times: Float64Array): {
  readonly late: number;
  readonly order: Uint32Array | null;
} {
  const late = countLate(times);
  if (late === 0) return { late, order: null };
  const straggling = new Uint32Array(late);
  const steady = new Uint32Array(times.length - late);
  let latest = -Infinity;
  let stragglers = 0;
  for (let row = 0; row < times.length; row++) {
    if (times[row] < latest) straggling[stragglers++] = row;
    else {
      latest = times[row];
      steady[row - stragglers] = row;
    }
  }
  straggling.sort((left, right) => times[left] - times[right] || left - right);
  return { late, order: merge(times, steady, straggling) };
}

/** Counts the rows that come before one written above them. */
function countLate(times: Float64Array): number {
  let latest = -Infinity;
  let late = 0;
  for (let row = 0; row < times.length; row++) {
    if (times[row] < latest) late++;
    else latest = times[row];
  }
  return late;
}

function merge(times: Float64Array, left: Uint32Array, right: Uint32Array): Uint32Array {
  const order = new Uint32Array(times.length);
  let fromLeft = 0;
  let fromRight = 0;
  for (let position = 0; position < order.length; position++) {
    const one = left[fromLeft];
    const other = right[fromRight];
    const takesLeft =
      fromRight === right.length ||
      (fromLeft < left.length &&
        (times[one] < times[other] || (times[one] === times[other] && one < other)));
    if (takesLeft) fromLeft++;
    else fromRight++;
    order[position] = takesLeft ? one : other;
  }
  return order;
}
