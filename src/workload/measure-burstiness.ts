/** How bursty an arrival stream is. Null where the stream is too short to tell. */
export interface Burstiness {
  /** Requests per second: the reciprocal of the mean gap; 0 if all arrive at one instant. */
  readonly rate: number;
  /** Busiest window's count over the mean count. */
  readonly peakToMean: { readonly "1s": number | null; readonly "60s": number | null };
  /** Variance over mean of the counts per window; 1 for Poisson arrivals. */
  readonly indexOfDispersion: {
    readonly "1s": number | null;
    readonly "10s": number | null;
    readonly "60s": number | null;
  };
  /** Standard deviation over mean of the gaps; 1 for Poisson arrivals. */
  readonly interarrivalCv: number | null;
}

/**
 * Measures how bursty an arrival stream is.
 *
 * Windows start at the first arrival and only full ones count: a last window that the stream
 * doesn't fill is left out. Variances are of the population, divided by n. Null stands for measures
 * of fewer than 2 full windows or fewer than 3 arrivals.
 *
 * @param arrivals - Seconds, ascending.
 */
export function measureBurstiness(arrivals: Float64Array): Burstiness {
  const second = measureWindows(arrivals, 1);
  const tenSeconds = measureWindows(arrivals, 10);
  const minute = measureWindows(arrivals, 60);
  const span = arrivals.length < 2 ? 0 : arrivals[arrivals.length - 1] - arrivals[0];
  return {
    rate: span > 0 ? (arrivals.length - 1) / span : 0,
    peakToMean: { "1s": second.peakToMean, "60s": minute.peakToMean },
    indexOfDispersion: {
      "1s": second.dispersion,
      "10s": tenSeconds.dispersion,
      "60s": minute.dispersion,
    },
    interarrivalCv: interarrivalCv(arrivals),
  };
}

function interarrivalCv(arrivals: Float64Array): number | null {
  const gaps = arrivals.length - 1;
  if (gaps < 2 || arrivals[gaps] === arrivals[0]) return null;
  const mean = (arrivals[gaps] - arrivals[0]) / gaps;
  let squares = 0;
  for (let i = 0; i < gaps; i += 1) squares += (arrivals[i + 1] - arrivals[i] - mean) ** 2;
  return Math.sqrt(squares / gaps) / mean;
}

/** Counts of arrivals in windows of one width. */
export interface WindowCounts {
  /** Full windows. */
  readonly windows: number;
  /** Busiest window's count over the mean count; null for fewer than 2 windows or 3 arrivals. */
  readonly peakToMean: number | null;
  /** Variance over mean of the counts; null like `peakToMean`. */
  readonly dispersion: number | null;
}

/**
 * Counts arrivals in windows of one width, without keeping the counts: as `measureBurstiness` does,
 * at any width. Sums of counts and of their squares are integers, so no rounding can make a
 * variance negative.
 *
 * @param arrivals - Seconds, ascending.
 * @param width - Seconds, > 0.
 */
export function measureWindows(arrivals: Float64Array, width: number): WindowCounts {
  const span = arrivals.length === 0 ? 0 : arrivals[arrivals.length - 1] - arrivals[0];
  const windows = Math.floor(span / width);
  if (arrivals.length < 3 || windows < 2) return { windows, peakToMean: null, dispersion: null };

  let total = 0;
  let squares = 0;
  let peak = 0;
  let first = 0;
  while (first < arrivals.length) {
    const window = Math.floor((arrivals[first] - arrivals[0]) / width);
    if (window >= windows) break;
    let next = first + 1;
    while (Math.floor((arrivals[next] - arrivals[0]) / width) === window) next += 1;
    const count = next - first;
    total += count;
    squares += count * count;
    peak = Math.max(peak, count);
    first = next;
  }
  return {
    windows,
    peakToMean: (peak * windows) / total,
    dispersion: (windows * squares - total * total) / (windows * total),
  };
}
