import type { BatchPlan } from "./sim-plan.ts";

/**
 * Size of the batch that an idle replica starts, as Triton's dynamic batcher decides it.
 *
 * @param plan - Batching.
 * @param limit - Largest batch at present, in 1..`maxBatch`.
 * @param count - Requests waiting, ≥ 1.
 * @param isOverdue - True if the oldest of them has waited `maxWait`.
 * @returns 0 if the replica waits for more.
 */
export function dueBatchSize(
  plan: BatchPlan,
  limit: number,
  count: number,
  isOverdue: boolean,
): number {
  const size = count < limit ? count : limit;
  if (plan.hasPreferred === 0) return size === limit || isOverdue ? size : 0;
  if (plan.maxWait > 0 && isOverdue) return size;
  const preferred = plan.preferredAtMost[size];
  if (preferred > 0) return preferred;
  return plan.maxWait === 0 ? size : 0;
}
