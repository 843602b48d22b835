/** The controlled loop against its stepper: two programs written from the same rules. */
import { describe, expect, it } from "vitest";

import { AUTOSCALER_SCHEDULE } from "../../../src/sim/autoscale/autoscaler-plan.ts";
import {
  BACKOFF_LAW,
  type BackoffPlan,
  LOSS_FAIL,
  PRIORITY_NONE,
} from "../../../src/sim/control-plan.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../../src/sim/sim-plan.ts";
import { simulate } from "../../../src/sim/simulate.ts";
import { expectAgreement } from "../../helpers/expect-agreement.ts";
import { type ControlOverrides, PLAIN_CLASS, plainControl } from "../../helpers/plain-control.ts";
import { TableSink } from "../../helpers/table-sink.ts";
import { randomControlCase } from "../../steppers/controlled/random-control-case.ts";
import { stepControl } from "../../steppers/controlled/step-control.ts";
import { handBuiltColumns, handBuiltPlan } from "../../steppers/hand-built.ts";

const SEEDS = 600;

/** Runs both and fails unless they agree to the last bit; returns what became of the requests. */
function runBoth(plan: SimPlan, columns: WorkloadColumns, label: string): TableSink {
  const rows = columns.arrivals.length;
  const sink = new TableSink(rows);
  const { control } = simulate(plan, columns, sink, { needsReplicas: true });
  const { table, tally } = stepControl(plan, columns);
  expectAgreement(sink, table, 0, label);
  expect(control?.clients, label).toMatchObject(tally);
  expect(sink.endings, label).toEqual(new Uint8Array(rows).fill(1));
  return sink;
}

describe.each(["serial", "batch"] as const)("%s service with a control part", (kind) => {
  it(`agrees with the stepper to the last bit in ${SEEDS} random cases`, () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { columns, label, plan } = randomControlCase(kind, seed);
      runBoth(plan, columns, label);
    }
  });
});

const AT_ONCE: BackoffPlan = {
  kind: BACKOFF_LAW,
  base: 0,
  factor: 1,
  max: Infinity,
  band: 0,
  law: { distribution: "constant", value: 0 },
};

/** Two replicas of one slot, whose clients give up after `timeout`. */
function twoReplicas(
  timeout: number,
  parts: Partial<SimPlan>,
  overrides: ControlOverrides,
): SimPlan {
  return handBuiltPlan({
    replicas: 2,
    service: { kind: SERVICE_SERIAL, concurrency: 1 },
    router: ROUTER_LEAST_OUTSTANDING,
    timeout,
    control: { ...plainControl(2, timeout, overrides), redrawsService: 0 },
    ...parts,
  });
}

describe("what both make of", () => {
  it("a hedge that is turned away: the next one follows after the same delay", () => {
    // Row 0 runs 0..4 on replica 0, row 1 runs 0..2.5 on replica 1, and nothing may wait. Their
    // hedges at 1 and 2 are turned away; row 0's of 3 finds replica 1 idle.
    const plan = twoReplicas(
      Infinity,
      { queueLimit: 0 },
      { client: { hedging: { maxAttempts: 4, delay: 1, quantile: 0 } } },
    );
    const columns = handBuiltColumns({ arrivals: [0, 0], serviceTimes: [4, 2.5] });
    runBoth(plan, columns, "hedges turned away");
    const sink = new TableSink(2);
    const { control } = simulate(plan, columns, sink, { needsReplicas: true });
    expect(control?.clients).toMatchObject({ attempts: 7, hedges: 5, hedgeWins: 0 });
    expect([...sink.end]).toEqual([4, 2.5]);
  });

  it("several attempts that end with their request: the last one sent is the one recorded", () => {
    // Row 0 runs on replica 0 from 0, its hedge on replica 1 from 1; both are given up at 3.
    const plan = twoReplicas(
      3,
      {},
      { client: { hedging: { maxAttempts: 2, delay: 1, quantile: 0 } } },
    );
    const columns = handBuiltColumns({ arrivals: [0], serviceTimes: [5] });
    const sink = runBoth(plan, columns, "two attempts at the deadline");
    expect(sink.outcome[0]).toBe(OUTCOME_TIMED_OUT);
    expect([sink.replica[0], sink.start[0], sink.end[0]]).toEqual([1, 1, 3]);
  });

  it("an answer that only the overhead makes late: the client has seen nothing and retries", () => {
    // Attempt 1 is served 0..2, its answer would be there at 3, the client gives up at 2.5; a
    // retry, to the other replica, is given up at 5, and the request at 5.
    const plan = twoReplicas(
      5,
      { requestOverhead: 1 },
      {
        client: {
          retries: {
            maxAttempts: 3,
            perTryTimeout: 2.5,
            onRejected: 0,
            onTimedOut: 1,
            onFailed: 0,
            backoff: AT_ONCE,
            budget: null,
          },
        },
      },
    );
    const columns = handBuiltColumns({ arrivals: [0], serviceTimes: [2] });
    const sink = runBoth(plan, columns, "late by the overhead");
    expect([sink.replica[0], sink.start[0], sink.end[0]]).toEqual([1, 2.5, 5]);
  });

  it("slots of a draining replica: they don't count against the reserved ones of those that stay", () => {
    // Two replicas of two slots; class 1 has one in three reserved: one of four, none of two. Rows
    // 0 to 2 start at 0. At 1 replica 1 drains with row 2 on it: replica 0 is full until 2, then
    // rows 3 and 4 take its slots although row 2 runs until 9.
    const plan = twoReplicas(
      Infinity,
      { router: ROUTER_CENTRAL_QUEUE, service: { kind: SERVICE_SERIAL, concurrency: 2 } },
      {
        classes: [PLAIN_CLASS, { ...PLAIN_CLASS, reserved: 0.34 }],
        queue: { priority: PRIORITY_NONE },
        failures: { onLoss: LOSS_FAIL },
        fleet: {
          autoscaler: {
            kind: AUTOSCALER_SCHEDULE,
            times: [0, 1],
            replicas: [2, 1],
            period: Infinity,
          },
        },
      },
    );
    const columns = {
      ...handBuiltColumns({ arrivals: [0, 0, 0, 1.5, 1.5], serviceTimes: [2, 2, 9, 1, 1] }),
      classes: Int32Array.of(0, 0, 0, 0, 0),
    };
    const sink = runBoth(plan, columns, "draining slots");
    expect([...sink.start]).toEqual([0, 0, 0, 2, 2]);
    expect([...sink.end]).toEqual([2, 2, 9, 3, 3]);
    expect(sink.outcome).toEqual(new Uint8Array(5).fill(OUTCOME_COMPLETED));
  });

  it("a queue limit of none: what can't start is rejected where it was sent", () => {
    const plan = twoReplicas(Infinity, { queueLimit: 0 }, {});
    const columns = handBuiltColumns({ arrivals: [0, 0, 1], serviceTimes: [3, 2, 1] });
    const sink = runBoth(plan, columns, "no queue");
    expect([...sink.outcome]).toEqual([
      OUTCOME_COMPLETED,
      OUTCOME_COMPLETED,
      OUTCOME_REJECTED_QUEUE_FULL,
    ]);
    expect(sink.replica[2]).toBe(0);
  });
});
