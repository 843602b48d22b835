/** What many replicas do at one instant, and what a change of the fleet leaves for those that stay. */
import { describe, expect, it } from "vitest";

import type { Distribution } from "../../../src/random/distribution.ts";
import {
  AUTOSCALER_SCHEDULE,
  type AutoscalerPlan,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import type { FleetUsage } from "../../../src/sim/control-recording.ts";
import { LOSS_FAIL, LOSS_RESUME, LOSS_RETRY } from "../../../src/sim/control-plan.ts";
import {
  OUTCOME_COMPLETED,
  ROUTER_LEAST_OUTSTANDING,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../../src/sim/sim-plan.ts";
import { simulate } from "../../../src/sim/simulate.ts";
import { plainControl, type ControlOverrides } from "../../helpers/plain-control.ts";
import { TableSink } from "../../helpers/table-sink.ts";
import { handBuiltColumns, handBuiltContinuous, handBuiltPlan } from "../../steppers/hand-built.ts";

const SERIAL: SimPlan["service"] = { kind: SERVICE_SERIAL, concurrency: 1 };
const NEVER = { count: 2, uptime: constant(Infinity), downtime: constant(0) };

function constant(value: number): Distribution {
  return { distribution: "constant", value };
}

/** So many replicas from each instant on. */
function schedule(...entries: readonly (readonly [time: number, replicas: number])[]): {
  readonly autoscaler: AutoscalerPlan;
} {
  const times = entries.map(([time]) => time);
  const replicas = entries.map(([, count]) => count);
  return { autoscaler: { kind: AUTOSCALER_SCHEDULE, times, replicas, period: Infinity } };
}

function run(
  plan: Partial<SimPlan> & Pick<SimPlan, "service" | "replicas">,
  overrides: ControlOverrides,
  columns: WorkloadColumns,
): { readonly table: TableSink; readonly fleet: FleetUsage; readonly lost: number } {
  const table = new TableSink(columns.arrivals.length);
  const control = plainControl(plan.replicas, Infinity, overrides);
  const whole = handBuiltPlan({ measureTo: 1000, ...plan, control });
  const recording = simulate(whole, columns, table, { needsReplicas: true }).control;
  if (recording === null) throw new Error("nothing recorded of fleet and clients");
  return { table, fleet: recording.fleet, lost: recording.clients.lost };
}

describe("requests held for want of a replica", () => {
  it("are spread over all replicas that get ready at the same instant", () => {
    const { table } = run(
      { service: SERIAL, replicas: 0, router: ROUTER_LEAST_OUTSTANDING },
      { fleet: { coldStart: [constant(10)], ...schedule([0, 4]) } },
      handBuiltColumns({ arrivals: [1, 2, 3, 4], serviceTimes: [5, 5, 5, 5] }),
    );
    expect([...table.replica]).toEqual([0, 1, 2, 3]);
    expect([...table.start]).toEqual([10, 10, 10, 10]);
  });

  it("stay held while the replica that got ready lies in a zone that is down", () => {
    const outages = [{ at: 5, duration: 20, replicas: 0, zone: 0 }];
    for (const onLoss of [LOSS_FAIL, LOSS_RETRY, LOSS_RESUME]) {
      const { fleet, lost, table } = run(
        { service: SERIAL, replicas: 0, router: ROUTER_LEAST_OUTSTANDING },
        {
          fleet: { coldStart: [constant(10)], ...schedule([0, 1]) },
          failures: { onLoss, outages, zones: NEVER },
        },
        handBuiltColumns({ arrivals: [1], serviceTimes: [5] }),
      );
      expect([table.outcome[0], table.start[0], table.end[0]]).toEqual([OUTCOME_COMPLETED, 25, 30]);
      expect([fleet.startingTime, fleet.downTime, lost]).toEqual([10, 15, 0]);
    }
  });
});

describe("replicas that go down together", () => {
  it("are given nothing of what the others lose", () => {
    // Replicas 0 and 2 lie in zone 0; replica 2 is idle, and the lowest-numbered one but for 0.
    const { lost, table } = run(
      { service: SERIAL, replicas: 4, router: ROUTER_LEAST_OUTSTANDING },
      {
        failures: {
          onLoss: LOSS_RETRY,
          outages: [{ at: 5, duration: 100, replicas: 0, zone: 0 }],
          zones: NEVER,
        },
      },
      handBuiltColumns({ arrivals: [0, 1], serviceTimes: [50, 50] }),
    );
    expect(lost).toBe(1);
    expect([...table.replica]).toEqual([3, 1]);
  });

  it("are paid for no longer once they are let go with nothing left", () => {
    const { fleet } = run(
      { service: SERIAL, replicas: 2 },
      {
        fleet: schedule([0, 2], [20, 1]),
        failures: { outages: [{ at: 10, duration: 500, replicas: 1, zone: -1 }] },
      },
      handBuiltColumns({ arrivals: [0, 900], serviceTimes: [1, 1] }),
    );
    expect(fleet).toMatchObject({ downTime: 10, readyTime: 1010, drainingTime: 0, stopped: 1 });
  });
});

describe("a rolling update", () => {
  it("goes on after a scale-down that took the new replica away", () => {
    const { fleet } = run(
      { service: SERIAL, replicas: 4 },
      {
        fleet: { coldStart: [constant(10)], ...schedule([0, 4], [15, 3]) },
        failures: { rollouts: [{ at: 10, maxSurge: 1, maxUnavailable: 0 }] },
      },
      handBuiltColumns({ arrivals: [0], serviceTimes: [1] }),
    );
    // One that only started, and the four old ones.
    expect(fleet).toMatchObject({ started: 4, stopped: 5 });
  });

  it("keeps its surplus while the fleet grows", () => {
    const { fleet } = run(
      { service: SERIAL, replicas: 4 },
      {
        fleet: { coldStart: [constant(10)], ...schedule([0, 4], [15, 5]) },
        failures: { rollouts: [{ at: 10, maxSurge: 2, maxUnavailable: 0 }] },
      },
      handBuiltColumns({ arrivals: [0], serviceTimes: [1] }),
    );
    expect(fleet).toMatchObject({ started: 5, stopped: 4 });
  });

  it("goes on when the new replica, ready in an outage, comes up", () => {
    const { fleet } = run(
      { service: SERIAL, replicas: 1 },
      {
        fleet: { coldStart: [constant(10)] },
        failures: {
          outages: [{ at: 15, duration: 20, replicas: 0, zone: 1 }],
          rollouts: [{ at: 10, maxSurge: 1, maxUnavailable: 0 }],
          zones: NEVER,
        },
      },
      handBuiltColumns({ arrivals: [0], serviceTimes: [1] }),
    );
    expect(fleet).toMatchObject({
      startingTime: 10,
      downTime: 15,
      readyTime: 35 + 965,
      stopped: 1,
    });
  });
});

describe("a continuous replica in a leap", () => {
  // Steps of one second.
  const service = handBuiltContinuous({ maxSequences: 2 });

  it("admits from the central queue at its first boundary after a pause", () => {
    const { table } = run(
      { service, replicas: 2 },
      {
        failures: {
          onLoss: LOSS_RESUME,
          outages: [{ at: 1.5, duration: 10, replicas: 1, zone: -1 }],
        },
      },
      handBuiltColumns({ arrivals: [0, 2, 2, 3], inputs: [1, 1, 1, 1], outputs: [50, 60, 60, 2] }),
    );
    // Half a step was left when it stopped.
    expect([table.replica[3], table.start[3], table.end[3]]).toEqual([0, 12, 14]);
  });

  it("is slow from its first boundary after a pause in which that began", () => {
    const { table } = run(
      { service, replicas: 1 },
      {
        failures: {
          onLoss: LOSS_RESUME,
          outages: [{ at: 4, duration: 4.5, replicas: 1, zone: -1 }],
          slow: { interval: constant(5), duration: constant(1000), factor: 10 },
        },
      },
      handBuiltColumns({ arrivals: [0], inputs: [1], outputs: [20] }),
    );
    // Four steps before the pause, a fifth one begun at its instant, and fifteen slow ones.
    expect(table.end[0]).toBe(8.5 + 1 + 15 * 10);
  });

  it("admits what a new replica has no room for at its next boundary", () => {
    const { table } = run(
      { service: handBuiltContinuous({ kvBlocks: 100, maxBatchedTokens: 1000 }), replicas: 1 },
      { fleet: { coldStart: [constant(5)], ...schedule([0, 1], [5.5, 2]) } },
      handBuiltColumns({ arrivals: [0, 1, 2], inputs: [50, 95, 9], outputs: [40, 4, 4] }),
    );
    // The second one waits for 95 free blocks and holds back the third, which needs nine.
    expect([...table.replica]).toEqual([0, 1, 0]);
    expect([...table.start]).toEqual([0, 10.5, 11]);
  });

  it("leaves to an idle one what it no longer holds back by what is reserved, for want of room", () => {
    const { table } = run(
      {
        service: handBuiltContinuous({ kvBlocks: 100, maxBatchedTokens: 1000, maxSequences: 2 }),
        replicas: 1,
      },
      {
        classes: [
          { priority: 0, weight: 1, reserved: 0.49, timeout: Infinity },
          { priority: 0, weight: 1, reserved: 0.49, timeout: Infinity },
          { priority: 0, weight: 1, reserved: 0, timeout: Infinity },
        ],
        fleet: { coldStart: [constant(3)], ...schedule([0, 1], [2.5, 2]) },
      },
      {
        ...handBuiltColumns({ arrivals: [0, 0, 1], inputs: [20, 30, 90], outputs: [8, 60, 2] }),
        classes: Int32Array.of(2, 2, 2),
      },
    );
    // Of two slots none is reserved, of four one for each of the other classes.
    expect([...table.replica]).toEqual([0, 0, 1]);
    expect([...table.start]).toEqual([0, 1, 8]);
  });
});
