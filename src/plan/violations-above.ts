import type { BatchedViolations } from "../stats/violation-bounds.ts";
import type { PooledReplications } from "./pool-replications.ts";
import type { Metric } from "./result.ts";
import { METRICS } from "./metrics.ts";

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
