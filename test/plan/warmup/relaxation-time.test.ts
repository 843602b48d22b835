import { describe, expect, it } from "vitest";

import { relaxationTime } from "../../../src/plan/warmup/relaxation-time.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_SERIAL,
} from "../../../src/sim/sim-plan.ts";
import {
  handBuiltBatch,
  handBuiltColumns,
  handBuiltContinuous,
  handBuiltPlan,
} from "../../steppers/hand-built.ts";

const serial = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

/** 720 requests of mean service time 1 within 100 s: 7.2 a second. */
function columns(): ReturnType<typeof handBuiltColumns> {
  const rows = Array.from({ length: 720 }, (_, row) => row);
  return handBuiltColumns({
    arrivals: rows.map((row) => row / 7.2),
    serviceTimes: rows.map((row) => 0.5 + (row % 2)),
  });
}

function timeOf(router: number, replicas: number, concurrency: number): number | null {
  const service = { ...serial, concurrency };
  return relaxationTime(handBuiltPlan({ service, replicas, router, measureTo: 100 }), columns());
}

describe("relaxationTime", () => {
  it("is 47.5 service times for M/M/8 at a load of 0.9", () => {
    // 1/(√8 − √7.2)² = 47.467 (Python).
    const plan = handBuiltPlan({ service: serial, replicas: 8, measureTo: 100 });
    expect(relaxationTime(plan, columns())).toBeCloseTo(47.46708245126275, 9);
  });

  it("counts slots, wherever they are, unless the router splits the traffic blindly", () => {
    const pooled = timeOf(ROUTER_CENTRAL_QUEUE, 8, 1) ?? NaN;
    expect(timeOf(ROUTER_CENTRAL_QUEUE, 2, 4)).toBeCloseTo(pooled, 9);
    expect(timeOf(ROUTER_LEAST_OUTSTANDING, 4, 2)).toBeCloseTo(pooled, 9);
    for (const router of [ROUTER_RANDOM, ROUTER_ROUND_ROBIN]) {
      expect(timeOf(router, 8, 1)).toBeCloseTo(8 * pooled, 6);
      expect(timeOf(router, 2, 4)).toBeCloseTo(2 * pooled, 6);
    }
  });

  it("takes a full batch for its requests one after the other", () => {
    // Two replicas of 4 requests in 0.8 s are 10 a second: 1/(√10 − √7.2)² = 4.3585.
    const service = handBuiltBatch([0.5, 0.6, 0.7, 0.8], 0);
    const plan = handBuiltPlan({ service, replicas: 2, measureTo: 100 });
    expect(relaxationTime(plan, columns())).toBeCloseTo(
      1 / (Math.sqrt(10) - Math.sqrt(7.2)) ** 2,
      9,
    );
  });

  it("never ends where more arrives than can be served", () => {
    for (const replicas of [4, 7]) {
      const plan = handBuiltPlan({ service: serial, replicas, measureTo: 100 });
      expect(relaxationTime(plan, columns())).toBe(Infinity);
    }
  });

  it("has no formula for continuous batching", () => {
    const plan = handBuiltPlan({ service: handBuiltContinuous({}), measureTo: 100 });
    expect(relaxationTime(plan, columns())).toBeNull();
  });
});
