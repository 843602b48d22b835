import { describe, expect, it } from "vitest";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  ROUTER_LEAST_OUTSTANDING,
} from "../../src/sim/sim-plan.ts";
import { chooseBatchSize } from "./batch-stepper.ts";
import { handBuiltBatch, handBuiltColumns, handBuiltPlan } from "./hand-built.ts";
import { stepSimulation } from "./step-simulation.ts";

describe("the batch stepper", () => {
  it("starts a batch when the oldest has waited long enough or the batch is full", () => {
    // Row 0 may be held until 2: rows 0..2 run 2..4 (size 3). At 4 five wait: rows 3..6 run 4..7
    // (size 4). Row 7 has been overdue since 5.5 and runs alone 7..8.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltBatch([1, 1.5, 2, 3], 2) }),
      handBuiltColumns({ arrivals: [0, 1, 1.5, 3, 3, 3, 3, 3.5] }),
    );
    expect([...table.start]).toEqual([2, 2, 2, 4, 4, 4, 4, 7]);
    expect([...table.end]).toEqual([4, 4, 4, 7, 7, 7, 7, 8]);
    expect([...table.first]).toEqual([...table.end]);
  });

  it("starts at once when the last arrival fills the batch", () => {
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltBatch([1, 2], 10) }),
      handBuiltColumns({ arrivals: [0, 3] }),
    );
    expect([...table.start]).toEqual([3, 3]);
    expect([...table.end]).toEqual([5, 5]);
  });

  it("sends a preferred size without waiting for a larger one", () => {
    // Sizes [4, 8], batches of n last n. Row 3 completes four: rows 0..3 run 0..4. At 4 seven wait:
    // four of them run 4..8. Three are left, held until 1 + 10 = 11, when all of them go: 11..14.
    const service = handBuiltBatch([1, 2, 3, 4, 5, 6, 7, 8], 10, [4, 8]);
    const table = stepSimulation(
      handBuiltPlan({ service }),
      handBuiltColumns({ arrivals: [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1] }),
    );
    expect([...table.start]).toEqual([0, 0, 0, 0, 4, 4, 4, 4, 11, 11, 11]);
    expect([...table.end]).toEqual([4, 4, 4, 4, 8, 8, 8, 8, 14, 14, 14]);
  });

  it("ignores preferred sizes when the oldest is overdue", () => {
    // As above, but row 4 and the others were held since 1 with a limit of 3: at 4 all seven go.
    const service = handBuiltBatch([1, 2, 3, 4, 5, 6, 7, 8], 3, [4, 8]);
    const table = stepSimulation(
      handBuiltPlan({ service }),
      handBuiltColumns({ arrivals: [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1] }),
    );
    expect([...table.start].slice(4)).toEqual([4, 4, 4, 4, 4, 4, 4]);
    expect([...table.end].slice(4)).toEqual([11, 11, 11, 11, 11, 11, 11]);
  });

  it("only trims to preferred sizes when nothing may be held", () => {
    // Row 0 goes alone, 0..3. At 3 three wait: the preferred two go, 3..6, then the last, 6..9.
    const service = handBuiltBatch([3, 3, 3, 3, 3], 0, [2, 4]);
    const table = stepSimulation(
      handBuiltPlan({ service }),
      handBuiltColumns({ arrivals: [0, 1, 1, 1] }),
    );
    expect([...table.start]).toEqual([0, 3, 3, 6]);
    expect([...table.end]).toEqual([3, 6, 6, 9]);
  });

  it("gives a due timer to the replica that has just ended if that has the lower index", () => {
    // Rows 0, 1 run on replica 0, 0..2. Row 2 is held until 2 for replica 1, but at 2 replica 0
    // ends first and takes it, 2..4. Row 3 arrives at 2 and is held until 3, when replica 1 takes
    // it.
    const table = stepSimulation(
      handBuiltPlan({ replicas: 2, service: handBuiltBatch([2, 2], 1) }),
      handBuiltColumns({ arrivals: [0, 0, 1, 2] }),
    );
    expect([...table.replica]).toEqual([0, 0, 0, 1]);
    expect([...table.start]).toEqual([0, 0, 2, 3]);
    expect([...table.end]).toEqual([2, 2, 4, 5]);
  });

  it("fires a timer before a timeout and an arrival of the same instant", () => {
    // Row 0 is held until 2 and its client leaves at 2: it starts. Row 1 arrives at 2, too late for
    // that batch (2..5); it is held until 4 at least and starts at 5.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltBatch([3, 3], 2) }),
      handBuiltColumns({ arrivals: [0, 2], timeouts: [2, 99] }),
    );
    expect([...table.start]).toEqual([2, 5]);
    expect([...table.end]).toEqual([2, 8]);
    expect([...table.outcome]).toEqual([OUTCOME_TIMED_OUT, OUTCOME_COMPLETED]);
  });

  it("restarts the hold from the next in line when the oldest leaves", () => {
    // Row 0 would be due at 4 but leaves at 1; row 1, of 0.5, is due at 4.5 and runs 4.5..5.5.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltBatch([1, 1, 1], 4), router: ROUTER_LEAST_OUTSTANDING }),
      handBuiltColumns({ arrivals: [0, 0.5], timeouts: [1, 99] }),
    );
    expect([...table.start]).toEqual([NaN, 4.5]);
    expect([...table.end]).toEqual([1, 5.5]);
    expect([...table.replica]).toEqual([0, 0]);
  });

  it("scales a batch by the jitter of its first request", () => {
    // Rows 0, 1 run 2 s × 2 = 4 s; row 2 arrives at 1 and runs 1 s × 0.5 from 4.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltBatch([1, 2], 9) }),
      handBuiltColumns({ arrivals: [0, 0, 1, 1], jitters: [2, 5, 0.5, 7] }),
    );
    expect([...table.end]).toEqual([4, 4, 5, 5]);
  });

  it("accepts with a full queue only an arrival that completes a batch", () => {
    // At most one may wait. Row 1 completes the batch of two (0..2). Row 2 waits, row 3 is
    // rejected.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltBatch([2, 2], 9), queueLimit: 1 }),
      handBuiltColumns({ arrivals: [0, 0, 1, 1] }),
    );
    expect([...table.start]).toEqual([0, 0, 10, NaN]);
    expect([...table.end]).toEqual([2, 2, 12, 1]);
    expect(table.outcome[3]).toBe(OUTCOME_REJECTED_QUEUE_FULL);
    expect(table.replica[3]).toBe(-1);
  });
});

describe("the size of a batch", () => {
  it("is the largest preferred size that is waiting, until the oldest is overdue", () => {
    const service = handBuiltBatch([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 1, [4, 8]);
    const sizes = [0, 3, 4, 7, 8, 9, 30].map((waiting) => chooseBatchSize(service, waiting, false));
    expect(sizes).toEqual([0, 0, 4, 4, 8, 8, 8]);
    const overdue = [0, 3, 4, 7, 9, 30].map((waiting) => chooseBatchSize(service, waiting, true));
    expect(overdue).toEqual([0, 3, 4, 7, 9, 10]);
  });
});
