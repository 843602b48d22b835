import type { BatchedViolations } from "../stats/violation-bounds.ts";
import { mergeAll, sumOf, type PooledReplications } from "./pool-replications.ts";
import type { Metric } from "./result.ts";
import { METRICS } from "./metrics.ts";

/** A limit on a measure, in seconds. */
export interface Limit {
  readonly metric: Metric;
  readonly within: number;
}

/**
 * Violations of "`metric` ≤ `threshold`" in each fine batch, requests without an answer among them.
 *
 * @param pooled - All replications of one configuration.
 * @param metric - A measure.
 * @param threshold - An edge of its histograms, in seconds; null for a limit below every value.
 */
export function violationsAbove(
  pooled: PooledReplications,
  metric: Metric,
  threshold: number | null,
): BatchedViolations {
  const histograms = pooled.histograms[METRICS.indexOf(metric)];
  return {
    requests: pooled.batchRequests,
    violations: pooled.batchFailures.map((failed, batch) => {
      const { count } = histograms[batch];
      return failed + (threshold === null ? count : histograms[batch].countAbove(threshold));
    }),
  };
}

/**
 * The largest histogram edge ≤ `within` that at least a share `least` of the requests violates;
 * null if every edge is violated by fewer.
 */
export function thresholdAt(
  pooled: PooledReplications,
  limit: Limit,
  least: number,
): number | null {
  const histograms = pooled.histograms[METRICS.indexOf(limit.metric)];
  const all = mergeAll(histograms);
  const failures = sumOf(pooled.batchFailures);
  const needed = least * sumOf(pooled.batchRequests) - failures;
  let threshold: number | null = null;
  let above = all.count;
  all.forEachBucket((edge, count) => {
    above -= count;
    if (edge <= limit.within && above >= needed) threshold = edge;
  });
  return threshold;
}
