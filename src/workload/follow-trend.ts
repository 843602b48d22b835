/** A factor over time: linear between (seconds, factor) points, constant outside them. */
export type Trend = readonly (readonly [time: number, factor: number])[];

/**
 * The factor of a trend as a function of time. Times of consecutive calls must not descend: points
 * that were passed are not looked at again.
 *
 * @param trend - At least one point, times ascending.
 */
export function followTrend(trend: Trend): (time: number) => number {
  let next = 0;
  return (time) => {
    while (next < trend.length && trend[next][0] <= time) next += 1;
    if (next === 0) return trend[0][1];
    const [start, from] = trend[next - 1];
    if (next === trend.length) return from;
    const [end, to] = trend[next];
    return from + ((time - start) / (end - start)) * (to - from);
  };
}
