/** Whatever fleet and clients do, no request is lost, invented, or served by what isn't there. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AUTOSCALER_HPA, AUTOSCALER_SCHEDULE } from "../../src/sim/autoscale/autoscaler-plan.ts";
import type { ControlRecording } from "../../src/sim/control-recording.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_FAILED,
  OUTCOME_TIMED_OUT,
  OUTCOMES,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { type Recording, simulate } from "../../src/sim/simulate.ts";
import { plainControl } from "../helpers/plain-control.ts";
import { SERVICE_KINDS } from "../helpers/random-runs.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { AUTOSCALER_KINDS } from "../steppers/controlled/random-autoscaler.ts";
import {
  type ControlFeatures,
  randomControlPlan,
} from "../steppers/controlled/random-control-plan.ts";
import { handBuiltColumns, handBuiltPlan } from "../steppers/hand-built.ts";
import { handBuiltMetric, handBuiltRules } from "../sim/autoscale/hand-built.ts";

const RUNS = 200;
const SEED = 77;

/** Room for rounding in sums of some thousand terms. */
const SLACK = 1e-9;

/** Room for the requests of closed-loop users, who send some dozen. */
const MOST_OF_USERS = 2000;

const FEATURES: fc.Arbitrary<ControlFeatures> = fc.record({
  seed: fc.nat(1_000_000),
  router: fc.integer({ min: 0, max: 7 }),
  autoscaler: fc.constantFrom(-1, -1, ...AUTOSCALER_KINDS),
  coldStart: fc.boolean(),
  warmPool: fc.boolean(),
  holdsAtZero: fc.boolean(),
  minimumBilling: fc.boolean(),
  onLoss: fc.integer({ min: 0, max: 2 }),
  replicaFailures: fc.boolean(),
  zoneFailures: fc.boolean(),
  spot: fc.boolean(),
  slow: fc.boolean(),
  outages: fc.boolean(),
  rollouts: fc.boolean(),
  again: fc.constantFrom("never", "retries", "hedging"),
  budget: fc.integer({ min: -1, max: 2 }),
  tokenBucket: fc.boolean(),
  adaptiveConcurrency: fc.boolean(),
  codel: fc.boolean(),
  adaptiveLifo: fc.boolean(),
  deadlineAware: fc.boolean(),
  queueTimeout: fc.boolean(),
  adaptiveBatch: fc.boolean(),
  classes: fc.integer({ min: 1, max: 3 }),
  priority: fc.integer({ min: 0, max: 2 }),
  users: fc.boolean(),
  stale: fc.boolean(),
  instances: fc.integer({ min: 1, max: 3 }),
  prefixCache: fc.boolean(),
});

interface ControlledRun {
  readonly plan: SimPlan;
  readonly columns: WorkloadColumns;
  readonly sink: TableSink;
  readonly recording: Recording;
  readonly control: ControlRecording;
}

function run(plan: SimPlan, columns: WorkloadColumns): ControlledRun {
  const sink = new TableSink(columns.arrivals.length + MOST_OF_USERS);
  const recording = simulate(plan, columns, sink, { needsReplicas: true });
  if (recording.control === null) throw new Error("nothing recorded of fleet and clients");
  return { plan, columns, sink, recording, control: recording.control };
}

/** Checks a property of random runs with everything at once. */
function checkRuns(
  kind: (typeof SERVICE_KINDS)[number],
  check: (found: ControlledRun) => void,
): void {
  fc.assert(
    fc.property(FEATURES, (features) => {
      const { columns, plan } = randomControlPlan(kind, features);
      check(run(plan, columns));
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

/** What is wrong with a request's times; empty for nothing. */
function faultsOf({ columns, control, plan, sink }: ControlledRun, row: number): string {
  const { arrivals, classes, sizeRows } = control;
  const { timeouts } = columns;
  const ofClass = plan.control?.classes[classes[row]].timeout ?? NaN;
  const arrival = arrivals[row];
  const deadline = arrival + (timeouts.length > 0 ? timeouts[sizeRows[row]] : ofClass);
  const { [row]: start } = sink.start;
  const { [row]: first } = sink.first;
  const { [row]: end } = sink.end;
  const { [row]: outcome } = sink.outcome;
  const isCompleted = outcome === OUTCOME_COMPLETED;
  const hasTries = plan.control?.client.retries != null;
  const faults = [
    [outcome < OUTCOMES, "has an unknown outcome"],
    [end >= arrival && end <= deadline, "ends outside of its client's patience"],
    [Number.isNaN(start) || (start >= arrival && start <= end), "starts outside of its time"],
    [Number.isNaN(first) || (first >= start && first <= end), "has its first token too early"],
    [!isCompleted || end + plan.requestOverhead <= deadline, "is answered too late"],
    [!isCompleted || (start <= first && sink.replica[row] >= 0), "is answered by nobody"],
    [outcome !== OUTCOME_TIMED_OUT || hasTries || end === deadline, "times out before its time"],
  ] as const;
  const found = faults.filter(([isFine]) => !isFine).map(([, fault]) => fault);
  if (found.length === 0) return "";
  const times = `${arrival}..${deadline}, ${start}..${first}..${end}`;
  return `request ${row} of ${times}: ${found.join(", ")}`;
}

function sumOf(bins: Float64Array | undefined): number {
  return bins?.reduce((sum, count) => sum + count, 0) ?? NaN;
}

/** Whether two tables hold the same bits. */
function areSame(left: TableSink, right: TableSink): boolean {
  return (["outcome", "replica", "start", "first", "end", "endings"] as const).every((column) => {
    const { [column]: wanted } = right;
    return left[column].every((value, row) => Object.is(value, wanted[row]));
  });
}

describe.each(SERVICE_KINDS)("with everything at once, requests of %s service", (kind) => {
  it("end exactly once each, in order of arrival, start, first token and end", () => {
    checkRuns(kind, (found) => {
      const { control, recording, sink } = found;
      const requests = control.arrivals.length;
      expect(recording.requests).toBe(requests);
      expect(sink.endings.every((endings, row) => endings === (row < requests ? 1 : 0))).toBe(true);
      for (let row = 0; row < requests; row++) expect(faultsOf(found, row)).toBe("");
    });
  });

  it("are sent once, and once more for each retry and hedge", () => {
    checkRuns(kind, ({ control }) => {
      const { clients, timeline } = control;
      const requests = control.arrivals.length;
      expect(clients.attempts).toBe(requests + clients.retries + clients.hedges);
      expect(clients.hedgeWins).toBeLessThanOrEqual(clients.hedges);
      expect(clients.cachedTokens).toBeLessThanOrEqual(clients.admittedTokens);
      expect(sumOf(timeline?.arrivals)).toBe(requests);
      const ended = sumOf(timeline?.completed) + sumOf(timeline?.unanswered);
      expect(ended).toBeLessThanOrEqual(requests);
    });
  });

  it("are served only where a replica is there to serve them", () => {
    checkRuns(kind, ({ control, plan, recording }) => {
      const { fleet } = control;
      const { service } = plan;
      const { abandonedTime, batchTime, busyTime, lostTime, recomputedTime } = recording.usage;
      const span = plan.measureTo - plan.measureFrom;
      const slack = SLACK * (1 + span);
      const slots = service.kind === SERVICE_SERIAL ? service.concurrency : 1;
      const serving = fleet.readyTime + fleet.drainingTime;
      expect(busyTime).toBeGreaterThanOrEqual(0);
      expect(busyTime).toBeLessThanOrEqual(serving * slots + slack);
      expect(abandonedTime + lostTime).toBeLessThanOrEqual(busyTime + slack);
      expect(Math.min(abandonedTime, lostTime, recomputedTime, batchTime)).toBeGreaterThanOrEqual(
        -slack,
      );
    });
  });

  it("are paid for by what each replica did, and no replica goes that didn't come", () => {
    checkRuns(kind, ({ control, plan }) => {
      const { fleet } = control;
      const parts = [
        fleet.startingTime,
        fleet.readyTime,
        fleet.drainingTime,
        fleet.downTime,
        fleet.minimumTime,
      ];
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
      const paid = parts.reduce((sum, part) => sum + part, 0);
      expect(fleet.paidTime).toBeCloseTo(paid, 9);
      const span = plan.measureTo - plan.measureFrom;
      const all = plan.replicas + fleet.started;
      expect(fleet.stopped).toBeLessThanOrEqual(all);
      expect(fleet.peakReplicas).toBeLessThanOrEqual(all);
      expect(fleet.paidTime - fleet.minimumTime).toBeLessThanOrEqual(
        fleet.peakReplicas * span * (1 + SLACK) + SLACK,
      );
    });
  });

  it("fare the same when run again", () => {
    checkRuns(kind, ({ columns, plan, recording, sink }) => {
      const again = run(plan, columns);
      expect(areSame(again.sink, sink)).toBe(true);
      expect(again.recording).toEqual(recording);
    });
  });
});

describe("a run without hope", () => {
  const columns = handBuiltColumns({ arrivals: [0, 1, 2], serviceTimes: [1, 1, 1] });

  it("ends when the fleet has gone for good and its clients would wait for ever", () => {
    const control = plainControl(1, Infinity, {
      fleet: {
        initial: 0,
        autoscaler: { kind: AUTOSCALER_SCHEDULE, times: [0], replicas: [0], period: Infinity },
      },
    });
    const plan = handBuiltPlan({ service: { kind: SERVICE_SERIAL, concurrency: 1 }, control });
    const { sink } = run(plan, columns);
    expect(sink.outcome.slice(0, 3)).toEqual(new Uint8Array(3).fill(OUTCOME_FAILED));
  });

  it("ends though an autoscaler decides for ever", () => {
    const control = plainControl(1, Infinity, {
      fleet: {
        initial: 0,
        autoscaler: {
          kind: AUTOSCALER_HPA,
          min: 0,
          max: 1,
          metrics: [handBuiltMetric()],
          ...handBuiltRules(),
        },
      },
    });
    const plan = handBuiltPlan({ service: { kind: SERVICE_SERIAL, concurrency: 1 }, control });
    const { sink } = run(plan, columns);
    expect(sink.outcome.slice(0, 3)).toEqual(new Uint8Array(3).fill(OUTCOME_FAILED));
  });
});
