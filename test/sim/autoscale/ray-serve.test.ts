import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { openAutoscaler } from "../../../src/sim/autoscale/open-autoscaler.ts";
import {
  AUTOSCALER_RAY_SERVE,
  type RayServePlan,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import { handBuiltFleet } from "./hand-built.ts";

/** Ray Serve's defaults, but a range of replicas. */
function handBuiltPlan(overrides: Partial<RayServePlan> = {}): RayServePlan {
  return {
    kind: AUTOSCALER_RAY_SERVE,
    min: 0,
    max: 100,
    targetOngoing: 2,
    upscaleDelay: 30,
    downscaleDelay: 600,
    downscaleToZeroDelay: Infinity,
    lookBack: 30,
    metricsInterval: 10,
    upscalingFactor: 1,
    downscalingFactor: 1,
    ...overrides,
  };
}

/** Changes of size by time, under totals by number of the sample, replicas starting at once. */
function changes(
  plan: RayServePlan,
  start: number,
  end: number,
  totalAt: (sample: number) => number,
): { times: [number, number][]; decisions: number } {
  const ray = openAutoscaler(plan);
  const times: [number, number][] = [];
  let desired = start;
  let decisions = 0;
  while (ray.nextTime <= end) {
    const now = ray.nextTime;
    const total = totalAt(Math.floor(now / plan.metricsInterval + 1e-9));
    const next = ray.decide(handBuiltFleet(now, desired, [{ total, pods: desired }]));
    if (next !== desired) times.push([now, next]);
    desired = next;
    decisions++;
  }
  return { times, decisions };
}

/** The same in loops of 0.1 s, as autoscaling_policy.py has it, with factors of 1. */
function stepLoops(
  plan: RayServePlan,
  start: number,
  loops: number,
  totals: readonly number[],
): [number, number][] {
  const times: [number, number][] = [];
  let target = start;
  let counter = 0;
  for (let loop = plan.metricsInterval * 10; loop <= loops; loop++) {
    const total = totals[Math.floor(loop / 10 / plan.metricsInterval)];
    let decision = target;
    if (target === 0) {
      if (total > 0) decision = 1;
    } else {
      let wanted = Math.min(plan.max, Math.max(plan.min, Math.ceil(total / plan.targetOngoing)));
      if (wanted > target) {
        counter = Math.max(counter, 0) + 1;
        if (counter > Math.trunc(plan.upscaleDelay / 0.1)) {
          counter = 0;
          decision = wanted;
        }
      } else if (wanted < target) {
        counter = Math.min(counter, 0) - 1;
        let delay = plan.downscaleDelay;
        if (target === 1) {
          if (plan.downscaleToZeroDelay !== Infinity) delay = plan.downscaleToZeroDelay;
        } else wanted = Math.max(1, wanted);
        if (counter < -Math.trunc(delay / 0.1)) {
          counter = 0;
          decision = wanted;
        }
      } else counter = 0;
    }
    if (decision !== target) times.push([loop / 10, decision]);
    target = decision;
  }
  return times;
}

describe("Ray Serve autoscaler", () => {
  it("samples the look-back period every metrics interval", () => {
    const [metric] = openAutoscaler(handBuiltPlan()).metrics;
    expect([metric.window, metric.scrape, metric.target]).toEqual([30, 10, 2]);
  });

  it("grows at the 301st loop in a row for a delay of 30 s", () => {
    // 10/2 = 5 from the sample at 10 s (loop 100) on: loop 400.
    expect(changes(handBuiltPlan(), 1, 100, () => 10).times).toEqual([[40, 5]]);
  });

  it("goes to what the last of the loops asks for, between two samples", () => {
    // Delay 25 s: loop 100 + 250. The sample at 30 s says 14/2 = 7.
    const plan = handBuiltPlan({ upscaleDelay: 25 });
    expect(changes(plan, 1, 39, (sample) => [0, 10, 10, 14][sample]).times).toEqual([[35, 7]]);
  });

  it.each([
    { name: "that is content", total: 4 },
    { name: "that points the other way", total: 2 },
  ])("starts counting anew after a sample $name", ({ total }) => {
    // Up at 10 s, not at 20 s, up again at 30 s: 60 s.
    const totals = [0, 10, total, 10, 10, 10, 10];
    expect(changes(handBuiltPlan(), 2, 69, (sample) => totals[sample]).times).toEqual([[60, 5]]);
  });

  it("shrinks after 600 s, straight to what is wanted", () => {
    expect(changes(handBuiltPlan({ min: 1 }), 8, 700, () => 3).times).toEqual([[610, 2]]);
  });

  it("goes to zero from one replica only, after a count of its own", () => {
    // 20 s from loop 100 on: 1 at loop 300. The next count begins at loop 301 and takes 501 loops.
    const plan = handBuiltPlan({ downscaleDelay: 20, downscaleToZeroDelay: 50 });
    expect(changes(plan, 3, 100, () => 0).times).toEqual([
      [30, 1],
      [80.1, 0],
    ]);
    // Without a delay of its own it takes the other: 201 loops.
    const same = handBuiltPlan({ downscaleDelay: 20 });
    expect(changes(same, 3, 100, () => 0).times).toEqual([
      [30, 1],
      [50.1, 0],
    ]);
  });

  it("acts at the first loop if a delay is 0", () => {
    expect(changes(handBuiltPlan({ upscaleDelay: 0 }), 1, 20, () => 10).times).toEqual([[10, 5]]);
  });

  it.each([
    { upscalingFactor: 1, expected: 1 },
    { upscalingFactor: 0.3, expected: 1 },
    { upscalingFactor: 2.5, expected: 3 },
  ])(
    "leaves zero at the loop after a request: $upscalingFactor",
    ({ upscalingFactor, expected }) => {
      const ray = openAutoscaler(handBuiltPlan({ upscalingFactor }));
      ray.wake(2.34);
      expect(ray.nextTime).toBe(2.4);
      expect(ray.decide(handBuiltFleet(2.4, 0, [{ total: Number.NaN, pods: 0 }]))).toBe(expected);
    },
  );

  it("counts no loops while nothing is ready, and counts from the loop that finds a replica", () => {
    const ray = openAutoscaler(handBuiltPlan({ upscaleDelay: 3 }));
    const readings = [{ total: 10, pods: 0 }];
    const state = { ready: 0, starting: 1 };
    while (ray.nextTime < 25.25) {
      expect(ray.decide(handBuiltFleet(ray.nextTime, 1, readings, state))).toBe(1);
    }
    // Ready at 25.25 s: counted from loop 253, full at loop 253 + 30.
    expect(ray.nextTime).toBe(25.3);
    expect(ray.decide(handBuiltFleet(25.3, 1, readings))).toBe(1);
    expect(ray.nextTime).toBe(28.3);
    expect(ray.decide(handBuiltFleet(28.3, 1, readings))).toBe(5);
  });

  it("applies factors to the difference from the replicas that run", () => {
    // 20/2 = 10: ceil(2 + 0.5 × 8) = 6.
    const up = handBuiltPlan({ upscalingFactor: 0.5, upscaleDelay: 0 });
    expect(changes(up, 2, 10, () => 20).times).toEqual([[10, 6]]);
    // 2/2 = 1: ceil(2 − 0.5) = 2 would be stuck, so 1.
    const down = handBuiltPlan({ downscalingFactor: 0.5, downscaleDelay: 0 });
    expect(changes(down, 2, 10, () => 2).times).toEqual([[10, 1]]);
  });

  it("decides as its control loop does, at a few of its loops", () => {
    const totals = fc.array(fc.constantFrom(0, 0, 1, 3, 9, 30), { minLength: 61, maxLength: 61 });
    const delay = fc.constantFrom(0, 4, 12.5, 30, 60);
    fc.assert(
      fc.property(totals, delay, delay, delay, fc.nat(5), (totals, up, down, zero, start) => {
        const plan = handBuiltPlan({
          upscaleDelay: up,
          downscaleDelay: down,
          downscaleToZeroDelay: zero === 60 ? Infinity : zero,
        });
        const { times, decisions } = changes(plan, start, 600, (sample) => totals[sample]);
        expect(times).toEqual(stepLoops(plan, start, 6000, totals));
        expect(decisions).toBeLessThanOrEqual(61 + 2 * times.length);
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});
