import { describe, expect, it } from "vitest";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_ROUND_ROBIN,
} from "../../src/sim/sim-plan.ts";
import {
  handBuiltColumns,
  handBuiltContinuous,
  handBuiltPlan,
  straightLine,
} from "./hand-built.ts";
import { stepSimulation } from "./step-simulation.ts";
import { evaluateCurve, stepTime } from "./step-time.ts";

describe("the continuous stepper", () => {
  it("prefills and decodes two sequences in common steps", () => {
    // Step = 1 + B/2 + P/4 + C/8.
    //   0     row 0 prefills 4:                 1 + 0.5 + 1         = 2.5   -> 2.5
    //   2.5   row 0 decodes on 4, row 1 prefills 2: 1 + 1 + 0.5 + 0.5 = 3   -> 5.5
    //   5.5   both decode on 5 + 2:             1 + 1 + 0.875       = 2.875 -> 8.375
    const table = stepSimulation(
      handBuiltPlan({
        service: handBuiltContinuous({
          sequenceCost: straightLine(1, 0.5),
          prefillCost: straightLine(0, 0.25),
          perContextToken: 0.125,
        }),
      }),
      handBuiltColumns({ arrivals: [0, 1], inputs: [4, 2], outputs: [3, 2] }),
    );
    expect([...table.start]).toEqual([0, 2.5]);
    expect([...table.first]).toEqual([2.5, 5.5]);
    expect([...table.end]).toEqual([8.375, 8.375]);
    expect(table.preemptions).toBe(0);
  });

  it("chunks a prompt that is longer than what the budget leaves", () => {
    // Four tokens a step; step = 1 + Q/64. Row 0 (2 in, 3 out) starts alone though row 1 (6 in,
    // 1 out) arrives at the same instant.
    //   0         row 0 prefills 2: Q = 2·2 = 4                      1.0625   -> 1.0625
    //   1.0625    row 0 decodes, row 1 prefills 3: Q = 3·3 = 9       1.140625 -> 2.203125
    //   2.203125  row 0 decodes, row 1 prefills 3: Q = 3·(3+3) = 18  1.28125  -> 3.484375
    const table = stepSimulation(
      handBuiltPlan({
        service: handBuiltContinuous({ maxBatchedTokens: 4, perPrefillTokenSquared: 1 / 64 }),
      }),
      handBuiltColumns({ arrivals: [0, 0], inputs: [2, 6], outputs: [3, 1] }),
    );
    expect([...table.start]).toEqual([0, 1.0625]);
    expect([...table.first]).toEqual([1.0625, 3.484375]);
    expect([...table.end]).toEqual([3.484375, 3.484375]);
  });

  it("preempts the last admitted sequence when blocks run out, and recomputes it", () => {
    // Five blocks of two tokens; step = 1 + P/8. Row 0: 4 in, 5 out; row 1: 3 in, 4 out.
    //   0      row 0 prefills 4 (2 blocks)                       1.5   -> 1.5
    //   1.5    row 0 at 5 (3 blocks), row 1 prefills 3 (2)       1.375 -> 2.875
    //   2.875  row 0 at 6 (3), row 1 at 4 (2)                    1     -> 3.875
    //   3.875  row 0 at 7 needs a 4th block: row 1 is preempted  1     -> 4.875
    //   4.875  row 0 at 8 (4); row 1 needs 3 for its 5 tokens    1     -> 5.875, row 0 ends
    //   5.875  row 1 prefills 3 + 2 = 5                          1.625 -> 7.5, its third token
    //   7.5    row 1 at 6                                        1     -> 8.5
    const table = stepSimulation(
      handBuiltPlan({
        service: handBuiltContinuous({
          kvBlocks: 5,
          blockSize: 2,
          prefillCost: straightLine(0, 0.125),
        }),
      }),
      handBuiltColumns({ arrivals: [0, 0.5], inputs: [4, 3], outputs: [5, 4] }),
    );
    expect(table.preemptions).toBe(1);
    expect([...table.start]).toEqual([0, 1.5]);
    expect([...table.first]).toEqual([1.5, 2.875]);
    expect([...table.end]).toEqual([5.875, 8.5]);
  });

  it("preempts a sequence for itself and blocks the queue behind it", () => {
    // Two blocks of four tokens, steps of 1 s. Row 0: 1 in, 4 out (one block); row 1: 4 in, 2 out.
    //   0  row 0 prefills 1
    //   1  row 0 at 2, row 1 prefills 4 (the second block); its first token at 2
    //   2  row 0 at 3; row 1 at 5 needs a block, is last, goes back to the queue's front
    //   3  row 0 at 4; row 1 needs two blocks, one is free, and row 2 (arrived 1.5) is behind it
    //   4  row 0 is gone; row 1 recomputes 5 and ends at 5; row 2 needs a block
    //   5  row 2 prefills 1 and ends at 6
    const table = stepSimulation(
      handBuiltPlan({
        router: ROUTER_LEAST_OUTSTANDING,
        service: handBuiltContinuous({ kvBlocks: 2, blockSize: 4 }),
      }),
      handBuiltColumns({ arrivals: [0, 0, 1.5], inputs: [1, 4, 1], outputs: [4, 2, 1] }),
    );
    expect(table.preemptions).toBe(1);
    expect([...table.start]).toEqual([0, 1, 5]);
    expect([...table.first]).toEqual([1, 2, 6]);
    expect([...table.end]).toEqual([4, 5, 6]);
  });

  it("admits nothing in a step that preempts", () => {
    // Four blocks of one token, two tokens a step, steps of 1 s. Row 0: 1 in, 4 out; row 1: 2 in,
    // 2 out.
    //   0  row 0 prefills 1
    //   1  row 0 at 2, row 1 prefills 1 of 2
    //   2  row 0 at 3; row 1 needs a second block, none is free: it is preempted, and though a
    //   token
    //      of the budget and now a block are left, it is not admitted again
    //   3  row 0 at 4, no block is left; row 0 ends at 4
    //   4  row 1 prefills 2
    //   5  row 1 at 3, ends at 6
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltContinuous({ kvBlocks: 4, maxBatchedTokens: 2 }) }),
      handBuiltColumns({ arrivals: [0, 0], inputs: [1, 2], outputs: [4, 2] }),
    );
    expect(table.preemptions).toBe(1);
    expect([...table.start]).toEqual([0, 1]);
    expect([...table.first]).toEqual([1, 5]);
    expect([...table.end]).toEqual([4, 6]);
  });

  it("counts a last chunk of one prompt token as prefill", () => {
    // Four blocks of one token, two tokens a step; step = 1 + P/8 + C/16. Rows as above.
    //   0       row 0 prefills 1: P = 1                            1.125  -> 1.125
    //   1.125   row 0 decodes on 1, row 1 prefills 1: P = 1, C = 1 1.1875 -> 2.3125
    //   2.3125  row 0 decodes on 2, row 1 is preempted: C = 2      1.125  -> 3.4375
    //   3.4375  row 0 decodes on 3: C = 3                          1.1875 -> 4.625
    //   4.625   row 1 prefills 2: P = 2                            1.25   -> 5.875
    //   5.875   row 1 decodes on 2: C = 2                          1.125  -> 7
    const costs = { prefillCost: straightLine(0, 0.125), perContextToken: 0.0625 };
    const table = stepSimulation(
      handBuiltPlan({
        service: handBuiltContinuous({ kvBlocks: 4, maxBatchedTokens: 2, ...costs }),
      }),
      handBuiltColumns({ arrivals: [0, 0], inputs: [1, 2], outputs: [4, 2] }),
    );
    expect([...table.first]).toEqual([1.125, 5.875]);
    expect([...table.end]).toEqual([4.625, 7]);
    // Three tokens in chunks of two and one, nothing generated: P = 2, then P = 1.
    const chunked = stepSimulation(
      handBuiltPlan({ service: handBuiltContinuous({ maxBatchedTokens: 2, ...costs }) }),
      handBuiltColumns({ arrivals: [0], inputs: [3], outputs: [1] }),
    );
    expect([...chunked.end]).toEqual([1.25 + 1.125]);
  });

  it("counts the newest token alone as decode even when the tokens before it were recomputed", () => {
    // Two blocks of four tokens, four tokens a step; step = 1 + P/8 + C/16. Row 0: 1 in, 4 out;
    // row 1: 4 in, 2 out.
    //   0       row 0 prefills 1: P = 1                             1.125  -> 1.125
    //   1.125   row 0 decodes on 1, row 1 prefills 3: P = 3, C = 1  1.4375 -> 2.5625
    //   2.5625  row 0 decodes on 2, row 1 prefills 1: P = 1, C = 2  1.25   -> 3.8125
    //   3.8125  row 0 decodes on 3, row 1 is preempted: C = 3       1.1875 -> 5
    //   5       row 1 prefills 4 of 5: P = 4                        1.5    -> 6.5
    //   6.5     row 1 computes its newest token on 4: C = 4         1.25   -> 7.75
    const table = stepSimulation(
      handBuiltPlan({
        service: handBuiltContinuous({
          kvBlocks: 2,
          blockSize: 4,
          maxBatchedTokens: 4,
          prefillCost: straightLine(0, 0.125),
          perContextToken: 0.0625,
        }),
      }),
      handBuiltColumns({ arrivals: [0, 0], inputs: [1, 4], outputs: [4, 2] }),
    );
    expect(table.preemptions).toBe(1);
    expect([...table.first]).toEqual([1.125, 3.8125]);
    expect([...table.end]).toEqual([5, 7.75]);
  });

  it("lets a cancelled sequence go at the first boundary after its client left", () => {
    // One sequence at a time, steps of 1 s, deadlines 2.5, 3, 3.5. Row 0 leaves at the boundary 3,
    // where row 1 starts though its client leaves at 3 too; row 1 goes at 4. Row 2 leaves at 3.5.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltContinuous({ maxSequences: 1 }), timeout: 2.5 }),
      handBuiltColumns({
        arrivals: [0, 0.5, 1, 3.75],
        inputs: [1, 1, 1, 1],
        outputs: [9, 9, 9, 1],
      }),
    );
    expect([...table.start]).toEqual([0, 3, NaN, 4]);
    expect([...table.first]).toEqual([1, NaN, NaN, 5]);
    expect([...table.end]).toEqual([2.5, 3, 3.5, 5]);
    expect([...table.outcome]).toEqual([
      OUTCOME_TIMED_OUT,
      OUTCOME_TIMED_OUT,
      OUTCOME_TIMED_OUT,
      OUTCOME_COMPLETED,
    ]);
  });

  it("lets a sequence run on without its client when nothing is cancelled", () => {
    // As above with cancel = 0: row 0 runs to 9, so rows 1 and 2 leave the queue; row 3 (deadline
    // 10.25) starts at 9 and ends at 10.
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltContinuous({ maxSequences: 1 }), timeout: 2.5, cancel: 0 }),
      handBuiltColumns({
        arrivals: [0, 0.5, 1, 7.75],
        inputs: [1, 1, 1, 1],
        outputs: [9, 9, 9, 1],
      }),
    );
    expect([...table.start]).toEqual([0, NaN, NaN, 9]);
    expect([...table.end]).toEqual([2.5, 3, 3.5, 10]);
    expect([...table.first]).toEqual([1, NaN, NaN, 10]);
  });

  it("frees the blocks of a cancelled sequence before the next step is built", () => {
    // Three blocks of one token, steps of 1 s. Row 0's client leaves at 1.5.
    //   0  row 0 prefills 1
    //   1  row 0 at 2, row 1 prefills 1; no block is left for row 2 (arrived 0.5)
    //   2  row 0 is gone (at 3 it would have preempted row 1): row 1 at 2, row 2 prefills 1
    //   3  row 2 has ended; row 1 at 3, ends at 4
    const table = stepSimulation(
      handBuiltPlan({ service: handBuiltContinuous({ kvBlocks: 3 }) }),
      handBuiltColumns({
        arrivals: [0, 0, 0.5],
        inputs: [1, 1, 1],
        outputs: [3, 3, 1],
        timeouts: [1.5, 99, 99],
      }),
    );
    expect([...table.end]).toEqual([1.5, 4, 3]);
    expect([...table.start]).toEqual([0, 1, 2]);
    expect(table.preemptions).toBe(0);
  });

  it("rejects what can never fit at the replica it was routed to", () => {
    // Two blocks of four tokens hold 8; row 0 needs 8 + 2 - 1 = 9, row 2 needs 8 + 1 - 1 = 8. Row 3
    // finds replica 1 busy (row 1 runs 0..1) and no room to wait.
    const columns = handBuiltColumns({
      arrivals: [0, 0, 0, 0],
      inputs: [8, 1, 8, 1],
      outputs: [2, 1, 1, 1],
    });
    const plan = handBuiltPlan({
      replicas: 2,
      router: ROUTER_ROUND_ROBIN,
      queueLimit: 0,
      service: handBuiltContinuous({ kvBlocks: 2, blockSize: 4 }),
    });
    const table = stepSimulation(plan, columns);
    expect([...table.outcome]).toEqual([
      OUTCOME_REJECTED_CANNOT_FIT,
      OUTCOME_COMPLETED,
      OUTCOME_COMPLETED,
      OUTCOME_REJECTED_QUEUE_FULL,
    ]);
    expect([...table.replica]).toEqual([0, 1, 0, 1]);
    expect([...table.end]).toEqual([0, 1, 1, 0]);
  });

  it("lets replicas pull from the central queue at their own boundaries, lowest first", () => {
    // Rows 0 and 1 start on replicas 0 and 1. At 1 both end a step: replica 0 takes row 2, which
    // fills its two places, replica 1 takes row 3. Row 4 waits until rows 0 and 2 end at 2.
    const table = stepSimulation(
      handBuiltPlan({ replicas: 2, service: handBuiltContinuous({ maxSequences: 2 }) }),
      handBuiltColumns({
        arrivals: [0, 0, 0.5, 0.5, 0.5],
        inputs: [1, 1, 1, 1, 1],
        outputs: [2, 4, 1, 4, 1],
      }),
    );
    expect([...table.replica]).toEqual([0, 1, 0, 1, 0]);
    expect([...table.start]).toEqual([0, 0, 1, 1, 2]);
    expect([...table.end]).toEqual([2, 4, 2, 5, 3]);
  });
});

describe("the time of a step", () => {
  const curve = { xs: Float64Array.of(1, 4, 8), ys: Float64Array.of(7, 10, 18) };

  it("follows the table, its first value below and its last slope beyond", () => {
    const values = [0, 1, 2, 4, 5, 8, 10].map((count) => evaluateCurve(curve, count));
    expect(values).toEqual([7, 7, 8, 10, 12, 18, 22]);
  });

  it("is constant for a table of one point", () => {
    expect(evaluateCurve({ xs: Float64Array.of(4), ys: Float64Array.of(3) }, 9)).toBe(3);
  });

  it("has no prefill part without prefill tokens", () => {
    const service = handBuiltContinuous({ prefillCost: curve });
    expect(stepTime(service, [{ tokens: 1, computed: 5, isDecode: true }])).toBe(1);
    expect(stepTime(service, [{ tokens: 1, computed: 5, isDecode: false }])).toBe(8);
  });
});
