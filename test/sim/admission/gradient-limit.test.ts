import { describe, expect, it } from "vitest";

import { counterUniform, PURPOSE_JITTER } from "../../../src/random/counter-uniform.ts";
import { GradientLimit } from "../../../src/sim/admission/gradient-limit.ts";
import type { GradientPlan } from "../../../src/sim/control-plan.ts";

const SEED = 12345;

const plan: GradientPlan = {
  quantile: 0.5,
  updateInterval: 0.1,
  minRttInterval: 60,
  jitter: 0,
  minRttRequests: 5,
  minConcurrency: 3,
  maxConcurrency: 1000,
  buffer: 0.25,
};

/** Answers of one latency, all at one instant. */
function answer(limit: GradientLimit, latency: number, now: number, times = 1): void {
  for (let i = 0; i < times; i++) limit.observe(latency, now);
}

/** A controller that has measured a minRTT of 10 ms at 1 s; its updates are due at 1.1, 1.2, … */
function measured(changes: Partial<GradientPlan> = {}): GradientLimit {
  const limit = new GradientLimit({ ...plan, ...changes }, SEED);
  answer(limit, 0.01, 1, 5);
  return limit;
}

/** The limit after each update, with one answer of a latency in the interval before it. */
function limitsAfter(limit: GradientLimit, latency: number, from: number, updates: number) {
  return Array.from({ length: updates }, (_, i) => {
    const now = from + i * 0.1;
    limit.observe(latency, now + 0.05);
    limit.admits(0, now + 0.1001);
    return limit.limit;
  });
}

describe("GradientLimit", () => {
  it("admits fewer than the limit, which is the least one until enough answers came", () => {
    const limit = new GradientLimit(plan, SEED);
    answer(limit, 0.01, 1, 4);
    expect(limit.admits(2, 30)).toBe(true);
    expect(limit.admits(3, 30)).toBe(false);
  });

  it("raises the limit by the buffer and the root while latency is the least one", () => {
    // Gradient 1.25: 3.75 + 1.94 = 5.69; 6.25 + 2.5 = 8.75; 10 + 3.16; 16.25 + 4.03 = 20.28.
    expect(limitsAfter(measured(), 0.01, 1, 4)).toEqual([5, 8, 13, 20]);
  });

  it("halves the limit at most, and doubles it at most, before the root", () => {
    const limit = measured();
    expect(limitsAfter(limit, 0.01, 1, 4)).toEqual([5, 8, 13, 20]);
    // 10 + 3.16; then 6.5 + 2.55.
    expect(limitsAfter(limit, 1, 1.4, 2)).toEqual([13, 9]);
    // 18 + 4.24.
    expect(limitsAfter(limit, 0.001, 1.6, 1)).toEqual([22]);
  });

  it("compares what the histogram makes of the latencies", () => {
    // 10 ms reads as 10.5 ms and 13 ms as 13.5 ms: 3·1.25·10500/13500 = 2.917; and its root 1.708.
    expect(limitsAfter(measured(), 0.013, 1, 1)).toEqual([4]);
    const raised = measured();
    limitsAfter(raised, 0.01, 1, 4);
    // 20·1.25·10500/13500 = 19.44; and its root 4.41.
    expect(limitsAfter(raised, 0.013, 1.4, 1)).toEqual([23]);
  });

  it("looks at the quantile of the latencies between two updates", () => {
    // Nine of 10 ms, and one of a second that the median is blind to.
    const median = measured();
    answer(median, 0.01, 1.05, 9);
    median.observe(1, 1.06);
    expect(median.limit).toBe(3);
    median.admits(0, 1.15);
    expect(median.limit).toBe(5);
    // The 95th percentile reads 1.05 s: half of 3 and 1.22, floored to 2, and no less than 3.
    const tail = measured({ quantile: 0.95 });
    answer(tail, 0.01, 1.05, 9);
    answer(tail, 0.01, 1.15, 9);
    expect(tail.limit).toBe(5);
    tail.observe(1, 1.16);
    tail.admits(0, 1.25);
    expect(tail.limit).toBe(4);
  });

  it("ignores answers of requests that began before a measurement", () => {
    const limit = measured();
    limit.admits(0, 61.5);
    answer(limit, 1, 61.6, 100);
    expect(limit.admits(3, 61.7)).toBe(false);
    answer(limit, 0.01, 61.7, 4);
    expect(limit.admits(3, 61.7)).toBe(false);
  });

  it("counts the answer of a request that began at the very start of a measurement", () => {
    const limit = new GradientLimit({ ...plan, minRttRequests: 1, minConcurrency: 1 }, SEED);
    limit.observe(0.7, 0.7);
    limit.observe(0.7, 0.75);
    limit.admits(0, 0.81);
    expect(limit.limit).toBe(2);
  });

  it("changes nothing in an interval without answers", () => {
    const limit = measured();
    limitsAfter(limit, 0.01, 1, 4);
    expect(limit.admits(19, 50)).toBe(true);
    expect(limit.admits(20, 50)).toBe(false);
  });

  it("keeps to its update times after intervals without answers", () => {
    const limit = measured();
    limit.admits(0, 31.04);
    limit.observe(0.01, 31.05);
    limit.admits(0, 31.0999);
    expect(limit.limit).toBe(3);
    limit.admits(0, 31.1001);
    expect(limit.limit).toBe(5);
  });

  it("pins the limit to the least one while it measures anew, and then returns to it", () => {
    const limit = measured();
    limitsAfter(limit, 0.01, 1, 4);
    expect(limit.admits(19, 60.999)).toBe(true);
    expect(limit.admits(3, 61)).toBe(false);
    expect(limit.admits(2, 61)).toBe(true);
    answer(limit, 0.02, 62, 5);
    expect(limit.admits(19, 62)).toBe(true);
    // The new minRTT is 20 ms: the same gradient as before, 25 + 5.
    expect(limitsAfter(limit, 0.02, 62, 1)).toEqual([30]);
    expect(limit.admits(3, 121.999)).toBe(true);
    expect(limit.admits(3, 122)).toBe(false);
  });

  it("drops the latencies of an interval that a measurement cuts short", () => {
    const limit = measured({ minRttInterval: 0.15 });
    expect(limitsAfter(limit, 0.01, 1, 1)).toEqual([5]);
    // Due at 1.2, but the measurement begins at 1.15: both are caught up with at 1.21.
    answer(limit, 1, 1.12, 50);
    limit.admits(0, 1.21);
    expect(limit.limit).toBe(3);
    answer(limit, 0.01, 1.25, 5);
    expect(limit.limit).toBe(5);
  });

  it("measures anew when five updates in a row left the limit at its least", () => {
    const limit = measured();
    // Half of 3 and its root are 2.7: each update gives the least limit, 3.
    limitsAfter(limit, 0.1, 1, 4);
    answer(limit, 0.1, 1.45, 5);
    limit.admits(0, 1.4999);
    answer(limit, 0.1, 1.4999, 1);
    limit.admits(0, 1.5001);
    // Measuring: five answers of requests begun since make 100 ms the new minRTT.
    answer(limit, 0.1, 1.7, 5);
    expect(limitsAfter(limit, 0.1, 1.7, 2)).toEqual([5, 8]);
  });

  it("counts the updates at the least limit afresh after a measurement", () => {
    const limit = measured();
    limitsAfter(limit, 0.1, 1, 5);
    answer(limit, 0.1, 1.7, 5);
    // 1.25·105/245 of 3, and its root, are 2.9: the least limit again, once.
    expect(limitsAfter(limit, 0.24, 1.7, 1)).toEqual([3]);
    expect(limitsAfter(limit, 0.1, 1.8, 1)).toEqual([5]);
  });

  it("does not measure anew when one of the updates raised the limit", () => {
    const limit = measured();
    limitsAfter(limit, 0.1, 1, 4);
    expect(limitsAfter(limit, 0.01, 1.4, 1)).toEqual([5]);
    expect(limitsAfter(limit, 0.1, 1.5, 4)).toEqual([4, 3, 3, 3]);
    expect(limitsAfter(limit, 0.01, 1.9, 1)).toEqual([5]);
  });

  it("stays within its bounds", () => {
    const limits = limitsAfter(measured({ maxConcurrency: 12 }), 0.01, 1, 6);
    expect(limits).toEqual([5, 8, 12, 12, 12, 12]);
  });

  it("lengthens the time between measurements by a share drawn for each", () => {
    const limit = measured({ jitter: 0.5 });
    const first = 1 + 60 * (1 + 0.5 * counterUniform(SEED, PURPOSE_JITTER, 0, 0));
    limitsAfter(limit, 0.01, 1, 1);
    expect(limit.admits(3, first - 0.001)).toBe(true);
    expect(limit.admits(3, first + 0.001)).toBe(false);
    answer(limit, 0.01, first + 1, 5);
    const second = first + 1 + 60 * (1 + 0.5 * counterUniform(SEED, PURPOSE_JITTER, 1, 0));
    expect(limit.admits(3, second - 0.001)).toBe(true);
    expect(limit.admits(3, second + 0.001)).toBe(false);
  });

  it("takes latencies below a microsecond", () => {
    const limit = measured();
    limit.observe(0, 1.05);
    limit.admits(0, 1.15);
    // Gradient at its most: 6 + 2.45.
    expect(limit.limit).toBe(8);
  });
});
