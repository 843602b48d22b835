import { describe, expect, it } from "vitest";
import { scaleBurstiness } from "../../../src/plan/headroom/scale-burstiness.ts";
import { estimateRequests } from "../../../src/scenario/expected-requests.ts";
import type { ArrivalSection, GenerateSection } from "../../../src/scenario/scenario.ts";
import { sweepOf } from "../swept.ts";

function scaled(arrivals: string, factor: number): ArrivalSection | string {
  const [setting] = sweepOf([`workload.generate.arrivals=${arrivals}`]);
  const found = scaleBurstiness(setting, factor);
  if ("omitted" in found) return found.omitted;
  const { workload } = found.setting.scenario;
  return "generate" in workload ? workload.generate.arrivals : "a trace";
}

function generatorOf(
  arrivals: ArrivalSection | string,
): Pick<GenerateSection, "duration" | "arrivals"> {
  if (typeof arrivals === "string") throw new RangeError(arrivals);
  return { duration: 100, arrivals };
}

describe("scaleBurstiness", () => {
  it("multiplies the cv of the gaps", () => {
    expect(scaled("{process: gamma, rate: 5/s, cv: 2}", 1.5)).toMatchObject({ rate: 5, cv: 3 });
    expect(scaled("{process: weibull, rate: 5/s, cv: 2}", 0.5)).toMatchObject({ rate: 5, cv: 1 });
  });

  it("spreads the rates of an mmpp around their mean", () => {
    const waves =
      "{process: mmpp, states: [{rate: 60/s, meanDwell: 60s}, {rate: 180/s, meanDwell: 20s}]}";
    // The mean is 90: 30 below it and 90 above.
    expect(scaled(waves, 1.5)).toMatchObject({
      states: [
        { rate: 45, meanDwell: 60 },
        { rate: 225, meanDwell: 20 },
      ],
    });
    expect(scaled(waves, 0.5)).toMatchObject({ states: [{ rate: 75 }, { rate: 135 }] });
  });

  it("weighs the states by the time spent in them, and keeps the mean where a rate reaches 0", () => {
    const chain =
      "{process: mmpp, states: [{rate: 1/s, meanDwell: 10s}, {rate: 4/s, meanDwell: 5s}, {rate: 20/s, meanDwell: 2s}], " +
      "transitions: [[0, 0.8, 0.2], [0.5, 0, 0.5], [1, 0, 0]]}";
    const before = estimateRequests(generatorOf(scaled(chain, 1)));
    for (const factor of [0.5, 1.2, 3]) {
      const after = scaled(chain, factor);
      expect(estimateRequests(generatorOf(after))).toBeCloseTo(before, 6);
    }
    expect(scaled(chain, 3)).toMatchObject({ states: [{ rate: 0 }, {}, {}] });
  });

  it("says why other traffic is left alone", () => {
    expect(scaled("{process: poisson, rate: 5/s}", 2)).toBe(
      "poisson arrivals have no spread to scale",
    );
    expect(scaled("{process: on-off, rate: 5/s, onMean: 9s, offMean: 9s}", 2)).toMatch(/on-off/);
  });
});
