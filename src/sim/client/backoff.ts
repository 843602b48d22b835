import {
  BACKOFF_BAND,
  BACKOFF_DECORRELATED,
  BACKOFF_FULL_JITTER,
  type BackoffPlan,
} from "../control-plan.ts";

/**
 * Seconds from a failed attempt to the retry that follows it.
 *
 * - Full jitter draws from [0, min(max, base·factor^(retry − 1))): "Exponential Backoff and Jitter",
 *   AWS Architecture Blog, 2015; the AWS SDKs' standard mode; and Envoy. Envoy's documentation gives
 *   [0, (2^N − 1)·base), but its code doubles from the base on (`backoff_strategy.cc`,
 *   `JitteredExponentialBackOffStrategy`, read 2026-11), so that `factor` 2 and `max` 10·base are exact.
 * - Decorrelated draws from [base, 3·previous), at most `max`: the same article.
 * - A band multiplies min(base·factor^(retry − 1), max) by 1 ± band: gRPC proposal A6, band 0.2.
 * - A law is drawn from as it is; below zero counts as zero.
 *
 * @param plan - Which rule, and its parameters in seconds.
 * @param retry - Number of the retry, from 1.
 * @param previous - Delay before the retry before; 0 for the first.
 * @param uniform - In [0, 1).
 * @param quantile - Quantile function of `plan.law`, opened once.
 */
export function backoffDelay(
  plan: BackoffPlan,
  retry: number,
  previous: number,
  uniform: number,
  quantile: (uniform: number) => number,
): number {
  const { base, max } = plan;
  switch (plan.kind) {
    case BACKOFF_FULL_JITTER:
      return uniform * exponentialDelay(plan, retry);
    case BACKOFF_DECORRELATED: {
      const last = previous > base ? previous : base;
      return Math.min(max, base + uniform * (3 * last - base));
    }
    case BACKOFF_BAND:
      return exponentialDelay(plan, retry) * (1 - plan.band + 2 * plan.band * uniform);
    default:
      return Math.max(0, quantile(uniform));
  }
}

function exponentialDelay({ base, factor, max }: BackoffPlan, retry: number): number {
  // The power overflows in the end, and 0 times that is no number.
  return base === 0 ? 0 : Math.min(max, base * factor ** (retry - 1));
}
