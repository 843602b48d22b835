import type { RetryBudgetPlan } from "../control-plan.ts";
import type { RetryBudget } from "./retry-budget.ts";

/**
 * Envoy's retry budget: retries in flight are at most a share of the active and pending requests,
 * rounded down, or `least` if that is more. Defaults 20 % and 3.
 *
 * @see `ResourceManagerImpl::RetryBudgetImpl` in Envoy's `resource_manager_impl.h`, read 2026-11. There
 *   a retry counts from its decision, through its backoff, to the end of its attempt.
 */
export class ShareBudget implements RetryBudget {
  private readonly share: number;
  private readonly least: number;

  constructor({ share, least }: RetryBudgetPlan) {
    this.share = share;
    this.least = least;
  }

  allows(active: number, retrying: number): boolean {
    return retrying < Math.max(Math.floor(this.share * active), this.least);
  }

  /** Changes nothing: the caller counts. */
  onSuccess(): void {}

  /** Changes nothing: the caller counts. */
  onFailure(): void {}
}
