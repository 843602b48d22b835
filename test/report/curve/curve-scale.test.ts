import { describe, expect, it } from "vitest";
import {
  costScale,
  cutPath,
  latencyScale,
  latencyTicks,
  place,
} from "../../../src/report/curve/curve-scale.ts";

describe("latencyScale", () => {
  it("is linear from zero within a decade", () => {
    expect(latencyScale([0.1, 0.5, 0.9], 300, 20)).toMatchObject({ type: "linear" });
    expect(latencyScale([0.1, 0.5, 0.9], 300, 20).domain[0]).toBe(0);
  });

  it("is logarithmic beyond a decade", () => {
    const scale = latencyScale([0.1, 5], 300, 20);
    expect(scale.type).toBe("log");
    expect(scale.domain[0]).toBeLessThan(0.1);
    expect(scale.domain[1]).toBeGreaterThan(5);
  });

  it("keeps a zero on a scale of many decades", () => {
    const scale = latencyScale([0, 0.01, 5], 300, 20);
    expect(scale.type).toBe("symlog");
    expect(place(scale, 0)).toBe(300);
    expect(latencyTicks(scale)[0]).toBe(0);
  });

  it("survives values that are all zero", () => {
    const scale = latencyScale([0, 0], 300, 20);
    expect(place(scale, 0)).toBe(300);
    expect(latencyTicks(scale)).toContain(0);
  });
});

describe("latencyTicks", () => {
  it.each([
    [[0.4, 0.9]],
    [[0.1, 1.5]],
    [[0.001, 1000]],
    [[1e-6, 1e6]],
    [[0, 0.002, 9]],
    [[3e-5, 4e-5]],
  ])("labels %j with few round values inside the domain", (values) => {
    const scale = latencyScale(values, 300, 20);
    const ticks = latencyTicks(scale);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(8);
    const pixels = ticks.map((tick) => place(scale, tick));
    for (const [index, pixel] of pixels.entries()) {
      expect(pixel).toBeLessThanOrEqual(300);
      expect(pixel).toBeGreaterThanOrEqual(20);
      if (index > 0) expect(pixels[index - 1] - pixel).toBeGreaterThan(16);
    }
  });
});

describe("costScale", () => {
  it("leaves the padding free at both ends", () => {
    const scale = costScale([10, 20, 30], 600, [40, 20]);
    expect(scale.type).toBe("linear");
    expect(place(scale, 10)).toBeCloseTo(40, 9);
    expect(place(scale, 30)).toBeCloseTo(580, 9);
  });

  it("spaces geometric counts evenly", () => {
    const scale = costScale([1, 2, 4, 8, 16, 32], 600, [50, 50]);
    expect(scale.type).toBe("log");
    expect(place(scale, 2) - place(scale, 1)).toBeCloseTo(place(scale, 32) - place(scale, 16), 9);
  });

  it("puts a single value in the middle, zero too", () => {
    expect(place(costScale([8, 8], 600, [40, 20]), 8)).toBe(300);
    expect(place(costScale([0], 600, [40, 20]), 0)).toBe(300);
  });
});

describe("cutPath", () => {
  const x = costScale([0, 10], 100, [0, 0]);

  it("ends a line where it crosses the top, with its slope", () => {
    const y = { type: "linear", domain: [0, 10], range: [100, 0], constant: null } as const;
    const path = [
      { x: 0, y: 20 },
      { x: 10, y: 0 },
    ];
    expect(cutPath(path, x, y)).toEqual([
      { x: 0, y: null },
      { x: 5, y: 10 },
      { x: 10, y: 0 },
    ]);
  });

  it("crosses a logarithmic scale where the drawn line would", () => {
    const y = { type: "log", domain: [1, 100], range: [100, 0], constant: null } as const;
    const path = [
      { x: 0, y: 1 },
      { x: 10, y: 10_000 },
    ];
    expect(cutPath(path, x, y)[1].x).toBeCloseTo(5, 12);
  });

  it("keeps gaps and moves what is below the scale to its edge", () => {
    const y = { type: "log", domain: [1, 100], range: [100, 0], constant: null } as const;
    const path = [
      { x: 0, y: 0.01 },
      { x: 5, y: null },
      { x: 10, y: 1000 },
    ];
    expect(cutPath(path, x, y)).toEqual([
      { x: 0, y: 1 },
      { x: 5, y: null },
      { x: 10, y: null },
    ]);
  });
});
