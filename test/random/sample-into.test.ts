import { describe, expect, it } from "vitest";

import { roundToCount, sampleCountsInto, sampleInto } from "../../src/random/sample-into.ts";
import { openStream } from "../../src/random/stream.ts";

describe("sampleInto", () => {
  it("takes one uniform a row, in order", () => {
    const values = new Float64Array(5);
    sampleInto({ distribution: "uniform", min: 0, max: 1 }, openStream(1, 0, "input"), values);
    const stream = openStream(1, 0, "input");
    expect([...values]).toEqual(Array.from(values, () => stream()));
  });
});

describe("sampleCountsInto", () => {
  it("rounds what sampleInto gives", () => {
    const law = { distribution: "exponential", mean: 3, min: null, max: null } as const;
    const counts = new Int32Array(1000);
    const values = new Float64Array(1000);
    sampleCountsInto(law, openStream(1, 0, "input"), counts);
    sampleInto(law, openStream(1, 0, "input"), values);
    expect([...counts]).toEqual(Array.from(values, roundToCount));
    expect(Math.min(...counts)).toBe(1);
  });
});

describe("roundToCount", () => {
  it.each([
    [-5, 1],
    [0, 1],
    [0.7, 1],
    [1.4999, 1],
    [1.5, 2],
    [2.5, 3],
    [1020.49, 1020],
    [2147483646.4, 2147483646],
    [2147483646.5, 2147483647],
    [2147483647, 2147483647],
    [1e300, 2147483647],
    [Infinity, 2147483647],
    [-Infinity, 1],
    [Number.NaN, 1],
  ])("turns %f into %i", (value, count) => {
    expect(roundToCount(value)).toBe(count);
  });
});
