// Below these, coincidences are too likely to tell a coarse clock from real traffic.
const MIN_POSITIVE_GAPS = 10;
const MIN_TICK = 0.1;

/**
 * Finds the tick of a clock too coarse for its traffic: more than half of all gaps are zero, and
 * the others are multiples of at least 0.1 s.
 *
 * Such a trace delivers the requests of a whole tick at once, which real clients never did.
 *
 * @param arrivals - Seconds, ascending.
 * @returns The tick in seconds to two significant digits; null when the clock looks continuous.
 */
export function detectTick(arrivals: Float64Array): number | null {
  const gaps = arrivals
    .subarray(1)
    .map((arrival, index) => arrival - arrivals[index])
    .filter((gap) => gap > 0);
  if (gaps.length < MIN_POSITIVE_GAPS || 2 * gaps.length >= arrivals.length - 1) return null;
  gaps.sort();
  // The 5 % quantile: a tick is the smallest gap but for a few early or late stamps.
  const tick = gaps[Math.floor(gaps.length / 20)];
  const roundedTick = Number(tick.toPrecision(2));
  if (roundedTick < MIN_TICK) return null;
  const offGrid = gaps.filter((gap) => Math.abs(gap / tick - Math.round(gap / tick)) > 0.02);
  return offGrid.length > gaps.length / 20 ? null : roundedTick;
}
