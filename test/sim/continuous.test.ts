import { describe, expect, it } from "vitest";

import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_TIMED_OUT,
} from "../../src/sim/sim-plan.ts";
import { simulateByEvents } from "../../src/sim/simulate.ts";
import { TableSink } from "../helpers/table-sink.ts";
import {
  handBuiltColumns,
  handBuiltContinuous,
  handBuiltPlan,
  straightLine,
} from "../steppers/hand-built.ts";

describe("continuous service", () => {
  it("integrates steps, sequences and blocks over a request's life", () => {
    // Steps of 1 s: the prompt of two tokens in 2 blocks, then decodes in 3 and 4.
    const plan = handBuiltPlan({ service: handBuiltContinuous({ kvBlocks: 10 }), measureTo: 9 });
    const columns = handBuiltColumns({ arrivals: [0], inputs: [2], outputs: [3] });
    const sink = new TableSink(1);
    const { usage } = simulateByEvents(plan, columns, sink);
    expect([sink.start[0], sink.first[0], sink.end[0]]).toEqual([0, 1, 3]);
    expect(usage).toMatchObject({
      busyTime: 3,
      batchTime: 3,
      kvBlockTime: 9,
      kvBlockPeak: 4,
      preemptions: 0,
      abandonedTime: 0,
      recomputedTime: 0,
    });
  });

  it("books the steps that make up for a preemption as recomputed", () => {
    // Four blocks of one token. The first request has three of them at 2 s, when the second needs
    // another: it is preempted, comes back at 3, computes two tokens again until 4, and ends at 5.
    const plan = handBuiltPlan({ service: handBuiltContinuous({ kvBlocks: 4 }), measureTo: 9 });
    const columns = handBuiltColumns({ arrivals: [0, 0], inputs: [1, 1], outputs: [3, 3] });
    const sink = new TableSink(2);
    const { usage } = simulateByEvents(plan, columns, sink);
    expect([...sink.start]).toEqual([0, 1]);
    expect([...sink.first]).toEqual([1, 2]);
    expect([...sink.end]).toEqual([3, 5]);
    expect(usage).toMatchObject({ preemptions: 1, busyTime: 5, recomputedTime: 1 });
    expect(usage.batchTime).toBe(6);
    expect(usage.kvBlockPeak).toBe(3);
  });

  it.each([
    ["at the next boundary if its place is cancelled", 1, 3],
    ["at its end if it isn't", 0, 10],
  ])("lets a sequence whose client has gone leave %s", (_, cancel, busy) => {
    const plan = handBuiltPlan({
      service: handBuiltContinuous({}),
      timeout: 2.5,
      cancel,
      measureTo: 20,
    });
    const columns = handBuiltColumns({ arrivals: [0], inputs: [1], outputs: [10] });
    const sink = new TableSink(1);
    const { usage } = simulateByEvents(plan, columns, sink);
    expect(sink.outcome[0]).toBe(OUTCOME_TIMED_OUT);
    expect(sink.end[0]).toBe(2.5);
    expect(sink.first[0]).toBe(1);
    expect(usage.busyTime).toBe(busy);
    expect(usage.abandonedTime).toBe(busy);
  });

  it("shares a step's time equally among its sequences", () => {
    // Both run from 1 to 4; the second's client, gone at 3.5, has had half of that.
    const plan = handBuiltPlan({ service: handBuiltContinuous({}), measureTo: 20 });
    const columns = handBuiltColumns({
      arrivals: [0, 0],
      inputs: [1, 1],
      outputs: [5, 20],
      timeouts: [99, 3.5],
    });
    const sink = new TableSink(2);
    const { usage } = simulateByEvents(plan, columns, sink);
    expect([...sink.outcome]).toEqual([OUTCOME_COMPLETED, OUTCOME_TIMED_OUT]);
    expect(usage.busyTime).toBe(5);
    expect(usage.abandonedTime).toBe(1.5);
  });

  it("rejects at arrival exactly what would outgrow the cache", () => {
    // 3 blocks of 4 tokens hold an input of 8 and 4 of its 5 output tokens.
    const service = handBuiltContinuous({ kvBlocks: 3, blockSize: 4 });
    const columns = handBuiltColumns({ arrivals: [0, 0], inputs: [8, 8], outputs: [5, 6] });
    const sink = new TableSink(2);
    simulateByEvents(handBuiltPlan({ service }), columns, sink);
    expect([...sink.outcome]).toEqual([OUTCOME_COMPLETED, OUTCOME_REJECTED_CANNOT_FIT]);
  });

  it("adds up what a step is made of", () => {
    // One prompt of 5 in chunks of 4 and 1 (P = 4, Q = 16; P = 1, Q = 5), then one decode of
    // context 5: 0.5 + 2·4 + 0.25·1 + 0.125·16, then 0.5 + 2 + 0.25 + 0.125·5, then
    // 0.5 + 0.25 + 0.0625·5.
    const service = handBuiltContinuous({
      maxBatchedTokens: 4,
      sequenceCost: straightLine(0.5, 0.25),
      prefillCost: straightLine(0, 2),
      perContextToken: 0.0625,
      perPrefillTokenSquared: 0.125,
    });
    const columns = handBuiltColumns({ arrivals: [0], inputs: [5], outputs: [2] });
    const sink = new TableSink(1);
    simulateByEvents(handBuiltPlan({ service }), columns, sink);
    expect(sink.first[0]).toBe(10.75 + 3.375);
    expect(sink.end[0]).toBe(10.75 + 3.375 + 1.0625);
  });
});
