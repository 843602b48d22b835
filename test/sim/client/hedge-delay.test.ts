import { describe, expect, it } from "vitest";

import { openStream } from "../../../src/random/stream.ts";
import { HedgeDelay } from "../../../src/sim/client/hedge-delay.ts";

const PLAN = { maxAttempts: 2, delay: 0.3, quantile: 0.95 };

/** Inverse-ECDF quantile of the last `window` values. */
function exactQuantile(values: readonly number[], window: number, quantile: number): number {
  const last = values.slice(-window).sort((a, b) => a - b);
  return last[Math.ceil(quantile * last.length) - 1];
}

describe("HedgeDelay", () => {
  it("is the fixed delay without a quantile", () => {
    const hedge = new HedgeDelay({ ...PLAN, quantile: 0 });
    for (let i = 0; i < 5000; i++) hedge.observe(2);
    expect(hedge.delay).toBe(0.3);
  });

  it("is the fixed delay until ten latencies lie beyond the quantile", () => {
    for (const [quantile, needed] of [
      [0.5, 20],
      [0.9, 100],
      [0.95, 200],
      [0.99, 1000],
    ]) {
      const hedge = new HedgeDelay({ ...PLAN, quantile });
      for (let i = 1; i < needed; i++) hedge.observe(2);
      expect(hedge.delay).toBe(0.3);
      hedge.observe(2);
      expect(hedge.delay).toBeGreaterThan(2);
    }
  });

  it("is at most a 64th above the exact quantile of its window, and never below it", () => {
    const uniform = openStream(5, 0, "latency");
    for (const [quantile, window] of [
      [0.5, 1000],
      [0.95, 1000],
      [0.99, 5000],
    ]) {
      const hedge = new HedgeDelay({ ...PLAN, quantile });
      const latencies: number[] = [];
      for (let i = 0; i < 12_000; i++) {
        // Exponential over six decades of means, so that the pointer has far to go both ways.
        latencies.push(-Math.log1p(-uniform()) * 10 ** (3 * Math.sin(i / 500) - 2));
        hedge.observe(latencies[i]);
        if (i % 97 === 0 && i >= 10 / (1 - quantile)) {
          const exact = exactQuantile(latencies, window, quantile);
          expect(hedge.delay).toBeGreaterThanOrEqual(exact);
          expect(hedge.delay).toBeLessThanOrEqual(exact * (1 + 1 / 64));
        }
      }
    }
  });

  it("has followed a change of latency after as many answers as it remembers", () => {
    const hedge = new HedgeDelay(PLAN);
    for (let i = 0; i < 100_000; i++) hedge.observe(0.1);
    // The 95th percentile of 1000 is the new latency as soon as 51 of them are.
    for (let i = 0; i < 50; i++) hedge.observe(1);
    expect(hedge.delay).toBeLessThan(0.102);
    hedge.observe(1);
    expect(hedge.delay).toBeGreaterThan(1);
    for (let i = 0; i < 949; i++) hedge.observe(1);
    for (let i = 0; i < 949; i++) hedge.observe(0.1);
    expect(hedge.delay).toBeGreaterThan(1);
    hedge.observe(0.1);
    expect(hedge.delay).toBeLessThan(0.102);
  });

  it("takes latencies from zero to days", () => {
    const hedge = new HedgeDelay({ ...PLAN, quantile: 0.5 });
    for (let i = 0; i < 100; i++) hedge.observe(0);
    expect(hedge.delay).toBeGreaterThan(0);
    expect(hedge.delay).toBeLessThan(2e-6);
    for (let i = 0; i < 1000; i++) hedge.observe(1e6);
    expect(hedge.delay).toBeGreaterThan(1e5);
    expect(Number.isFinite(hedge.delay)).toBe(true);
  });
});
