import type {
  BackoffSection,
  HedgingSection,
  RetriesSection,
  RetryBudgetSection,
} from "../scenario/retries-section.ts";
import type { ClientSection, DistributionSection } from "../scenario/scenario.ts";
import {
  BACKOFF_BAND,
  BACKOFF_DECORRELATED,
  BACKOFF_FULL_JITTER,
  BACKOFF_LAW,
  BUDGET_SHARE,
  BUDGET_THROTTLE,
  BUDGET_TOKENS,
  type BackoffPlan,
  type ClientPlan,
  type HedgePlan,
  type RetryBudgetPlan,
  type RetryPlan,
} from "../sim/control-plan.ts";

const NO_LAW: DistributionSection = { distribution: "constant", value: 0 };

/** Every field of a budget, for the kinds that don't have it. */
const NO_BUDGET: Omit<RetryBudgetPlan, "kind"> = {
  share: 0,
  least: 0,
  tokens: 0,
  tokenRatio: 0,
  cost: 0,
  timeoutCost: 0,
  refund: 0,
};

/**
 * Lowers what clients do after an attempt, or during one, to numbers.
 *
 * @param client - The section, valid.
 */
export function compileClient({ hedging, retries }: ClientSection): ClientPlan {
  return {
    retries: retries === null ? null : compileRetries(retries),
    hedging: hedging === null ? null : compileHedging(hedging),
  };
}

function compileRetries(retries: RetriesSection): RetryPlan {
  const { backoff, budget, maxAttempts, on, perTryTimeout } = retries;
  return {
    maxAttempts: maxAttempts ?? Infinity,
    perTryTimeout: perTryTimeout ?? Infinity,
    onRejected: on.includes("rejected") ? 1 : 0,
    onTimedOut: on.includes("timed-out") ? 1 : 0,
    onFailed: on.includes("failed") ? 1 : 0,
    backoff: compileBackoff(backoff),
    budget: budget === null ? null : compileBudget(budget),
  };
}

function compileBackoff(backoff: BackoffSection): BackoffPlan {
  if ("law" in backoff) {
    return { kind: BACKOFF_LAW, base: 0, factor: 1, max: Infinity, band: 0, law: backoff.law };
  }
  const { base, factor, jitter, max } = backoff;
  const growing = { base, factor, max: max ?? Infinity, law: NO_LAW };
  if (jitter === "full") return { kind: BACKOFF_FULL_JITTER, ...growing, band: 0 };
  if (jitter === "decorrelated") return { kind: BACKOFF_DECORRELATED, ...growing, band: 0 };
  return { kind: BACKOFF_BAND, ...growing, band: jitter };
}

function compileBudget(budget: RetryBudgetSection): RetryBudgetPlan {
  switch (budget.kind) {
    case "envoy":
      return { ...NO_BUDGET, kind: BUDGET_SHARE, share: budget.share, least: budget.least };
    case "grpc": {
      const { tokenRatio, tokens } = budget;
      return { ...NO_BUDGET, kind: BUDGET_THROTTLE, tokens, tokenRatio };
    }
    case "aws": {
      const { cost, refund, timeoutCost, tokens } = budget;
      return { ...NO_BUDGET, kind: BUDGET_TOKENS, tokens, cost, timeoutCost, refund };
    }
  }
}

function compileHedging({ delay, maxAttempts, quantile }: HedgingSection): HedgePlan {
  return { maxAttempts, delay, quantile: quantile ?? 0 };
}
