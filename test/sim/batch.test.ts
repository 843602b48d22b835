import { describe, expect, it } from "vitest";

import { OUTCOME_COMPLETED, OUTCOME_TIMED_OUT } from "../../src/sim/sim-plan.ts";
import { simulateByEvents } from "../../src/sim/simulate.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { handBuiltBatch, handBuiltColumns, handBuiltPlan } from "../steppers/hand-built.ts";

/** A batch of one at 0–2 s and a batch of two at 2–5 s. */
const service = handBuiltBatch([2, 3], 0);
const columns = handBuiltColumns({ arrivals: [0, 1, 1.5] });

describe("batch service", () => {
  it("integrates batches in progress over the measured span", () => {
    const { usage } = simulateByEvents(
      handBuiltPlan({ service, measureTo: 10 }),
      columns,
      new TableSink(3),
    );
    expect(usage).toMatchObject({
      busyTime: 5,
      batchTime: 8,
      batches: 2,
      batchedRequests: 3,
      abandonedTime: 0,
    });
  });

  it("leaves out what lies before the span", () => {
    const { usage } = simulateByEvents(
      handBuiltPlan({ service, measureFrom: 3, measureTo: 10 }),
      columns,
      new TableSink(3),
    );
    expect(usage).toMatchObject({ busyTime: 2, batchTime: 4, batches: 1, batchedRequests: 2 });
  });

  it("shares the time of a batch equally among its requests, gone clients' included", () => {
    // Deadlines 2.5, 3.5 and 10.5: the second is gone when its batch ends at 5.
    const sink = new TableSink(3);
    const { usage } = simulateByEvents(
      handBuiltPlan({ service, measureTo: 10 }),
      { ...columns, timeouts: Float64Array.of(2.5, 2.5, 9) },
      sink,
    );
    expect([...sink.outcome]).toEqual([OUTCOME_COMPLETED, OUTCOME_TIMED_OUT, OUTCOME_COMPLETED]);
    expect(usage.abandonedTime).toBe(1.5);
    expect(usage.busyTime).toBe(5);
  });

  it("multiplies a batch's time by the jitter of its first request", () => {
    const sink = new TableSink(3);
    simulateByEvents(
      handBuiltPlan({ service }),
      { ...columns, jitters: Float64Array.of(1.5, 2, 99) },
      sink,
    );
    expect([...sink.end]).toEqual([3, 9, 9]);
  });
});
