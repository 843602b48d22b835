import { measureBurstiness } from "../../workload/measure-burstiness.ts";
import type { TraceRows } from "../../workload/trace-rows.ts";
import { measureDispersion } from "./measure-dispersion.ts";
import { measurePrefixReuse } from "./prefix-reuse.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import type { RateOverTime, SizeStats, TraceStats } from "./trace-stats.ts";

/** Shares at which sizes are told. */
const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999] as const;
const PROFILE_STEPS = 200;
/** Windows that a picture of the rate has at most. */
const MOST_WINDOWS = 300;
/** Round widths of windows, in seconds. */
const WIDTHS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600,
  1200, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800,
] as const;

/**
 * Measures what a trace is like.
 *
 * @param rows - The trace, at least one row.
 */
export function measureTrace(rows: TraceRows): TraceStats {
  const { arrivals, durations, inputs, outputs } = rows;
  const span = arrivals[arrivals.length - 1] - arrivals[0];
  return {
    requests: arrivals.length,
    span,
    ...measureBurstiness(arrivals),
    dispersion: measureDispersion(arrivals),
    rateOverTime: measureRates(arrivals, span),
    input: measureSizes(inputs),
    output: measureSizes(outputs),
    duration: measureSizes(durations),
    inputOutputCorrelation: rankCorrelation(inputs, outputs),
    prefix: measurePrefixReuse(rows),
  };
}

/** Counts in windows of the least round width of which the span has few enough. */
function measureRates(arrivals: Float64Array, span: number): RateOverTime | null {
  if (!(span > 0)) return null;
  const width = WIDTHS.find((one) => span / one <= MOST_WINDOWS) ?? span / MOST_WINDOWS;
  const windows = Math.floor(span / width);
  const counts = Array.from({ length: windows }, () => 0);
  for (const arrival of arrivals) {
    const window = Math.floor((arrival - arrivals[0]) / width);
    if (window < windows) counts[window] += 1;
  }
  return windows === 0 ? null : { width, rates: counts.map((count) => count / width) };
}

function measureSizes(column: Int32Array | Float64Array): SizeStats | null {
  if (column.length === 0) return null;
  const sorted = Float64Array.from(column).sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    mean: sum / sorted.length,
    min: sorted[0],
    max: sorted[sorted.length - 1],
    quantiles: SHARES.map((share) => [share, quantileOf(sorted, share)]),
    profile: Array.from({ length: PROFILE_STEPS + 1 }, (_, step) =>
      quantileOf(sorted, step / PROFILE_STEPS),
    ),
  };
}

/**
 * The quantile between the two nearest values, as NumPy and R (type 7) take it by default.
 *
 * @param sorted - Ascending, at least one.
 * @param share - In [0, 1].
 */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  return below + (place % 1) * (sorted[Math.ceil(place)] - below);
}
