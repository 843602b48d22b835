import { describe, expect, it } from "vitest";

import {
  type FinishedBlock,
  FinishedRequests,
  type FinishedSink,
} from "../../src/sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  SERVICE_SERIAL,
  type SimPlan,
} from "../../src/sim/sim-plan.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { handBuiltColumns, handBuiltPlan } from "../steppers/hand-built.ts";

const service = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

/** Requests that arrive at 0, 1, 2, … s. */
function open(
  count: number,
  parts: Partial<SimPlan>,
  sink: FinishedSink,
  timeouts: readonly number[] = [],
): FinishedRequests {
  const arrivals = Array.from({ length: count }, (_, row) => row);
  return new FinishedRequests(
    handBuiltPlan({ service, ...parts }),
    handBuiltColumns({ arrivals, timeouts }),
    sink,
  );
}

describe("FinishedRequests", () => {
  it("completes an answer that reaches the client at its deadline, and no later one", () => {
    const sink = new TableSink(2);
    const finished = open(2, { timeout: 5, requestOverhead: 1 }, sink);
    // The overhead puts the first answer at 5, its deadline, and the second just after 6.
    expect(finished.serve(0, 3, 2, 4, 4)).toBe(false);
    expect(finished.serve(1, 3, 2, 4, 5.25)).toBe(true);
    finished.flush();
    expect([...sink.outcome]).toEqual([OUTCOME_COMPLETED, OUTCOME_TIMED_OUT]);
    expect([...sink.end]).toEqual([4, 6]);
    expect([...sink.first]).toEqual([4, 4]);
    expect([...sink.replica]).toEqual([3, 3]);
    expect(finished.lastEnd).toBe(6);
  });

  it("forgets a first token that came after the client had gone", () => {
    const sink = new TableSink(1);
    const finished = open(1, { timeout: 5 }, sink);
    finished.serve(0, 0, 2, 5.5, 9);
    finished.flush();
    expect(sink.first[0]).toBeNaN();
    expect(sink.start[0]).toBe(2);
    expect(sink.end[0]).toBe(5);
    expect(finished.lastEnd).toBe(9);
  });

  it("ends a rejected request at its arrival, on no server", () => {
    const sink = new TableSink(2);
    const finished = open(2, {}, sink);
    finished.reject(1, 0, OUTCOME_REJECTED_QUEUE_FULL);
    finished.flush();
    expect(sink.outcome[1]).toBe(OUTCOME_REJECTED_QUEUE_FULL);
    expect(sink.end[1]).toBe(1);
    expect(sink.start[1]).toBeNaN();
    expect(sink.first[1]).toBeNaN();
  });

  it("takes each client's own deadline where patience varies", () => {
    const finished = open(3, { timeout: Infinity }, new TableSink(3), [4, 0.5, 8]);
    expect([0, 1, 2].map((row) => finished.deadlineOf(row))).toEqual([4, 1.5, 10]);
    expect(open(1, {}, new TableSink(1)).deadlineOf(0)).toBe(Infinity);
  });

  it("hands requests on in the order of their ends, in blocks, the last by flush", () => {
    const counts: number[] = [];
    const rows: number[] = [];
    const sink: FinishedSink = {
      accept(block: FinishedBlock, count: number) {
        counts.push(count);
        rows.push(...block.rows.subarray(0, count));
      },
    };
    const requests = 2500;
    const finished = open(requests, {}, sink);
    for (let row = requests - 1; row >= 0; row--) finished.serve(row, 0, row, row, row);
    expect(rows.length).toBeLessThan(requests);
    finished.flush();
    finished.flush();
    expect(rows).toEqual(Array.from({ length: requests }, (_, place) => requests - 1 - place));
    expect(counts.length).toBe(Math.ceil(requests / counts[0]));
    expect(finished.total).toBe(requests);
  });
});
