import { percentileInterval } from "../../stats/percentile-interval.ts";
import type { Interval, MetricSummary } from "../result.ts";
import { RESAMPLED_SHARES, type PointResamples } from "./resample.ts";

/**
 * Percentile intervals of a measure's quantiles over the resamples of a trace.
 *
 * @param summary - The measure on the trace itself.
 * @param metric - Its place in `METRICS`.
 * @param resamples - Of the same configuration.
 * @param confidence - In (0, 1).
 * @returns null where nothing completed or the trace is too short to resample.
 */
export function resampledIntervals(
  { p50, p95, p99 }: MetricSummary,
  metric: number,
  { runs }: PointResamples,
  confidence: number,
): MetricSummary["intervals"] {
  if (p50 === null || p95 === null || p99 === null || runs.length === 0) return null;
  const around = (value: number, share: number): Interval => {
    const at = RESAMPLED_SHARES.indexOf(share);
    const quantiles = runs.map((run) => run.quantiles[metric][at]);
    const known = quantiles.filter((quantile) => !Number.isNaN(quantile));
    if (known.length === 0) return [value, value];
    const [low, high] = percentileInterval(known, confidence);
    return [Math.min(low, value), Math.max(high, value)];
  };
  return { p50: around(p50, 0.5), p95: around(p95, 0.95), p99: around(p99, 0.99) };
}
