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
  const gaps = positiveGaps(arrivals);
  if (gaps.length < MIN_POSITIVE_GAPS || 2 * gaps.length >= arrivals.length - 1) return null;
  gaps.sort();
  // The 5 % quantile: a tick is the smallest gap but for a few early or late stamps.
  const tick = gaps[Math.floor(gaps.length / 20)];
  const roundedTick = Number(tick.toPrecision(2));
  if (roundedTick < MIN_TICK) return null;
  const offGrid = gaps.filter((gap) => Math.abs(gap / tick - Math.round(gap / tick)) > 0.02);
  return offGrid.length > gaps.length / 20 ? null : roundedTick;
}

/** The gaps above 0, in order; none if they can't show a tick, which spares their memory. */
function positiveGaps(arrivals: Float64Array): Float64Array {
  let count = 0;
  for (let row = 1; row < arrivals.length; row++) {
    if (arrivals[row] > arrivals[row - 1]) count++;
  }
  if (2 * count >= arrivals.length - 1) return new Float64Array(0);
  const gaps = new Float64Array(count);
  for (let row = 1, place = 0; row < arrivals.length; row++) {
    const gap = arrivals[row] - arrivals[row - 1];
    if (gap > 0) gaps[place++] = gap;
  }
  return gaps;
}

/**
 * Finds the resolution of a clock of whole seconds, or of whole minutes, whatever the traffic.
 *
 * @param arrivals - Seconds.
 * @returns 60, 1, or null where some request came between two seconds.
 */
export function findWholeTick(arrivals: Float64Array): number | null {
  if (arrivals.length < MIN_POSITIVE_GAPS) return null;
  for (const tick of [60, 1]) {
    if (arrivals.every((arrival) => Number.isInteger((arrival - arrivals[0]) / tick))) return tick;
  }
  return null;
}
