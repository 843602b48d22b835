import { describe, expect, it } from "vitest";

import {
  OUTCOME_REJECTED_QUEUE_FULL,
  SERVICE_SERIAL,
  type SimPlan,
} from "../../src/sim/sim-plan.ts";
import { simulate, simulateByEvents } from "../../src/sim/simulate.ts";
import { TableSink } from "../helpers/table-sink.ts";
import {
  handBuiltBatch,
  handBuiltColumns,
  handBuiltContinuous,
  handBuiltPlan,
} from "../steppers/hand-built.ts";

const serial = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

describe("simulate", () => {
  it("drains from the last arrival to the last end of service", () => {
    // Served 0–5 and 5–10; the last arrival is at 1.
    const columns = handBuiltColumns({ arrivals: [0, 1], serviceTimes: [5, 5] });
    for (const needsReplicas of [false, true]) {
      const sink = new TableSink(2);
      const recording = simulate(handBuiltPlan({ service: serial }), columns, sink, {
        needsReplicas,
      });
      expect(recording.drainTime).toBe(9);
      expect(recording.requests).toBe(2);
    }
  });

  it("has nothing to drain if the last request is rejected after all others have ended", () => {
    const columns = handBuiltColumns({ arrivals: [0, 3], inputs: [1, 90], outputs: [1, 90] });
    const service = handBuiltContinuous({ kvBlocks: 10 });
    const { drainTime } = simulateByEvents(handBuiltPlan({ service }), columns, new TableSink(2));
    expect(drainTime).toBe(0);
  });

  it.each([
    ["serial", serial],
    ["batch", handBuiltBatch([1], 0)],
    ["continuous", handBuiltContinuous({})],
  ])("of no requests finds nothing, for %s service", (_, service) => {
    const plan = handBuiltPlan({ service });
    const options = { needsReplicas: false };
    const recording = simulate(plan, handBuiltColumns({}), new TableSink(0), options);
    expect(recording).toMatchObject({ requests: 0, drainTime: 0, usage: { busyTime: 0 } });
  });

  it("takes the events where the recursion does not apply", () => {
    const plan = handBuiltPlan({ service: serial, queueLimit: 0 });
    const columns = handBuiltColumns({ arrivals: [0, 1], serviceTimes: [5, 5] });
    const sink = new TableSink(2);
    simulate(plan, columns, sink, { needsReplicas: false });
    expect(sink.outcome[1]).toBe(OUTCOME_REJECTED_QUEUE_FULL);
  });

  it("refuses a service or router it doesn't know", () => {
    const columns = handBuiltColumns({ arrivals: [0], serviceTimes: [1] });
    const run = (plan: SimPlan): unknown =>
      simulate(plan, columns, new TableSink(1), { needsReplicas: true });
    const unknownKind: SimPlan["service"] = JSON.parse('{"kind": 9, "concurrency": 1}');
    expect(() => run(handBuiltPlan({ service: serial, router: 9 }))).toThrow(RangeError);
    expect(() => run(handBuiltPlan({ service: unknownKind }))).toThrow(RangeError);
  });
});
