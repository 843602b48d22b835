import { describe, expect, it } from "vitest";
import { describeWorkload } from "../../src/plan/workload-facts.ts";
import type { WorkloadColumns } from "../../src/sim/sim-plan.ts";

function columnsWith(arrivals: readonly number[]): WorkloadColumns {
  const none = new Float64Array();
  const tokens = new Int32Array();
  return {
    arrivals: Float64Array.from(arrivals),
    inputs: tokens,
    outputs: tokens,
    serviceTimes: none,
    jitters: none,
    timeouts: none,
    routeUniforms: none,
    classes: tokens,
    prefixOffsets: tokens,
    prefixHashes: tokens,
  };
}

describe("describeWorkload", () => {
  it("measures burstiness at scales up to a tenth of the span", () => {
    // Every other second two requests at once: windows of 1 s hold 2 or 0, of 2 s always 2.
    const arrivals = Array.from({ length: 82 }, (_, index) => 2 * Math.floor(index / 2));
    const { burstiness } = describeWorkload(columnsWith(arrivals), 81, []);
    expect(burstiness.map(({ scale }) => scale)).toEqual([0.1, 0.2, 0.5, 1, 2, 5]);
    // 80 windows, half of them 2 and half 0: mean 1, variance 1.
    expect(burstiness[3]).toMatchObject({ scale: 1, windows: 80, dispersion: 1 });
    expect(burstiness[4]).toMatchObject({ scale: 2, windows: 40, dispersion: 0 });
    // Quantiles of chi-squared with 39 degrees of freedom, over 40 (SciPy): 23.654 and 58.120.
    expect(burstiness[4].poisson[0]).toBeCloseTo(23.654 / 40, 3);
    expect(burstiness[4].poisson[1]).toBeCloseTo(58.12 / 40, 3);
  });

  it("measures none where the traffic is too short", () => {
    expect(describeWorkload(columnsWith([0, 0.2, 0.4, 0.6]), 1, []).burstiness).toEqual([]);
    expect(describeWorkload(columnsWith([1]), 1, []).burstiness).toEqual([]);
  });
});
