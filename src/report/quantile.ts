import type { Interval, MetricSummary } from "../plan/result.ts";

/**
 * A quantile of one measure: the recorded one where there is one, else read off the distribution's
 * points, as the smallest recorded value with at least that share at or below it.
 *
 * @param share - In (0, 1).
 * @returns Seconds; null if no request completed.
 */
export function quantileOf(summary: MetricSummary, share: number): number | null {
  switch (share) {
    case 0.5:
      return summary.p50;
    case 0.9:
      return summary.p90;
    case 0.95:
      return summary.p95;
    case 0.99:
      return summary.p99;
    case 0.999:
      return summary.p999;
    default:
      return summary.cdf.find(([, reached]) => reached >= share)?.[0] ?? summary.max;
  }
}

/** The recorded interval of a quantile in seconds, or null where there is none. */
export function intervalOf(summary: MetricSummary, share: number): Interval | null {
  switch (share) {
    case 0.5:
      return summary.intervals?.p50 ?? null;
    case 0.95:
      return summary.intervals?.p95 ?? null;
    case 0.99:
      return summary.intervals?.p99 ?? null;
    default:
      return null;
  }
}
