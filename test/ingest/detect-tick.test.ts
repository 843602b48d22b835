import { describe, expect, it } from "vitest";

import { detectTick } from "../../src/ingest/detect-tick.ts";

const repeat = (times: readonly number[], copies: number): Float64Array =>
  Float64Array.from(times.flatMap((time) => Array.from({ length: copies }, () => time)));
const multiples = (tick: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index * tick);

describe("detectTick", () => {
  it("finds whole seconds, tenths and jittered ticks", () => {
    expect(detectTick(repeat(multiples(1, 20), 3))).toBe(1);
    expect(detectTick(repeat(multiples(0.1, 50), 4))).toBe(0.1);
    const jittered = multiples(3, 100).map((time, index) => time + (index % 3) / 1000);
    expect(detectTick(repeat(jittered, 10))).toBe(3);
  });

  it("bridges ticks without arrivals", () => {
    const gappy = multiples(2, 60).filter((_, index) => index % 7 !== 3);
    expect(detectTick(repeat(gappy, 5))).toBe(2);
  });

  it("sees no tick where at most half of the gaps are zero", () => {
    // 20 times twice: 20 zero gaps, 19 others. One request fewer makes it 19 and 19.
    expect(detectTick(repeat(multiples(1, 20), 2))).toBe(1);
    expect(detectTick(repeat(multiples(1, 20), 2).slice(1))).toBeNull();
  });

  it("sees no tick below a tenth of a second, off the grid, or in a few rows", () => {
    expect(detectTick(repeat(multiples(0.001, 100), 3))).toBeNull();
    const squares = multiples(1, 40).map((time) => 0.37 * time ** 1.5);
    expect(detectTick(repeat(squares, 3))).toBeNull();
    expect(detectTick(repeat(multiples(1, 5), 3))).toBeNull();
    expect(detectTick(new Float64Array(1))).toBeNull();
  });
});
