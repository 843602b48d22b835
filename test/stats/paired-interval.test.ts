import { describe, expect, it } from "vitest";
import { pairedInterval } from "../../src/stats/paired-interval.ts";

const REQUESTS = [100, 100, 100, 100];

describe("pairedInterval", () => {
  it("agrees with a paired t interval by hand", () => {
    const first = { violations: [10, 14, 8, 12], requests: REQUESTS };
    const second = { violations: [4, 10, 4, 6], requests: REQUESTS };
    const { difference, interval } = pairedInterval(first, second, 0.95);
    // Differences −6, −4, −4, −6 %: mean −5 %, s = 2/√3 %, half = t(3, 0.975)·s/2 = 3.182446·s/2.
    expect(difference).toBeCloseTo(-0.05, 15);
    const half = (3.182446305 * 0.02) / Math.sqrt(3) / 2;
    expect(interval[0]).toBeCloseTo(-0.05 - half, 9);
    expect(interval[1]).toBeCloseTo(-0.05 + half, 9);
  });

  it("has no width where the batches differ by the same", () => {
    const first = { violations: [90, 2, 50, 7], requests: REQUESTS };
    const second = { violations: [89, 1, 49, 6], requests: REQUESTS };
    const { difference, interval } = pairedInterval(first, second, 0.95);
    expect(difference).toBeCloseTo(-0.01, 15);
    expect(interval[1] - interval[0]).toBeCloseTo(0, 12);
  });

  it("weighs batches by their requests and passes over empty ones", () => {
    const requests = [100, 300, 0];
    const first = { violations: [0, 30, 0], requests };
    const second = { violations: [10, 30, 0], requests };
    expect(pairedInterval(first, second, 0.9).difference).toBe(10 / 400);
  });

  it("refuses batches that aren't of the same requests, or too few", () => {
    const one = { violations: [1, 2], requests: [10, 10] };
    expect(() => pairedInterval(one, { violations: [1, 2], requests: [10, 9] }, 0.9)).toThrow(
      /same requests/,
    );
    const lone = { violations: [1], requests: [10] };
    expect(() => pairedInterval(lone, lone, 0.9)).toThrow(/at least two batches/);
  });
});
