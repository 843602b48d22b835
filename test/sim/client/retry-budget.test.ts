import { describe, expect, it } from "vitest";

import { openRetryBudget } from "../../../src/sim/client/open-retry-budget.ts";
import type { RetryBudget } from "../../../src/sim/client/retry-budget.ts";
import {
  BUDGET_SHARE,
  BUDGET_THROTTLE,
  BUDGET_TOKENS,
  type RetryBudgetPlan,
} from "../../../src/sim/control-plan.ts";

/** The products' own defaults, and gRPC's example. */
const plan: RetryBudgetPlan = {
  kind: BUDGET_SHARE,
  share: 0.2,
  least: 3,
  tokens: 10,
  tokenRatio: 0.1,
  cost: 5,
  timeoutCost: 10,
  refund: 1,
};

function repeat(times: number, act: () => void): void {
  for (let i = 0; i < times; i++) act();
}

/** How many retries in a row it grants, at most `most`. */
function grants(budget: RetryBudget, afterTimeout: boolean, most = 1000): number {
  let granted = 0;
  while (granted < most && budget.allows(0, granted, afterTimeout)) granted++;
  return granted;
}

describe("a retry budget that is a share of active requests", () => {
  const budget = openRetryBudget(plan);

  it("allows fewer retries at once than the share, rounded down", () => {
    expect(budget.allows(100, 19, false)).toBe(true);
    expect(budget.allows(100, 20, false)).toBe(false);
    expect(budget.allows(104, 20, false)).toBe(false);
    expect(budget.allows(105, 20, false)).toBe(true);
  });

  it("allows the least number however few are active", () => {
    expect(grants(budget, false)).toBe(3);
    expect(budget.allows(19, 3, false)).toBe(false);
    expect(budget.allows(20, 3, false)).toBe(true);
  });

  it("remembers neither failures nor successes", () => {
    repeat(100, () => budget.onFailure());
    expect(budget.allows(100, 19, false)).toBe(true);
    repeat(100, () => budget.onSuccess(true, false));
    expect(budget.allows(100, 20, false)).toBe(false);
  });
});

describe("a retry budget that is gRPC's throttle", () => {
  const throttle = { ...plan, kind: BUDGET_THROTTLE };

  it("stops at half of the tokens, and retries take none", () => {
    const budget = openRetryBudget(throttle);
    repeat(4, () => budget.onFailure());
    expect(grants(budget, true)).toBe(1000);
    budget.onFailure();
    expect(budget.allows(0, 0, false)).toBe(false);
    budget.onSuccess(false, false);
    expect(budget.allows(0, 0, false)).toBe(true);
  });

  it("counts in whole thousandths, so that ten tenths are one", () => {
    const budget = openRetryBudget(throttle);
    repeat(6, () => budget.onFailure());
    // 4 tokens and ten times 0.1 are 5, which is not above half; a sum of doubles could be.
    repeat(10, () => budget.onSuccess(false, false));
    expect(budget.allows(0, 0, false)).toBe(false);
    budget.onSuccess(false, false);
    expect(budget.allows(0, 0, false)).toBe(true);
  });

  it("cuts the ratio after the third decimal, but loses none of the first three", () => {
    for (const [ratio, thousandths] of [
      [0.5466, 546],
      [1.001, 1001],
      [0.0014, 1],
    ]) {
      const budget = openRetryBudget({ ...throttle, tokens: 2, tokenRatio: ratio });
      repeat(2, () => budget.onFailure());
      // From 0 to above 1000 thousandths.
      const needed = Math.floor(1000 / thousandths) + 1;
      repeat(needed - 1, () => budget.onSuccess(false, false));
      expect(budget.allows(0, 0, false)).toBe(false);
      budget.onSuccess(false, false);
      expect(budget.allows(0, 0, false)).toBe(true);
    }
  });

  it("keeps its tokens between none and all", () => {
    const budget = openRetryBudget(throttle);
    repeat(1000, () => budget.onSuccess(false, false));
    repeat(5, () => budget.onFailure());
    expect(budget.allows(0, 0, false)).toBe(false);
    repeat(1000, () => budget.onFailure());
    repeat(50, () => budget.onSuccess(false, false));
    expect(budget.allows(0, 0, false)).toBe(false);
    budget.onSuccess(false, false);
    expect(budget.allows(0, 0, false)).toBe(true);
  });
});

describe("a retry budget that is the AWS SDKs' token bucket", () => {
  const bucket = { ...plan, kind: BUDGET_TOKENS, tokens: 500 };

  it("charges a retry, and more after a timeout", () => {
    expect(grants(openRetryBudget(bucket), false)).toBe(100);
    expect(grants(openRetryBudget(bucket), true)).toBe(50);
    const budget = openRetryBudget({ ...bucket, tokens: 14 });
    expect(budget.allows(0, 0, true)).toBe(true);
    expect(budget.allows(0, 0, false)).toBe(false);
  });

  it("gives an answered retry's cost back, and one token for an answer without a retry", () => {
    const budget = openRetryBudget(bucket);
    grants(budget, false);
    budget.onSuccess(true, false);
    expect(grants(budget, false)).toBe(1);
    budget.onSuccess(true, true);
    expect(grants(budget, false)).toBe(2);
    repeat(4, () => budget.onSuccess(false, false));
    expect(grants(budget, false)).toBe(0);
    budget.onSuccess(false, false);
    expect(grants(budget, false)).toBe(1);
  });

  it("never holds more than it started with", () => {
    const budget = openRetryBudget(bucket);
    repeat(1000, () => budget.onSuccess(false, false));
    expect(grants(budget, false)).toBe(100);
  });

  it("is not charged for a failure", () => {
    const budget = openRetryBudget(bucket);
    repeat(1000, () => budget.onFailure());
    expect(grants(budget, false)).toBe(100);
  });
});

describe("no retry budget", () => {
  it("allows every retry", () => {
    const budget = openRetryBudget(null);
    repeat(1000, () => budget.onFailure());
    budget.onSuccess(true, true);
    expect(grants(budget, true)).toBe(1000);
  });
});
