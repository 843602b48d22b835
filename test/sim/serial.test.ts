import { describe, expect, it } from "vitest";

import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  ROUTER_LEAST_OUTSTANDING,
  SERVICE_SERIAL,
} from "../../src/sim/sim-plan.ts";
import { simulateByEvents } from "../../src/sim/simulate.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { handBuiltColumns, handBuiltPlan } from "../steppers/hand-built.ts";

const oneSlot = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

describe("serial service", () => {
  it("books the slot time of a client that has gone as abandoned, inside the measured span", () => {
    // Served 0–3 and 3–7; the second client gives up at 5, and the span ends there.
    const plan = handBuiltPlan({ service: oneSlot, timeout: 4, measureFrom: 1, measureTo: 5 });
    const columns = handBuiltColumns({ arrivals: [0, 1], serviceTimes: [3, 4] });
    const sink = new TableSink(2);
    const { usage } = simulateByEvents(plan, columns, sink);
    expect([...sink.outcome]).toEqual([OUTCOME_COMPLETED, OUTCOME_TIMED_OUT]);
    expect([...sink.end]).toEqual([3, 5]);
    expect(usage.busyTime).toBe(4);
    expect(usage.abandonedTime).toBe(2);
  });

  it("lets the slots of one replica work side by side on one queue", () => {
    const plan = handBuiltPlan({ service: { ...oneSlot, concurrency: 2 }, measureTo: 9 });
    const columns = handBuiltColumns({ arrivals: [0, 0, 0, 1], serviceTimes: [4, 2, 3, 1] });
    const sink = new TableSink(4);
    const { usage } = simulateByEvents(plan, columns, sink);
    expect([...sink.start]).toEqual([0, 0, 2, 4]);
    expect([...sink.end]).toEqual([4, 2, 5, 5]);
    expect(usage.busyTime).toBe(10);
  });

  it("frees a place in the queue when a waiting client leaves", () => {
    // The second request waits from 1 and leaves at 3; the third finds the queue full, the fourth
    // doesn't and is served when the first ends at 10.
    const plan = handBuiltPlan({ service: oneSlot, queueLimit: 1 });
    const columns = handBuiltColumns({
      arrivals: [0, 1, 2, 4],
      serviceTimes: [10, 1, 1, 1],
      timeouts: [99, 2, 99, 99],
    });
    const sink = new TableSink(4);
    simulateByEvents(plan, columns, sink);
    expect([...sink.outcome]).toEqual([
      OUTCOME_COMPLETED,
      OUTCOME_TIMED_OUT,
      OUTCOME_REJECTED_QUEUE_FULL,
      OUTCOME_COMPLETED,
    ]);
    expect([...sink.end]).toEqual([10, 3, 2, 11]);
  });

  it("counts a request that timed out in the queue as outstanding no longer", () => {
    // Replica 0 has one in service and one waiting until 2; replica 1 has one in service and gets
    // the fourth only while replica 0 has two.
    const plan = handBuiltPlan({
      service: oneSlot,
      replicas: 2,
      router: ROUTER_LEAST_OUTSTANDING,
    });
    const columns = handBuiltColumns({
      arrivals: [0, 0, 0, 3],
      serviceTimes: [10, 10, 1, 1],
      timeouts: [99, 99, 2, 99],
    });
    const sink = new TableSink(4);
    simulateByEvents(plan, columns, sink);
    expect([...sink.replica]).toEqual([0, 1, 0, 0]);
  });
});
