import { describe, expect, it } from "vitest";

import { openAutoscaler } from "../../../src/sim/autoscale/open-autoscaler.ts";
import {
  AUTOSCALER_PREDICTIVE,
  type PredictivePlan,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import { handBuiltFleet } from "./hand-built.ts";

function handBuiltPlan(overrides: Partial<PredictivePlan> = {}): PredictivePlan {
  return {
    kind: AUTOSCALER_PREDICTIVE,
    min: 1,
    max: 50,
    perReplica: 2,
    interval: 60,
    window: 60,
    windows: 3,
    horizon: 90,
    headroom: 0.1,
    scaleDownDelay: 0,
    ...overrides,
  };
}

/** Sizes by time, under rates by number of the window. */
function follow(
  plan: PredictivePlan,
  start: number,
  end: number,
  rates: readonly number[],
): Map<number, number> {
  const predictive = openAutoscaler(plan);
  const sizes = new Map<number, number>();
  let desired = start;
  while (predictive.nextTime <= end) {
    const now = predictive.nextTime;
    const total = rates[Math.floor(now / plan.window) - 1] ?? Number.NaN;
    desired = predictive.decide(handBuiltFleet(now, desired, [{ total, pods: desired }]));
    sizes.set(now, desired);
  }
  return sizes;
}

describe("predictive autoscaler", () => {
  it("fits a line through the last windows' rates and looks ahead", () => {
    // Rates at 30, 90, 150, 210 s. 60 s: 4 alone, 4.4/2 = 2.2. 120 s: 6 + 120 × 2/60 = 10, 11/2.
    // 180 s: 8 + 120 × 2/60 = 12, 13.2/2 = 6.6. 240 s: the last three, flat at (6 + 8 + 4)/3 with
    // slope (4 − 6)/2 = −1 a window: 6 − 1 × (330 − 150)/60 = 3, 3.3/2.
    const sizes = follow(handBuiltPlan(), 1, 240, [4, 6, 8, 4]);
    expect([...sizes.values()]).toEqual([3, 6, 7, 2]);
  });

  it("fits by least squares, not through the ends' neighbours", () => {
    // 4, 10, 4 has slope 0 and mean 6: 6.6/2 = 3.3.
    expect(follow(handBuiltPlan(), 9, 180, [4, 10, 4]).get(180)).toBe(4);
  });

  it("decides between the ends of windows on those that have ended", () => {
    // 90 s: 4 alone still. 150 s: 4 and 6: 6 + (150 + 90 − 90) × 2/60 = 11, 12.1/2 = 6.05.
    const sizes = follow(handBuiltPlan({ interval: 30 }), 1, 150, [4, 6]);
    expect([...sizes]).toEqual([
      [30, 1],
      [60, 3],
      [90, 3],
      [120, 6],
      [150, 7],
    ]);
  });

  it("keeps within its bounds when the line leaves them", () => {
    expect(follow(handBuiltPlan(), 1, 180, [90, 50, 10]).get(180)).toBe(1);
    expect(follow(handBuiltPlan({ max: 6 }), 1, 180, [4, 6, 8]).get(180)).toBe(6);
  });

  it("shrinks once a delay's forecasts were all lower, to the highest of them", () => {
    // One window: rates 10, 4, 6, 4 give 5.5, 2.2, 3.3, 2.2 → 6, 3, 4, 3. Lower since 120 s, so at
    // 240 s; the 4 of 180 s is the highest since. It is above what 300 s wants, too (180 s is on
    // the edge of the delay), so 3 comes at 360 s.
    const plan = handBuiltPlan({ windows: 1, scaleDownDelay: 120 });
    const sizes = follow(plan, 1, 360, [10, 4, 6, 4, 4, 4]);
    expect([...sizes.values()]).toEqual([6, 6, 6, 4, 4, 3]);
  });

  it("keeps the size it starts with for the delay", () => {
    const plan = handBuiltPlan({ scaleDownDelay: 120 });
    expect([...follow(plan, 5, 180, [2, 2, 2]).values()]).toEqual([5, 5, 2]);
  });
});
