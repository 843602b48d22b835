import { describe, expect, it } from "vitest";

import { openAutoscaler } from "../../../src/sim/autoscale/open-autoscaler.ts";
import { AUTOSCALER_SCHEDULE } from "../../../src/sim/autoscale/autoscaler-plan.ts";
import { handBuiltFleet } from "./hand-built.ts";

function decisions(
  times: readonly number[],
  replicas: readonly number[],
  period: number,
  count: number,
): [number, number][] {
  const plan = { kind: AUTOSCALER_SCHEDULE, times, replicas, period } as const;
  const schedule = openAutoscaler(plan);
  expect(schedule.metrics).toEqual([]);
  return Array.from({ length: count }, () => {
    const now = schedule.nextTime;
    return [now, schedule.decide(handBuiltFleet(now, 1, []))];
  });
}

describe("scheduled autoscaler", () => {
  it("changes at each entry and begins again every period", () => {
    expect(decisions([0, 8, 18], [2, 6, 3], 24, 5)).toEqual([
      [0, 2],
      [8, 6],
      [18, 3],
      [24, 2],
      [32, 6],
    ]);
  });

  it("holds the last entry until the first of a period", () => {
    expect(decisions([8, 18], [6, 3], 24, 4)).toEqual([
      [0, 3],
      [8, 6],
      [18, 3],
      [32, 6],
    ]);
  });

  it("ends after its last entry if it has no period", () => {
    expect(decisions([0, 5], [1, 4], Infinity, 3)).toEqual([
      [0, 1],
      [5, 4],
      [Infinity, 1],
    ]);
  });

  it("rejects a schedule without entries", () => {
    expect(() => decisions([], [], 24, 1)).toThrow(RangeError);
  });
});
