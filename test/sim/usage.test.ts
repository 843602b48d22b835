import { describe, expect, it } from "vitest";

import { Usage } from "../../src/sim/usage.ts";

describe("Usage", () => {
  it("overlaps a stretch of time with the measured span", () => {
    const usage = new Usage(10, 20);
    expect(usage.overlap(12, 15)).toBe(3);
    expect(usage.overlap(5, 12)).toBe(2);
    expect(usage.overlap(18, 25)).toBe(2);
    expect(usage.overlap(5, 25)).toBe(10);
    expect(usage.overlap(10, 20)).toBe(10);
  });

  it("finds nothing outside the span or in a stretch without length", () => {
    const usage = new Usage(10, 20);
    expect(usage.overlap(0, 9)).toBe(0);
    expect(usage.overlap(0, 10)).toBe(0);
    expect(usage.overlap(20, 30)).toBe(0);
    expect(usage.overlap(21, 30)).toBe(0);
    expect(usage.overlap(15, 15)).toBe(0);
  });

  it("starts from nothing", () => {
    expect(new Usage(0, 1)).toMatchObject({
      busyTime: 0,
      abandonedTime: 0,
      recomputedTime: 0,
      batchTime: 0,
      batches: 0,
      batchedRequests: 0,
      kvBlockTime: 0,
      kvBlockPeak: 0,
      preemptions: 0,
    });
  });
});
