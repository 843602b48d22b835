import { describe, expect, it } from "vitest";

import { LatencySeries } from "../../../src/plan/warmup/latency-series.ts";
import { SERVICE_SERIAL, type SimPlan } from "../../../src/sim/sim-plan.ts";
import { simulate } from "../../../src/sim/simulate.ts";
import { handBuiltColumns, handBuiltPlan } from "../../steppers/hand-built.ts";

const service = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

function seriesOf(
  parts: Partial<SimPlan>,
  arrivals: readonly number[],
  serviceTimes: readonly number[],
): ReturnType<LatencySeries["toMeans"]> {
  const plan = handBuiltPlan({ service, ...parts });
  const columns = handBuiltColumns({ arrivals, serviceTimes });
  const series = new LatencySeries(plan, columns);
  simulate(plan, columns, series, { needsReplicas: false });
  return series.toMeans();
}

describe("LatencySeries", () => {
  it("takes the means of five requests in order of arrival, the last ones of what is left", () => {
    const arrivals = [0, 10, 20, 30, 40, 50, 60];
    const { firstRows, mean, means } = seriesOf({}, arrivals, [1, 2, 3, 4, 5, 6, 8]);
    expect([...means]).toEqual([3, 7]);
    expect([...firstRows]).toEqual([0, 5]);
    expect(mean).toBe(29 / 7);
  });

  it("adds the overhead to what was answered", () => {
    expect([...seriesOf({ requestOverhead: 0.5 }, [0, 10], [1, 2]).means]).toEqual([2]);
  });

  it("counts a client that gave up as long as it waited", () => {
    // The first is served from 0 to 9; the others leave after 4.
    const { means } = seriesOf({ timeout: 4, requestOverhead: 1 }, [0, 1, 20], [9, 1, 1]);
    expect([...means]).toEqual([(4 + 4 + 2) / 3]);
  });

  it("leaves out who was rejected, and groups of none else", () => {
    const arrivals = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101];
    const times = arrivals.map((at) => (at === 0 ? 50 : 1));
    const { firstRows, mean, means } = seriesOf({ queueLimit: 0 }, arrivals, times);
    expect([...means]).toEqual([50, 1]);
    expect([...firstRows]).toEqual([0, 10]);
    expect(mean).toBeCloseTo(52 / 3, 12);
  });

  it("has no mean without an answer", () => {
    expect(seriesOf({}, [], [])).toMatchObject({ mean: NaN });
  });
});
