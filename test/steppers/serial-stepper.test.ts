import { describe, expect, it } from "vitest";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_SERIAL,
} from "../../src/sim/sim-plan.ts";
import { handBuiltColumns, handBuiltPlan } from "./hand-built.ts";
import { stepSimulation } from "./step-simulation.ts";

const ONE_SLOT = { kind: SERVICE_SERIAL, concurrency: 1 } as const;

describe("the serial stepper", () => {
  it("serves one after the other, first come first served", () => {
    const table = stepSimulation(
      handBuiltPlan({ service: ONE_SLOT }),
      handBuiltColumns({ arrivals: [0, 1, 2], serviceTimes: [3, 2, 1] }),
    );
    expect([...table.start]).toEqual([0, 3, 5]);
    expect([...table.first]).toEqual([3, 5, 6]);
    expect([...table.end]).toEqual([3, 5, 6]);
    expect([...table.replica]).toEqual([0, 0, 0]);
    expect(table.outcome.every((outcome) => outcome === OUTCOME_COMPLETED)).toBe(true);
  });

  it("holds the slot to the end when the client of a running request is gone", () => {
    // Deadlines 4, 5, 6, 8. Row 0 ends at 3.75 and is answered at 4.25, too late. Row 1 starts at
    // 3.75 and would end at 6.75. Row 2 leaves the queue at 6. Row 3 runs 6.75..7, answered at 7.5.
    const table = stepSimulation(
      handBuiltPlan({ service: ONE_SLOT, timeout: 4, requestOverhead: 0.5 }),
      handBuiltColumns({ arrivals: [0, 1, 2, 4], serviceTimes: [3.75, 3, 1, 0.25] }),
    );
    expect([...table.start]).toEqual([0, 3.75, NaN, 6.75]);
    expect([...table.first]).toEqual([3.75, NaN, NaN, 7]);
    expect([...table.end]).toEqual([4, 5, 6, 7]);
    expect([...table.replica]).toEqual([0, 0, -1, 0]);
    expect([...table.outcome]).toEqual([
      OUTCOME_TIMED_OUT,
      OUTCOME_TIMED_OUT,
      OUTCOME_TIMED_OUT,
      OUTCOME_COMPLETED,
    ]);
  });

  it("puts service ends before timeouts and both before arrivals", () => {
    // At 2 row 0 ends in time, then row 1 takes its slot though its client leaves at 2 too. So row
    // 2, arriving at 2, may wait (and leaves at 2.5), and row 3 finds the queue of one full.
    const table = stepSimulation(
      handBuiltPlan({ service: ONE_SLOT, queueLimit: 1 }),
      handBuiltColumns({
        arrivals: [0, 1, 2, 2],
        serviceTimes: [2, 1, 1, 0.5],
        timeouts: [2, 1, 0.5, 2],
      }),
    );
    expect([...table.start]).toEqual([0, 2, NaN, NaN]);
    expect([...table.end]).toEqual([2, 2, 2.5, 2]);
    expect([...table.first]).toEqual([2, NaN, NaN, NaN]);
    expect([...table.outcome]).toEqual([
      OUTCOME_COMPLETED,
      OUTCOME_TIMED_OUT,
      OUTCOME_TIMED_OUT,
      OUTCOME_REJECTED_QUEUE_FULL,
    ]);
  });

  it("keeps a first token of the very instant at which the client gives up", () => {
    // Row 0 ends at its deadline 2 but is answered at 2.5; row 1 (deadline 3) is answered at 3.
    const table = stepSimulation(
      handBuiltPlan({ service: ONE_SLOT, requestOverhead: 0.5 }),
      handBuiltColumns({ arrivals: [0, 1], serviceTimes: [2, 0.5], timeouts: [2, 2] }),
    );
    expect([...table.first]).toEqual([2, 2.5]);
    expect([...table.end]).toEqual([2, 2.5]);
    expect([...table.outcome]).toEqual([OUTCOME_TIMED_OUT, OUTCOME_COMPLETED]);
  });

  it("frees the place of a client that leaves for one that arrives at the same instant", () => {
    // Row 0 runs 0..9. Row 1 waits from 0 and leaves at 3; row 2 arrives at 3 and takes its place.
    const table = stepSimulation(
      handBuiltPlan({ service: ONE_SLOT, queueLimit: 1 }),
      handBuiltColumns({ arrivals: [0, 0, 3], serviceTimes: [9, 1, 1], timeouts: [20, 3, 20] }),
    );
    expect([...table.end]).toEqual([9, 3, 10]);
    expect([...table.outcome]).toEqual([OUTCOME_COMPLETED, OUTCOME_TIMED_OUT, OUTCOME_COMPLETED]);
  });

  it("fills the lowest-numbered replica with a free slot from the central queue", () => {
    // Rows 0, 1 fill replica 0, rows 2, 3 replica 1; row 4 waits, row 5 finds the queue full. At 1
    // row 3 ends, row 4 takes its slot (1..2) and row 6 waits. At 2 rows 2 and 4 end; row 6 starts.
    const table = stepSimulation(
      handBuiltPlan({
        replicas: 2,
        queueLimit: 1,
        service: { kind: SERVICE_SERIAL, concurrency: 2 },
      }),
      handBuiltColumns({ arrivals: [0, 0, 0, 0, 0, 0, 1], serviceTimes: [4, 3, 2, 1, 1, 1, 1] }),
    );
    expect([...table.replica]).toEqual([0, 0, 1, 1, 1, -1, 1]);
    expect([...table.start]).toEqual([0, 0, 0, 0, 1, NaN, 2]);
    expect([...table.end]).toEqual([4, 3, 2, 1, 2, 0, 3]);
    expect(table.outcome[5]).toBe(OUTCOME_REJECTED_QUEUE_FULL);
  });

  it("does not try another replica when the queue of the routed one is full", () => {
    // Round robin over two: rows 0 and 2 to replica 0, rows 1 and 3 to replica 1. Replica 1 is free
    // when row 2 arrives, and row 3 goes to it though row 2 was rejected.
    const table = stepSimulation(
      handBuiltPlan({
        replicas: 2,
        router: ROUTER_ROUND_ROBIN,
        queueLimit: 0,
        service: ONE_SLOT,
      }),
      handBuiltColumns({ arrivals: [0, 0, 2, 3], serviceTimes: [5, 1, 1, 1] }),
    );
    expect([...table.replica]).toEqual([0, 1, 0, 1]);
    expect([...table.end]).toEqual([5, 1, 2, 4]);
    expect(table.outcome[2]).toBe(OUTCOME_REJECTED_QUEUE_FULL);
  });
});

function routesOf(router: number, routeUniforms: readonly number[]): number[] {
  const table = stepSimulation(
    handBuiltPlan({ replicas: 3, router, service: ONE_SLOT }),
    handBuiltColumns({ arrivals: [0, 0, 0, 0], serviceTimes: [9, 9, 9, 9], routeUniforms }),
  );
  return [...table.replica];
}

describe("routing", () => {
  it("goes round in arrival order", () => {
    expect(routesOf(ROUTER_ROUND_ROBIN, [])).toEqual([0, 1, 2, 0]);
  });

  it("takes one uniform a request for random", () => {
    expect(routesOf(ROUTER_RANDOM, [0.99, 0, 0.5, 0.34])).toEqual([2, 0, 1, 1]);
  });

  it("takes the lowest of equally loaded replicas for least outstanding", () => {
    expect(routesOf(ROUTER_LEAST_OUTSTANDING, [])).toEqual([0, 1, 2, 0]);
  });

  it("prefers the first drawn of two equally loaded replicas", () => {
    // Pairs drawn: (0, 1) at load 0:0, (0, 2) at 1:0, (1, 0) at 0:1, (2, 1) at 1:1.
    const uniforms = [0, 0, 0, 0.9, 0.5, 0.4, 0.9, 0.9];
    expect(routesOf(ROUTER_POWER_OF_TWO, uniforms)).toEqual([0, 2, 1, 2]);
  });

  it("sends everything to the only replica", () => {
    const table = stepSimulation(
      handBuiltPlan({ router: ROUTER_POWER_OF_TWO, service: ONE_SLOT }),
      handBuiltColumns({ arrivals: [0], serviceTimes: [1], routeUniforms: [0.5, 0.5] }),
    );
    expect([...table.replica]).toEqual([0]);
  });
});
