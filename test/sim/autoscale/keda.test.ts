import { describe, expect, it } from "vitest";

import { openAutoscaler } from "../../../src/sim/autoscale/open-autoscaler.ts";
import { AUTOSCALER_KEDA, type KedaPlan } from "../../../src/sim/autoscale/autoscaler-plan.ts";
import {
  UNCONFIGURED_DOWN,
  UNCONFIGURED_UP,
  handBuiltFleet,
  handBuiltMetric,
  handBuiltRules,
} from "./hand-built.ts";

/** KEDA's defaults: polls every 30 s, cooldown 300 s, an HPA without behavior. */
function handBuiltPlan(overrides: Partial<KedaPlan> = {}): KedaPlan {
  return {
    kind: AUTOSCALER_KEDA,
    min: 0,
    max: 100,
    pollingInterval: 30,
    cooldownPeriod: 300,
    initialCooldownPeriod: 0,
    triggers: [handBuiltMetric()],
    hpa: handBuiltRules({ up: UNCONFIGURED_UP, down: UNCONFIGURED_DOWN }),
    ...overrides,
  };
}

/** Sizes by time of decision, until `end`, under totals by time. */
function follow(
  plan: KedaPlan,
  start: number,
  end: number,
  totalAt: (now: number) => number,
): Map<number, number> {
  const keda = openAutoscaler(plan);
  const sizes = new Map<number, number>();
  let desired = start;
  while (keda.nextTime <= end) {
    const now = keda.nextTime;
    const readings = plan.triggers.map(() => ({ total: totalAt(now), pods: desired }));
    desired = keda.decide(handBuiltFleet(now, desired, readings));
    sizes.set(now, desired);
  }
  return sizes;
}

describe("KEDA", () => {
  it("leaves zero at a poll, not at a sync, and the HPA goes on from 1", () => {
    // 35/10 = 3.5. The sync at 15 s finds zero. At 30 s the poll gives 1, the sync 4 ≤ max(2, 4).
    const sizes = follow(handBuiltPlan(), 0, 45, () => 35);
    expect([...sizes]).toEqual([
      [15, 0],
      [30, 4],
      [45, 4],
    ]);
  });

  it("polls by its own interval, which the HPA's sync doesn't follow", () => {
    // Poll at 40 s gives 1 of 35/10; the sync at 45 s gives min(4, max(2, 4)).
    const sizes = follow(handBuiltPlan({ pollingInterval: 40 }), 0, 60, () => 35);
    expect([...sizes]).toEqual([
      [15, 0],
      [30, 0],
      [40, 1],
      [45, 4],
      [60, 4],
    ]);
  });

  it.each([
    { total: 5, expected: 0 },
    { total: 5.5, expected: 1 },
  ])("is active strictly above the activation threshold: $total", ({ total, expected }) => {
    const triggers = [handBuiltMetric({ activation: 5 })];
    expect(follow(handBuiltPlan({ triggers }), 0, 30, () => total).get(30)).toBe(expected);
  });

  it("lets activation outrank the target", () => {
    // Target 10, activation 50, value 40: the HPA wants 4, but nothing is active.
    const plan = handBuiltPlan({ triggers: [handBuiltMetric({ activation: 50 })] });
    expect(follow(plan, 0, 60, () => 40).get(60)).toBe(0);
    // Active at 30 s (60/10 = 6). 6 stays for the stabilisation window; at 330 s, 300 s after the
    // last active poll, zero.
    const sizes = follow(plan, 0, 360, (now) => (now <= 30 ? 60 : 40));
    expect([30, 45, 315, 330, 360].map((now) => sizes.get(now))).toEqual([4, 6, 6, 0, 0]);
  });

  it("counts the cooldown from the last active poll, not from the end of the load", () => {
    // Load until 89 s: the poll at 60 s is the last active one, so zero comes at 360 s.
    const sizes = follow(handBuiltPlan(), 1, 390, (now) => (now < 89 ? 5 : 0));
    expect([330, 345, 360].map((now) => sizes.get(now))).toEqual([1, 1, 0]);
  });

  it("starts the cooldown anew at each active poll", () => {
    // Active again at the poll at 300 s: zero at 600 s.
    const sizes = follow(handBuiltPlan(), 1, 600, (now) => (now <= 30 || now === 300 ? 5 : 0));
    expect([330, 585, 600].map((now) => sizes.get(now))).toEqual([1, 1, 0]);
  });

  it("leaves the way to zero to the polls: the HPA stops at 1", () => {
    // Nothing stabilises the HPA here, so it is at 1 from the first sync without load on.
    const down = { ...UNCONFIGURED_DOWN, stabilization: 0 };
    const plan = handBuiltPlan({ hpa: handBuiltRules({ down }) });
    const sizes = follow(plan, 6, 330, (now) => (now <= 30 ? 60 : 0));
    expect([30, 45, 315, 330].map((now) => sizes.get(now))).toEqual([6, 1, 1, 0]);
  });

  it("doesn't see a burst between two polls", () => {
    const sizes = follow(handBuiltPlan(), 0, 90, (now) => (now === 45 ? 500 : 0));
    expect([...sizes.values()]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("waits initialCooldownPeriod if nothing was ever active", () => {
    const sizes = follow(handBuiltPlan({ initialCooldownPeriod: 100 }), 2, 120, () => 0);
    expect([90, 105, 120].map((now) => sizes.get(now))).toEqual([2, 2, 0]);
    expect(follow(handBuiltPlan(), 2, 30, () => 0).get(30)).toBe(0);
  });

  it("ignores activation where the minimum is 1 or more", () => {
    const triggers = [handBuiltMetric({ activation: 50 })];
    const plan = handBuiltPlan({ min: 2, triggers, cooldownPeriod: 0 });
    expect(follow(plan, 2, 60, () => 40).get(60)).toBe(4);
    expect(follow(plan, 2, 60, () => 0).get(60)).toBe(2);
    // A fleet that begins below its minimum is set to it by the first poll.
    expect(follow(plan, 0, 30, () => 0).get(30)).toBe(2);
  });

  it("is active if any trigger is, and scales for the greatest", () => {
    const triggers = [handBuiltMetric({ activation: 50 }), handBuiltMetric({ target: 20 })];
    // 40/10 = 4 and 40/20 = 2; the second trigger is active.
    expect(follow(handBuiltPlan({ triggers }), 0, 30, () => 40).get(30)).toBe(4);
  });

  it("takes a metric without a sample as inactive and keeps the size", () => {
    const plan = handBuiltPlan({ initialCooldownPeriod: 60 });
    const sizes = follow(plan, 3, 60, () => Number.NaN);
    expect([15, 30, 45, 60].map((now) => sizes.get(now))).toEqual([3, 3, 3, 0]);
  });

  it("holds within 10 % of the target per replica at present", () => {
    // 4 replicas: 43/40 = 1.075 stays, 45/40 = 1.125 gives ceil(4.5).
    expect(follow(handBuiltPlan({ min: 1 }), 4, 15, () => 43).get(15)).toBe(4);
    expect(follow(handBuiltPlan({ min: 1 }), 4, 15, () => 45).get(15)).toBe(5);
  });
});
