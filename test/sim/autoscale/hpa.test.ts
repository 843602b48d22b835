import { describe, expect, it } from "vitest";

import type { FleetReading } from "../../../src/sim/autoscale/autoscaler.ts";
import { openAutoscaler } from "../../../src/sim/autoscale/open-autoscaler.ts";
import {
  AUTOSCALER_HPA,
  SELECT_DISABLED,
  SELECT_MAX,
  SELECT_MIN,
  SIGNAL_UTILIZATION,
  type HpaPlan,
  type MetricPlan,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import {
  BEHAVIOR_DOWN,
  BEHAVIOR_UP,
  UNCONFIGURED_DOWN,
  UNCONFIGURED_UP,
  handBuiltFleet,
  handBuiltMetric,
  handBuiltRules,
} from "./hand-built.ts";

const NO_SAMPLE = { total: Number.NaN, pods: 0 };
/** Follows the metric at once in both directions, so that a test sees what the metric proposes. */
const IMMEDIATE = {
  up: { ...BEHAVIOR_UP, policies: [{ share: 0, value: 1000, period: 15 }] },
  down: { ...BEHAVIOR_DOWN, stabilization: 0 },
};

function handBuiltPlan(overrides: Partial<HpaPlan> = {}): HpaPlan {
  const metrics = [handBuiltMetric()];
  return { kind: AUTOSCALER_HPA, ...handBuiltRules(), min: 1, max: 100, metrics, ...overrides };
}

/** A sample of 4 pods. */
function at(total: number): { total: number; pods: number } {
  return { total, pods: 4 };
}

/** One sync of a fresh autoscaler that follows its metric at once. */
function syncOnce(
  metrics: readonly MetricPlan[],
  desired: number,
  totals: readonly { total: number; pods: number }[],
  overrides: Partial<FleetReading> = {},
  plan: Partial<HpaPlan> = {},
): number {
  const hpa = openAutoscaler(handBuiltPlan({ ...IMMEDIATE, metrics, ...plan }));
  return hpa.decide(handBuiltFleet(hpa.nextTime, desired, totals, overrides));
}

/** Syncs with a total per sync, everything asked for being ready at the next. */
function follow(plan: HpaPlan, start: number, totals: readonly number[]): number[] {
  const hpa = openAutoscaler(plan);
  let desired = start;
  return totals.map((total) => {
    desired = hpa.decide(handBuiltFleet(hpa.nextTime, desired, [{ total, pods: desired }]));
    return desired;
  });
}

function repeat(times: number, value: number): number[] {
  return Array<number>(times).fill(value);
}

describe("HPA replica calculator", () => {
  it("syncs every 15 s from 15 s on", () => {
    const hpa = openAutoscaler(handBuiltPlan());
    expect(hpa.nextTime).toBe(15);
    hpa.decide(handBuiltFleet(15, 1, [NO_SAMPLE]));
    expect(hpa.nextTime).toBe(30);
    hpa.wake(20);
    expect(hpa.nextTime).toBe(30);
  });

  it.each([
    // 10 pods, target 10 each. 110/100 = 1.1 is on the edge; 110.1/100 × 10 = 11.01.
    { total: 110, expected: 10 },
    { total: 110.1, expected: 12 },
    // 90/100 = 0.9 is on the edge; 0.899 × 10 = 8.99.
    { total: 90, expected: 10 },
    { total: 89.9, expected: 9 },
    { total: 0, expected: 1 },
  ])("leaves a deviation of up to 10 % alone: $total", ({ total, expected }) => {
    expect(syncOnce([handBuiltMetric()], 10, [{ total, pods: 10 }])).toBe(expected);
  });

  it.each([
    // Target 10: 110/10/10 = 1.1 is on the edge; 120/10 = 12, whether or not pods are ready.
    { total: 110, expected: 10 },
    { total: 120, expected: 12 },
    { total: 81, expected: 9 },
    { total: 0, expected: 1 },
  ])("divides a queue's own length by the target, whoever is ready: $total", (row) => {
    const metric = handBuiltMetric({ external: 1 });
    const fleets = [{}, { ready: 4, starting: 6 }, { ready: 10, uninitialized: 3 }];
    const decided = fleets.map((fleet) =>
      syncOnce([metric], 10, [{ total: row.total, pods: 4 }], fleet),
    );
    expect(decided).toEqual([row.expected, row.expected, row.expected]);
  });

  it("takes rounding of shares off the tolerance's edge", () => {
    // 0.88 / 0.8 = 1.1; a share of 0.3 against 0.1 on 1 pod is 3, not 3.0000000000000004.
    const metric = handBuiltMetric({ signal: SIGNAL_UTILIZATION, target: 0.8 });
    expect(syncOnce([metric], 10, [{ total: 8.8, pods: 10 }])).toBe(10);
    const thirds = handBuiltMetric({ signal: SIGNAL_UTILIZATION, target: 0.3 });
    expect(syncOnce([thirds], 1, [{ total: 0.9, pods: 1 }])).toBe(3);
  });

  it("has a tolerance for each direction", () => {
    const plan = { toleranceUp: 0.02, toleranceDown: 0.3 };
    const sync = (total: number) =>
      syncOnce([handBuiltMetric()], 10, [{ total, pods: 10 }], {}, plan);
    expect([102, 103, 70, 69].map(sync)).toEqual([10, 11, 10, 7]);
  });

  it.each([
    // Scaling down, a missing pod counts at the target: (8 + 2 × 10)/40 = 0.7, × 4 = 2.8.
    { name: "shrinks less", total: 8, expected: 3 },
    // Scaling up it counts as idle: (60 + 0)/40 = 1.5, × 4 = 6.
    { name: "grows less", total: 60, expected: 6 },
    // (40 + 0)/40 = 1 is within tolerance.
    { name: "stays when that brings it within tolerance", total: 40, expected: 4 },
    // 30/20 = 1.5 but 30/40 = 0.75: the direction flips.
    { name: "stays when that flips the direction", total: 30, expected: 4 },
  ])("with 2 of 4 ready pods missing from the sample: $name", ({ total, expected }) => {
    expect(syncOnce([handBuiltMetric()], 4, [{ total, pods: 2 }])).toBe(expected);
  });

  it.each([
    // 0.6/3 = 0.2, ratio 0.4; the missing pod at 100 %: (0.6 + 1)/4 = 0.4, ratio 0.8, × 4 = 3.2.
    { ready: 4, pods: 3, total: 0.6, expected: 4 },
    // 0.4, ratio 0.8; with 100 %: 1.4/2 = 0.7, ratio 1.4: flips.
    { ready: 2, pods: 1, total: 0.4, expected: 2 },
  ])(
    "a pod missing from utilisation counts as fully busy when scaling down: $total",
    ({ ready, pods, total, expected }) => {
      const metric = handBuiltMetric({ signal: SIGNAL_UTILIZATION, target: 0.5 });
      expect(syncOnce([metric], ready, [{ total, pods }])).toBe(expected);
    },
  );

  it.each([
    // 2 ready pods of 4. Ratio 3; the unready as idle: 60/40 = 1.5, × 4 = 6.
    { total: 60, expected: 6 },
    // Ratio 1.5, but 30/40 = 0.75: flips.
    { total: 30, expected: 4 },
    // Ratio 0.4 shrinks, where unready pods are left out: 0.4 × 2 = 0.8.
    { total: 8, expected: 1 },
  ])("starting pods count as idle when scaling up only: $total", ({ total, expected }) => {
    const state = { ready: 2, starting: 2 };
    expect(syncOnce([handBuiltMetric()], 4, [{ total, pods: 2 }], state)).toBe(expected);
  });

  it("doesn't shrink on a ratio above 1 because few pods are counted", () => {
    // 3 ready, 2 sampled: ratio 3, with the missing one 60/30 = 2, × 3 = 6 < 10.
    expect(syncOnce([handBuiltMetric()], 10, [{ total: 60, pods: 2 }], { ready: 3 })).toBe(10);
  });

  it("ignores pods in their initialization period for utilisation only", () => {
    // 3.6/4/0.6 = 1.5. Two of four are ignored, then count as idle: 1.5 × 2/4 = 0.75: flips.
    const state = { uninitialized: 2 };
    const metric = handBuiltMetric({ signal: SIGNAL_UTILIZATION, target: 0.6 });
    expect(syncOnce([metric], 4, [{ total: 3.6, pods: 4 }], state)).toBe(4);
    // Concurrency: 60/4/10 = 1.5, × 4 = 6.
    expect(syncOnce([handBuiltMetric()], 4, [{ total: 60, pods: 4 }], state)).toBe(6);
  });

  it("takes the greatest proposal, and lets a failed metric block shrinking only", () => {
    const metrics = [handBuiltMetric(), handBuiltMetric({ target: 20 })];
    // 4 pods: 80/10 = 8 and 120/20 = 6.
    expect(syncOnce(metrics, 4, [at(80), at(120)])).toBe(8);
    expect(syncOnce(metrics, 4, [at(20), at(20)])).toBe(2);
    expect(syncOnce(metrics, 4, [NO_SAMPLE, at(20)])).toBe(4);
    expect(syncOnce(metrics, 4, [NO_SAMPLE, at(120)])).toBe(6);
    expect(syncOnce(metrics, 4, [NO_SAMPLE, NO_SAMPLE])).toBe(4);
  });

  it("is off at zero, and goes straight to its bounds from outside them", () => {
    expect(syncOnce([handBuiltMetric()], 0, [{ total: 500, pods: 0 }])).toBe(0);
    const bounds = { min: 3, max: 8 };
    expect(syncOnce([handBuiltMetric()], 2, [NO_SAMPLE], {}, bounds)).toBe(3);
    expect(syncOnce([handBuiltMetric()], 9, [NO_SAMPLE], {}, bounds)).toBe(8);
  });
});

describe("HPA behavior", () => {
  it("grows 1, 5, 10, 20 under the defaults of behavior", () => {
    // max(1 + 4, 1 × 2), max(5 + 4, 5 × 2), max(10 + 4, 10 × 2), then the maximum.
    expect(follow(handBuiltPlan({ max: 30 }), 1, repeat(4, 10_000))).toEqual([5, 10, 20, 30]);
  });

  it("grows 1, 4, 8, 16 without a behavior", () => {
    // max(2 × 1, 4), 2 × 4, 2 × 8, then the maximum.
    const plan = handBuiltPlan({ max: 30, up: UNCONFIGURED_UP, down: UNCONFIGURED_DOWN });
    expect(follow(plan, 1, repeat(4, 10_000))).toEqual([4, 8, 16, 30]);
  });

  it("goes on to a past peak without a behavior, to the present need with one", () => {
    // At 15 s 20 are needed, at 30 s 6: without a behavior min(max(20, 6), 2 × 4).
    const totals = [200, 60];
    const plain = handBuiltPlan({ up: UNCONFIGURED_UP, down: UNCONFIGURED_DOWN });
    expect(follow(plain, 1, totals)).toEqual([4, 8]);
    expect(follow(handBuiltPlan(), 1, totals)).toEqual([5, 6]);
  });

  it("shrinks 300 s after the last higher recommendation, to the highest since", () => {
    // Recommendations: 4 at 15 s, 1 from 30 s, but 3 at 150 s (sync 10). 4 is out of the window at
    // 315 s (sync 21), 3 at 450 s (sync 30).
    const totals = [40, ...repeat(8, 0), 30, ...repeat(20, 0)];
    const sizes = follow(handBuiltPlan(), 4, totals);
    // At 4 pods a total of 30 is a ratio of 0.75, so ceil(0.75 × 4) = 3.
    expect(sizes).toEqual([...repeat(20, 4), ...repeat(9, 3), 1]);
  });

  it("grows after the up window, to the lowest recommendation in it", () => {
    // First sync at 15 s finds 2 and recommends 8; the 2 leaves the window of 60 s at 75 s (sync
    // 5). The lowest since: 7, at 60 s.
    const up = { ...IMMEDIATE.up, stabilization: 60 };
    const plan = handBuiltPlan({ up });
    expect(follow(plan, 2, [80, 80, 80, 70, 80])).toEqual([2, 2, 2, 2, 7]);
  });

  it("measures a policy's period from the changes inside it", () => {
    // 10 % in 60 s: 20 × 0.9 = 18 at 15 s; until 60 s the period began with 18 + 2; at 75 s the
    // change is out: int(18 × 0.9) = 16.
    const down = {
      stabilization: 0,
      select: SELECT_MAX,
      policies: [{ share: 1, value: 0.1, period: 60 }],
    };
    expect(follow(handBuiltPlan({ down }), 20, repeat(5, 0))).toEqual([18, 18, 18, 18, 16]);
  });

  it("counts what was removed in the period as part of its start when growing", () => {
    // 10 to 4 at 15 s; at 30 s: start 4 + 6 = 10, and 10 + 2 = 12 allowed. One sync later 12.
    const up = {
      stabilization: 0,
      select: SELECT_MAX,
      policies: [{ share: 0, value: 2, period: 60 }],
    };
    const down = { ...BEHAVIOR_DOWN, stabilization: 0 };
    expect(follow(handBuiltPlan({ up, down }), 10, [40, 500, 500])).toEqual([4, 12, 12]);
  });

  it.each([
    { select: SELECT_MAX, grown: 20, shrunk: 5 },
    { select: SELECT_MIN, grown: 13, shrunk: 8 },
    { select: SELECT_DISABLED, grown: 10, shrunk: 10 },
  ])("selects a policy by the size of its change: $select", ({ select, grown, shrunk }) => {
    // From 10: up 3 pods or 100 %, down 2 pods or 50 %.
    const direction = (pods: number, share: number) => ({
      stabilization: 0,
      select,
      policies: [
        { share: 0, value: pods, period: 15 },
        { share: 1, value: share, period: 15 },
      ],
    });
    const plan = handBuiltPlan({ up: direction(3, 1), down: direction(2, 0.5) });
    expect(follow(plan, 10, [1000])).toEqual([grown]);
    expect(follow(plan, 10, [0])).toEqual([shrunk]);
  });
});
