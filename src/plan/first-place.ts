/**
 * The first of some places at which a condition holds that, once it does, goes on holding.
 *
 * @param count - Places, from 0; an integer ≥ 0.
 * @param holds - Asked about log₂(count) of them.
 * @returns `count` if it holds nowhere.
 */
export function firstPlace(count: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
