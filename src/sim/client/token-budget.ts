import type { RetryBudgetPlan } from "../control-plan.ts";
import type { RetryBudget } from "./retry-budget.ts";

/**
 * The retry quota of the AWS SDKs' standard mode: a bucket that starts full with `tokens` (500); a
 * retry costs `cost` (5), after a timeout `timeoutCost` (10); a retry that is answered gives its
 * cost back, and an answer without a retry `refund` (1).
 *
 * @see `StandardRetryStrategy` in smithy-typescript, read 2026-11. Releases of it before 2026 took
 *   the larger of full and refilled, where the smaller was meant: any success filled the bucket.
 */
export class TokenBudget implements RetryBudget {
  private readonly most: number;
  private readonly cost: number;
  private readonly timeoutCost: number;
  private readonly refund: number;
  private tokens: number;

  constructor({ tokens, cost, timeoutCost, refund }: RetryBudgetPlan) {
    this.most = tokens;
    this.cost = cost;
    this.timeoutCost = timeoutCost;
    this.refund = refund;
    this.tokens = tokens;
  }

  allows(_active: number, _retrying: number, afterTimeout: boolean): boolean {
    const cost = this.costOf(afterTimeout);
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }

  onSuccess(wasRetry: boolean, afterTimeout: boolean): void {
    const gain = wasRetry ? this.costOf(afterTimeout) : this.refund;
    this.tokens = Math.min(this.most, this.tokens + gain);
  }

  /** Changes nothing: retries pay, failures don't. */
  onFailure(): void {}

  private costOf(afterTimeout: boolean): number {
    return afterTimeout ? this.timeoutCost : this.cost;
  }
}
