/**
 * Index of the first of ascending times that is at least `time`; their number if there is none.
 *
 * @param times - Ascending.
 */
export function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
