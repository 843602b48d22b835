import { BUDGET_SHARE, BUDGET_THROTTLE, type RetryBudgetPlan } from "../control-plan.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { ShareBudget } from "./share-budget.ts";
import { ThrottleBudget } from "./throttle-budget.ts";
import { TokenBudget } from "./token-budget.ts";

const UNLIMITED: RetryBudget = { allows: () => true, onSuccess: () => {}, onFailure: () => {} };

/**
 * Opens the budget that all retries of a run share, full.
 *
 * @param plan - null for retries without a limit.
 */
export function openRetryBudget(plan: RetryBudgetPlan | null): RetryBudget {
  if (plan === null) return UNLIMITED;
  switch (plan.kind) {
    case BUDGET_SHARE:
      return new ShareBudget(plan);
    case BUDGET_THROTTLE:
      return new ThrottleBudget(plan);
    default:
      return new TokenBudget(plan);
  }
}
