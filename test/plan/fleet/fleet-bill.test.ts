import { describe, expect, it } from "vitest";
import { billOf, isMetered } from "../../../src/plan/fleet/fleet-bill.ts";
import { summarizeFleet } from "../../../src/plan/fleet/summarize-fleet.ts";
import type { Replication } from "../../../src/plan/evaluate.ts";
import type { FleetUsage } from "../../../src/sim/control-recording.ts";
import { pointOf } from "../evaluated.ts";
import { scenarioWith } from "../swept.ts";

const HPA =
  "fleet={price: $3/h, router: central-queue, autoscaler: {kind: hpa, minReplicas: 1,\n" +
  " maxReplicas: 4, metrics: [{signal: utilization, target: 50%}]}}";

const USAGE: FleetUsage = {
  paidTime: 250,
  startingTime: 20,
  readyTime: 200,
  drainingTime: 10,
  downTime: 15,
  minimumTime: 5,
  warmTime: 100,
  batches: [{ countTimes: [0, 20, 30, 30, 20], minimumTime: 5 }],
  peakReplicas: 4,
  started: 6,
  startedWarm: 1,
  stopped: 3,
  failures: 2,
  reclaims: 1,
};

const CLIENTS = {
  attempts: 0,
  retries: 0,
  hedges: 0,
  hedgeWins: 0,
  retriesDenied: 0,
  lost: 0,
  cachedTokens: 0,
  admittedTokens: 0,
};

function runOf(fleet: FleetUsage, span: number): Pick<Replication, "control" | "span"> {
  return { control: { fleet, clients: CLIENTS, timeline: null }, span };
}

const TWO = [runOf(USAGE, 100), runOf({ ...USAGE, paidTime: 150, peakReplicas: 5 }, 100)];

function atMaximumOf(fleet: string): number | undefined {
  const run = { scenario: scenarioWith(fleet), replicas: 1, replications: TWO };
  return summarizeFleet(run)?.atMaximum;
}

describe("billOf", () => {
  it("charges mean paid replicas and warm ones at their own price", () => {
    const warm = "fleet.warm={replicas: 1, price: $0.50/h, start: 5s}";
    const scenario = scenarioWith(HPA, "fleet.coldStart=20s", warm);
    // (250 + 150)/200 = 2 replicas at $3, and 1 at 50 ¢.
    const run = { scenario, replicas: 1, replications: TWO };
    expect(billOf(run)).toEqual({ costPerHour: 6.5, warmPerHour: 0.5 });
  });

  it("charges a fixed fleet its count, whatever its clients do", () => {
    const scenario = scenarioWith("fleet={replicas: 6, price: $4.10/h}");
    expect(isMetered(scenario.fleet)).toBe(false);
    const run = { scenario, replicas: 6, replications: TWO };
    expect(billOf(run)).toEqual({ costPerHour: 24.6, warmPerHour: 0 });
  });
});

describe("summarizeFleet", () => {
  it("averages states over the measured spans, and counts events over all replications", () => {
    const run = { scenario: scenarioWith(HPA), replicas: 1, replications: TWO };
    expect(summarizeFleet(run)).toEqual({
      isElastic: true,
      meanReplicas: 2,
      peakReplicas: 5,
      // 20 of 100 seconds with four.
      atMaximum: 0.2,
      starting: 0.2,
      ready: 2,
      draining: 0.1,
      down: 0.15,
      minimum: 0.05,
      warm: 1,
      starts: 12,
      warmStarts: 2,
      stops: 6,
      failures: 4,
      reclaims: 2,
    });
  });

  it("knows no maximum where an autoscaler has no choice", () => {
    expect(atMaximumOf(HPA.replace("minReplicas: 1", "minReplicas: 4"))).toBeUndefined();
    expect(atMaximumOf(HPA.replace("maxReplicas: 4", "maxReplicas: 5"))).toBeUndefined();
    const schedule = "{kind: schedule, points: [[0s, 4], [5s, 1]]}";
    expect(atMaximumOf(`fleet={price: $3/h, autoscaler: ${schedule}}`)).toBeUndefined();
  });
});

describe("a metered fleet", () => {
  it("bills exactly the replica time that its ledger tells of", () => {
    const point = pointOf(
      scenarioWith(
        HPA,
        "fleet.coldStart=20s",
        "fleet.billing={minimum: 2m}",
        "fleet.warm={replicas: 1, price: $0.50/h, start: 5s}",
        "fleet.failures={onLoss: retry,\n" +
          " replica: {uptime: {distribution: exponential, mean: 2m}, downtime: 20s}}",
        "client={hedging: {maxAttempts: 2, delay: 50ms}}",
        "service.time={distribution: exponential, mean: 300ms}",
        "run.replications=2",
      ),
    );
    const { costLedger, fleet, ledger } = point;
    expect(Object.values(ledger).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(Math.min(...Object.values(ledger))).toBeGreaterThan(-1e-12);
    for (const use of ["useful", "lost", "idle", "starting", "down"] as const) {
      expect(ledger[use]).toBeGreaterThan(0);
    }
    const billed = costLedger.lines.reduce((sum, line) => sum + line.costPerHour, 0);
    expect(billed).toBeCloseTo(point.costPerHour, 9);
    expect(point.costPerHour).toBeCloseTo(3 * fleet!.meanReplicas + 0.5 * fleet!.warm, 9);
    const { down, draining, meanReplicas, minimum, ready, starting } = fleet!;
    expect(starting + ready + draining + down + minimum).toBeCloseTo(meanReplicas, 9);
    expect(fleet!.failures).toBeGreaterThan(0);
    expect(point.clients!.attemptsPerRequest).toBeGreaterThan(1.1);
    expect(point.clients!.hedges).toBeGreaterThan(0);
  });
});
