/**
 * Quantile of a non-negative variate from its tail function, by bisection to the last few bits.
 *
 * @param tail - P(X > t) for t ≥ 0, continuous and falling to 0.
 * @param p - Probability in [0, 1).
 * @param scale - Any time of the order of the answer, > 0.
 * @returns The smallest t ≥ 0 with P(X > t) ≤ 1 − p.
 */
export function quantileOfTail(tail: (t: number) => number, p: number, scale: number): number {
  const share = 1 - p;
  if (tail(0) <= share) return 0;
  let low = 0;
  let high = scale;
  while (tail(high) > share) {
    low = high;
    high *= 2;
  }
  for (let middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (tail(middle) > share) low = middle;
    else high = middle;
  }
  return high;
}
