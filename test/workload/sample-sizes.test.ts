import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { rankCorrelation } from "../../src/plan/trace/rank-correlation.ts";
import type { Distribution } from "../../src/random/distribution.ts";
import { openStream, type Stream } from "../../src/random/stream.ts";
import { sampleSizes, type SizeLaws } from "../../src/workload/sample-sizes.ts";
import { uniformDistance } from "./helpers.ts";

const open = (purpose: string): Stream => openStream(3, 0, purpose);
const constant = (value: number): Distribution => ({ distribution: "constant", value });
const wide: Distribution = { distribution: "uniform", min: 1, max: 1_000_001 };
const seconds = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i);

describe("a trend", () => {
  it("is linear between its points and constant outside them", () => {
    const trend = {
      output: [
        [10, 1],
        [20, 3],
        [20.5, 0.5],
      ],
    } as const;
    const times = Float64Array.of(0, 10, 15, 20, 20.25, 20.5, 99);
    const { inputs, outputs } = sampleSizes(
      { input: constant(7), output: constant(100), trend },
      times,
      open,
    );
    expect([...outputs]).toEqual([100, 100, 200, 300, 175, 50, 50]);
    expect([...inputs]).toEqual([7, 7, 7, 7, 7, 7, 7]);
  });

  it("multiplies the mean of every stretch by its factor", () => {
    // Means 2,000 and 500 of exponential variates: a standard error of 1/√20,000.
    const trend = {
      output: [
        [0, 2],
        [19_999, 2],
        [20_000, 0.5],
      ],
    } as const;
    const output = { distribution: "exponential", mean: 1000, min: null, max: null } as const;
    const { outputs } = sampleSizes({ input: null, output, trend }, seconds(40_000), open);
    const mean = (from: number): number =>
      outputs.subarray(from, from + 20_000).reduce((sum, one) => sum + one, 0) / 20_000;
    expect(Math.abs(mean(0) / 2000 - 1)).toBeLessThan(3 / Math.sqrt(20_000));
    expect(Math.abs(mean(20_000) / 500 - 1)).toBeLessThan(3 / Math.sqrt(20_000));
  });

  it("comes before the limits of the law and the rounding", () => {
    const output: Distribution = { distribution: "empirical", values: [10], min: 8, max: 14 };
    const trend = {
      output: [
        [0, 0.5],
        [1, 0.96],
        [2, 1.25],
        [3, 2],
      ],
    } as const;
    // 5 → 8, 9.6 → 10, 12.5 → 13, 20 → 14.
    const { outputs } = sampleSizes({ input: null, output, trend }, seconds(4), open);
    expect([...outputs]).toEqual([8, 10, 13, 14]);
  });

  it("of 1 changes nothing", () => {
    const laws: SizeLaws = { input: wide, output: wide };
    const trend = { input: [[0, 1]], output: [[5, 1]] } as const;
    expect(sampleSizes({ ...laws, trend }, seconds(50), open)).toEqual(
      sampleSizes(laws, seconds(50), open),
    );
  });

  it("keeps sizes whole, at least 1 and within the limits", () => {
    const point = fc.tuple(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 8 }), (steps) => {
        let time = 0;
        const trend = { output: steps.map(([step, factor]) => [(time += step), factor] as const) };
        const output = { distribution: "exponential", mean: 40, min: null, max: 512 } as const;
        const { outputs } = sampleSizes({ input: null, output, trend }, seconds(200), open);
        return outputs.every((one) => Number.isInteger(one) && one >= 1 && one <= 512);
      }),
      { seed: 7 },
    );
  });
});

describe("a correlation", () => {
  const count = 100_000;
  const sizes = (correlation: number): ReturnType<typeof sampleSizes> =>
    sampleSizes({ input: wide, output: wide, correlation }, seconds(count), open);

  // The standard error of a rank correlation is at most 1/√n = 0.0032.
  it.each([-0.8, -0.2, 0.1, 0.5, 0.95])("of %f is Spearman's", (correlation) => {
    const { inputs, outputs } = sizes(correlation);
    expect(Math.abs((rankCorrelation(inputs, outputs) ?? NaN) - correlation)).toBeLessThan(0.01);
  });

  it("leaves the input as it is and the output its law", () => {
    const { inputs, outputs } = sizes(0.7);
    expect(inputs).toEqual(sizes(0).inputs);
    // The Kolmogorov–Smirnov bound for 1 in 1,000.
    const uniforms = Float64Array.from(outputs, (one) => (one - 1) / 1_000_001);
    expect(uniformDistance(uniforms)).toBeLessThan(1.95);
  });

  it("of 1 gives equal sizes to equal laws, of -1 opposite ones", () => {
    const same = sizes(1);
    const opposite = sizes(-1);
    for (let row = 0; row < 1000; row += 1) {
      expect(Math.abs(same.outputs[row] - same.inputs[row])).toBeLessThanOrEqual(1);
      const sum = opposite.outputs[row] + opposite.inputs[row];
      expect(Math.abs(sum - 1_000_002)).toBeLessThanOrEqual(1);
    }
  });

  it("of 0 leaves every draw alone", () => {
    expect(sizes(0)).toEqual(sampleSizes({ input: wide, output: wide }, seconds(count), open));
  });

  it("takes the uniforms that a stream can give at its ends", () => {
    for (const u of [0, 1 - 2 ** -53]) {
      const { outputs } = sampleSizes(
        { input: wide, output: wide, correlation: 0.5 },
        Float64Array.of(0),
        () => () => u,
      );
      expect(outputs[0]).toBe(u === 0 ? 1 : 1_000_001);
    }
  });
});
