import type { RetryBudgetPlan } from "../control-plan.ts";
import type { RetryBudget } from "./retry-budget.ts";

/**
 * gRPC's retry throttling: a failure takes a token, a success gives `tokenRatio` back, and there is
 * no retry at or below half of the tokens. A retry itself takes nothing.
 *
 * Tokens are counted in thousandths, as gRPC does, where decimals of the ratio after the third are
 * cut off; so sums stay exact.
 *
 * @see gRPC proposal A6, "Throttling Retry Attempts and Hedged RPCs", and gRPC's `retry_throttle.cc`.
 */
export class ThrottleBudget implements RetryBudget {
  private readonly most: number;
  private readonly gain: number;
  /** Thousandths of a token. */
  private tokens: number;

  constructor({ tokens, tokenRatio }: RetryBudgetPlan) {
    this.most = tokens * 1000;
    // The addend keeps a ratio such as 1.001, whose product is 1000.99…, from losing a thousandth.
    this.gain = Math.floor(tokenRatio * 1000 + 1e-6);
    this.tokens = this.most;
  }

  allows(): boolean {
    return this.tokens > this.most / 2;
  }

  onSuccess(): void {
    this.tokens = Math.min(this.most, this.tokens + this.gain);
  }

  onFailure(): void {
    this.tokens = Math.max(0, this.tokens - 1000);
  }
}
