import { effectiveRequests } from "../stats/violation-bounds.ts";
import { coarsen, type PooledReplications } from "./pool-replications.ts";
import type { Metric } from "./result.ts";
import { thresholdAt, violationsAbove } from "./violations-above.ts";

/**
 * How correlated violations are can't be told from a run that happens to see few of them: it looks
 * like many independent requests. So the same is asked of slowness that every run sees, that of 20
 * times the budget, and the sample is taken to be worth at most twice what it is worth there.
 * Without this rule a bursty queue whose budget is just used up is called `met` after 100,000
 * requests in 22 % of runs, with it in 4 % (docs/validation.md).
 */
const COMMON_SLOWNESS = { budgets: 20, most: 0.5 } as const;
const MOST_WORTH_OF_RARE = 2;

/**
 * Most independent requests that the violations of a limit may count as, by what common slowness
 * tells of their correlation.
 *
 * @param pooled - All replications of one configuration.
 * @param metric - The measure that the limit is on.
 * @param budget - Share of requests that may violate it, in (0, 1).
 * @param confidence - Of the bounds it is for, in (0, 1).
 */
export function mostIndependent(
  pooled: PooledReplications,
  metric: Metric,
  budget: number,
  confidence: number,
): number {
  const commonRate = Math.min(COMMON_SLOWNESS.most, COMMON_SLOWNESS.budgets * budget);
  const threshold = thresholdAt(pooled, { metric, within: Infinity }, commonRate);
  const common = violationsAbove(pooled, metric, threshold);
  return MOST_WORTH_OF_RARE * effectiveRequests(coarsen(common, pooled.finePerCoarse), confidence);
}
