import { describe, expect, it } from "vitest";

import { canRecurse } from "../../src/sim/fifo-recursion.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { simulate, simulateByEvents } from "../../src/sim/simulate.ts";
import { TableSink } from "../helpers/table-sink.ts";
import {
  handBuiltBatch,
  handBuiltColumns,
  handBuiltContinuous,
  handBuiltPlan,
} from "../steppers/hand-built.ts";
import { randomCase } from "../steppers/random-case.ts";
import { openDraws } from "../steppers/random-draws.ts";

/** A random serial case, rid of what the recursion can't do. */
function recursiveCase(
  seed: number,
  router: number,
): { readonly plan: SimPlan; readonly columns: WorkloadColumns } {
  const { plan, columns } = randomCase("serial", seed);
  const draws = openDraws(`recursion case ${seed}`);
  const rows = columns.arrivals.length;
  return {
    plan: {
      ...plan,
      router,
      queueLimit: Infinity,
      timeout: Infinity,
      measureFrom: columns.arrivals[rows >> 2],
    },
    columns: {
      ...columns,
      timeouts: new Float64Array(0),
      routeUniforms: Float64Array.from({ length: rows }, () => draws.uniform()),
      classes: new Int32Array(0),
      prefixOffsets: new Int32Array(0),
      prefixHashes: new Int32Array(0),
    },
  };
}

describe("the FIFO recursion", () => {
  it.each([
    ["a central queue", ROUTER_CENTRAL_QUEUE],
    ["round-robin", ROUTER_ROUND_ROBIN],
    ["random routing", ROUTER_RANDOM],
  ])("gives under %s what the events give, bit for bit", (_, router) => {
    for (let seed = 0; seed < 200; seed++) {
      const { plan, columns } = recursiveCase(seed, router);
      expect(canRecurse(plan, columns, false)).toBe(true);
      const rows = columns.arrivals.length;
      const recursed = new TableSink(rows);
      const stepped = new TableSink(rows);
      const quick = simulate(plan, columns, recursed, { needsReplicas: false });
      const slow = simulateByEvents(plan, columns, stepped);

      expect(recursed.start).toEqual(stepped.start);
      expect(recursed.first).toEqual(stepped.first);
      expect(recursed.end).toEqual(stepped.end);
      expect(recursed.outcome).toEqual(stepped.outcome);
      expect(recursed.endings).toEqual(stepped.endings);
      const isCentral = router === ROUTER_CENTRAL_QUEUE;
      expect(recursed.replica).toEqual(isCentral ? new Int32Array(rows).fill(-1) : stepped.replica);
      expect(quick.drainTime).toBe(slow.drainTime);
      expect(quick.requests).toBe(slow.requests);
      // Summed in another order.
      const error = Math.abs(quick.usage.busyTime - slow.usage.busyTime);
      expect(error).toBeLessThanOrEqual(1e-9 * slow.usage.busyTime);
    }
  });

  it("knows which replica served unless a central queue makes them interchangeable", () => {
    const { plan, columns } = recursiveCase(1, ROUTER_CENTRAL_QUEUE);
    expect(canRecurse(plan, columns, true)).toBe(false);
    expect(canRecurse({ ...plan, router: ROUTER_RANDOM }, columns, true)).toBe(true);
    const sink = new TableSink(columns.arrivals.length);
    simulate(plan, columns, sink, { needsReplicas: true });
    expect(Math.min(...sink.replica)).toBe(0);
  });

  it("is ruled out by limits, timeouts, routers that look at the load, and other services", () => {
    const { plan, columns } = recursiveCase(1, ROUTER_RANDOM);
    const impossible: readonly (readonly [SimPlan, WorkloadColumns])[] = [
      [{ ...plan, queueLimit: 3 }, columns],
      [{ ...plan, timeout: 3 }, columns],
      [plan, { ...columns, timeouts: columns.arrivals }],
      [{ ...plan, router: ROUTER_LEAST_OUTSTANDING }, columns],
      [{ ...plan, router: ROUTER_POWER_OF_TWO }, columns],
      [{ ...plan, service: handBuiltBatch([1, 2], 0) }, columns],
      [{ ...plan, service: handBuiltContinuous({}) }, columns],
    ];
    for (const [other, otherColumns] of impossible) {
      expect(canRecurse(other, otherColumns, false)).toBe(false);
    }
  });

  it("follows a hand computation for two servers behind one queue", () => {
    // Server free times after each request: (4, 0), (4, 3), (4, 8), (5, 8).
    const plan = handBuiltPlan({
      replicas: 2,
      router: ROUTER_CENTRAL_QUEUE,
      measureTo: 10,
      service: { kind: SERVICE_SERIAL, concurrency: 1 },
    });
    const columns = handBuiltColumns({ arrivals: [0, 1, 2, 3.5], serviceTimes: [4, 2, 5, 1] });
    const sink = new TableSink(4);
    const { drainTime, usage } = simulate(plan, columns, sink, { needsReplicas: false });
    expect([...sink.start]).toEqual([0, 1, 3, 4]);
    expect([...sink.end]).toEqual([4, 3, 8, 5]);
    expect(drainTime).toBe(4.5);
    expect(usage.busyTime).toBe(12);
  });
});
