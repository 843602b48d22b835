import { describe, expect, it } from "vitest";

import { AdaptiveBatch } from "../../src/sim/adaptive-batch.ts";

function grownTo(largest: number): AdaptiveBatch {
  const batch = new AdaptiveBatch(0.08, 1000);
  while (batch.largest < largest) batch.observe(batch.largest, 0.08);
  return batch;
}

describe("AdaptiveBatch", () => {
  it("grows by one after a full batch that met the latency", () => {
    const batch = new AdaptiveBatch(0.08, 64);
    expect(batch.largest).toBe(1);
    batch.observe(1, 0.02);
    batch.observe(2, 0.08);
    expect(batch.largest).toBe(3);
  });

  it("stays after a batch that met the latency but was not full", () => {
    const batch = grownTo(10);
    batch.observe(9, 0.01);
    expect(batch.largest).toBe(10);
  });

  it("shrinks by a tenth, rounded down, after a batch that exceeded the latency, full or not", () => {
    const batch = grownTo(100);
    const sizes = [100, 1, 1, 1, 1].map((size) => {
      batch.observe(size, 0.0801);
      return batch.largest;
    });
    expect(sizes).toEqual([90, 81, 72, 64, 57]);
  });

  it("takes exactly a tenth from every multiple of ten", () => {
    for (let largest = 10; largest <= 600; largest += 10) {
      const batch = grownTo(largest);
      batch.observe(1, 1);
      expect(batch.largest).toBe((largest / 10) * 9);
    }
  });

  it("stays between one and the most", () => {
    const batch = new AdaptiveBatch(0.08, 3);
    for (let i = 0; i < 10; i++) batch.observe(3, 0.01);
    expect(batch.largest).toBe(3);
    const sizes = [1, 2, 3, 4].map(() => {
      batch.observe(3, 1);
      return batch.largest;
    });
    expect(sizes).toEqual([2, 1, 1, 1]);
  });

  it("settles around the size whose latency is the target", () => {
    // 5 ms and 1 ms a request: 75 requests take 80 ms. AIMD saws between 9/10 of 76 and 76.
    const batch = new AdaptiveBatch(0.08, 1000);
    const seen: number[] = [];
    for (let i = 0; i < 2000; i++) {
      if (i >= 1000) seen.push(batch.largest);
      batch.observe(batch.largest, 0.005 + 0.001 * batch.largest);
    }
    expect(Math.max(...seen)).toBe(76);
    expect(Math.min(...seen)).toBe(68);
  });
});
