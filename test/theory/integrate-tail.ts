/**
 * Mean of a non-negative variate as the integral of its tail, by Simpson's rule.
 *
 * @param tail - P(X > t), smooth on [0, end] and negligible beyond.
 * @param end - Where to stop.
 */
export function integrateTail(tail: (t: number) => number, end: number): number {
  const panels = 2000;
  const step = end / panels;
  let total = tail(0) + tail(end);
  for (let i = 1; i < panels; i++) total += (i % 2 === 1 ? 4 : 2) * tail(i * step);
  return (total * step) / 3;
}
