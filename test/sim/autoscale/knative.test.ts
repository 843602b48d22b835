import { describe, expect, it } from "vitest";

import type { Autoscaler } from "../../../src/sim/autoscale/autoscaler.ts";
import { openAutoscaler } from "../../../src/sim/autoscale/open-autoscaler.ts";
import {
  AUTOSCALER_KNATIVE,
  SIGNAL_CONCURRENCY,
  type KnativePlan,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import { handBuiltFleet } from "./hand-built.ts";

/** The defaults of config-autoscaler: 70 % of 100 concurrent requests a replica. */
function handBuiltPlan(overrides: Partial<KnativePlan> = {}): KnativePlan {
  return {
    kind: AUTOSCALER_KNATIVE,
    min: 0,
    max: 100,
    signal: SIGNAL_CONCURRENCY,
    target: 70,
    tick: 2,
    stableWindow: 60,
    panicWindow: 0.1,
    panicThreshold: 2,
    maxScaleUpRate: 1000,
    maxScaleDownRate: 2,
    scaleToZeroGrace: 30,
    scaleDownDelay: 0,
    ...overrides,
  };
}

interface Tick {
  readonly stable: number;
  readonly panic?: number;
  readonly ready: number;
  readonly desired?: number;
}

function tick(
  knative: Autoscaler,
  { stable, panic = stable, ready, desired = ready }: Tick,
): number {
  const readings = [stable, panic].map((total) => ({ total, pods: ready }));
  return knative.decide(handBuiltFleet(knative.nextTime, desired, readings, { ready }));
}

/** Ticks with the same load until `end`, everything wanted being ready at the next tick. */
function tickUntil(knative: Autoscaler, end: number, load: Tick): Map<number, number> {
  const sizes = new Map<number, number>();
  let { ready } = load;
  while (knative.nextTime <= end) {
    const now = knative.nextTime;
    ready = tick(knative, { ...load, ready });
    sizes.set(now, ready);
  }
  return sizes;
}

describe("Knative pod autoscaler", () => {
  it("reads a window of 60 s and one of 6 s, scraped every second, and ticks every 2 s", () => {
    const knative = openAutoscaler(handBuiltPlan());
    expect(knative.metrics.map(({ window, scrape }) => [window, scrape])).toEqual([
      [60, 1],
      [6, 1],
    ]);
    expect(knative.nextTime).toBe(2);
    tick(knative, { stable: 70, ready: 1 });
    expect(knative.nextTime).toBe(4);
  });

  it("follows the stable window outside panic", () => {
    const knative = openAutoscaler(handBuiltPlan());
    // A single pod doesn't start in panic. 100/70 → 2; panic 2/1 would be at the threshold, so 70.
    expect(tick(knative, { stable: 100, panic: 70, ready: 1 })).toBe(2);
    // 210/70 = 3 exactly; 3/2 = 1.5 < 2. 211/70 → 4, and 4/3 < 2.
    expect(tick(knative, { stable: 210, ready: 2 })).toBe(3);
    expect(tick(knative, { stable: 211, ready: 3 })).toBe(4);
  });

  it("panics at twice the capacity and follows the short window", () => {
    const knative = openAutoscaler(handBuiltPlan());
    tick(knative, { stable: 70, ready: 1 });
    // 210/70 = 3, 3/2 = 1.5: no panic, so the stable 140/70 = 2.
    expect(tick(knative, { stable: 140, panic: 210, ready: 2 })).toBe(2);
    // 211/70 → 4, 4/2 = 2: panic.
    expect(tick(knative, { stable: 140, panic: 211, ready: 2 })).toBe(4);
  });

  it("never shrinks in panic, is re-armed, and leaves a stable window after the last breach", () => {
    const knative = openAutoscaler(handBuiltPlan());
    // 2 s: 280/70 = 4 ≥ 2 × 1. Panic.
    expect(tick(knative, { stable: 70, panic: 280, ready: 1 })).toBe(4);
    const calm = { stable: 70, panic: 70, ready: 4 };
    expect([...tickUntil(knative, 38, calm).values()]).toEqual(Array(18).fill(4));
    // 40 s: 560/70 = 8 = 2 × 4. Re-armed.
    expect(tick(knative, { stable: 70, panic: 560, ready: 4 })).toBe(8);
    const sizes = tickUntil(knative, 108, { ...calm, ready: 8 });
    // 100 s is exactly a stable window later and still in panic; from 102 s on at most halved.
    expect([62, 64, 100, 102, 104, 106, 108].map((now) => sizes.get(now))).toEqual([
      8, 8, 8, 4, 2, 1, 1,
    ]);
  });

  it("begins another panic from what is wanted then", () => {
    const knative = openAutoscaler(handBuiltPlan());
    expect(tick(knative, { stable: 70, panic: 560, ready: 1 })).toBe(8);
    // Panic of 2 s is over at 64 s; the next one, at 72 s, wants 140/70 = 2 and not the 8 again.
    tickUntil(knative, 70, { stable: 70, ready: 8 });
    expect(tick(knative, { stable: 70, panic: 140, ready: 1 })).toBe(2);
  });

  it("takes the stable window in panic where that is larger", () => {
    const knative = openAutoscaler(handBuiltPlan());
    expect(tick(knative, { stable: 350, panic: 140, ready: 1 })).toBe(5);
  });

  it("starts in panic with more than one pod", () => {
    const knative = openAutoscaler(handBuiltPlan());
    const sizes = tickUntil(knative, 62, { stable: 1, ready: 3 });
    // 60 s is not yet more than the window; then max(1, floor(3/2)).
    expect([2, 60, 62].map((now) => sizes.get(now))).toEqual([3, 3, 1]);
  });

  it("clamps growth and shrinking per tick by rates", () => {
    const up = openAutoscaler(handBuiltPlan({ maxScaleUpRate: 1.1, panicThreshold: 1000 }));
    // ceil(1.1 × 1) = 2 and ceil(1.1 × 2) = 3 although 10 are wanted.
    expect(tick(up, { stable: 700, ready: 1 })).toBe(2);
    expect(tick(up, { stable: 700, ready: 2 })).toBe(3);
    const down = openAutoscaler(handBuiltPlan());
    tick(down, { stable: 70, ready: 1 });
    // floor(9/2) = 4 although 1 is wanted.
    expect(tick(down, { stable: 70, ready: 9 })).toBe(4);
  });

  it("judges panic before clamping", () => {
    const knative = openAutoscaler(handBuiltPlan({ maxScaleUpRate: 1.5 }));
    // 280/70 = 4 ≥ 2 × 1 though only ceil(1.5 × 1) = 2 may come.
    expect(tick(knative, { stable: 0, panic: 280, ready: 1 })).toBe(2);
    expect(tick(knative, { stable: 70, panic: 70, ready: 2 })).toBe(2);
  });

  it("keeps within its bounds", () => {
    const knative = openAutoscaler(handBuiltPlan({ min: 2, max: 3 }));
    expect(tick(knative, { stable: 0, ready: 1 })).toBe(2);
    expect(tick(knative, { stable: 7000, ready: 2 })).toBe(3);
  });

  it("goes to zero a stable window after activation and the grace period after that", () => {
    const knative = openAutoscaler(handBuiltPlan());
    const sizes = tickUntil(knative, 90, { stable: 0, ready: 1 });
    // Active since 0: inactive at 60 s, gone at 90 s.
    expect([58, 60, 88, 90].map((now) => sizes.get(now))).toEqual([1, 1, 1, 0]);
  });

  it("is active again if load comes in the grace period", () => {
    const knative = openAutoscaler(handBuiltPlan());
    tickUntil(knative, 70, { stable: 0, ready: 1 });
    expect(tick(knative, { stable: 1, ready: 1 })).toBe(1);
    // Active since 72 s: inactive at 132 s, gone at 162 s.
    const sizes = tickUntil(knative, 162, { stable: 0, ready: 1 });
    expect([90, 132, 160, 162].map((now) => sizes.get(now))).toEqual([1, 1, 1, 0]);
  });

  it("takes nothing away while it is being activated", () => {
    const knative = openAutoscaler(handBuiltPlan({ scaleToZeroGrace: 0 }));
    expect(tick(knative, { stable: 0, ready: 0, desired: 1 })).toBe(1);
    while (knative.nextTime < 100) tick(knative, { stable: 0, ready: 0, desired: 1 });
    // Ready between the ticks at 98 s and 100 s, so a stable window counts from 98 s.
    const sizes = tickUntil(knative, 158, { stable: 0, ready: 1 });
    expect([100, 156, 158].map((now) => sizes.get(now))).toEqual([1, 1, 0]);
  });

  it("leaves zero as soon as a request is reported", () => {
    const knative = openAutoscaler(handBuiltPlan());
    expect(tick(knative, { stable: 0, ready: 0 })).toBe(0);
    knative.wake(3.25);
    knative.wake(3.5);
    expect(knative.nextTime).toBe(3.25);
    expect(tick(knative, { stable: 0, ready: 0 })).toBe(1);
    expect(knative.nextTime).toBe(4);
  });

  it("delays shrinking by scaleDownDelay", () => {
    const knative = openAutoscaler(handBuiltPlan({ scaleDownDelay: 10 }));
    tick(knative, { stable: 70, ready: 1 });
    // 4 s: 210/70 = 3 with 2 ready. The 3 counts for 10 s.
    expect(tick(knative, { stable: 210, ready: 2 })).toBe(3);
    const calm = { stable: 70, ready: 2 };
    expect(Array.from({ length: 5 }, () => tick(knative, calm))).toEqual([3, 3, 3, 3, 1]);
  });

  it("keeps its size while there are no metrics", () => {
    const knative = openAutoscaler(handBuiltPlan());
    expect(tick(knative, { stable: Number.NaN, ready: 4 })).toBe(4);
  });
});
