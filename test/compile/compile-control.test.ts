import { describe, expect, it } from "vitest";
import { compilePlan } from "../../src/compile/compile-plan.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import * as control from "../../src/sim/control-plan.ts";
import * as scaling from "../../src/sim/autoscale/autoscaler-plan.ts";
import type { ControlPlan } from "../../src/sim/control-plan.ts";
import { ROUTER_LEAST_KV } from "../../src/sim/sim-plan.ts";
import { scenarioWith } from "../plan/swept.ts";
import { BATCHED, EXAMPLE, MINIMAL } from "../scenario/example.ts";

const RUN = { replication: 0, duration: 600, arrivals: 10 };

function controlOf(scenario: Scenario, replicas = 4, replication = 0): ControlPlan {
  const plan = compilePlan(scenario, replicas, { ...RUN, replication }).control;
  if (plan === null) expect.fail("the plan has no control part");
  return plan;
}

/** The plan of the minimal scenario with an autoscaler in place of its count. */
function scalerOf(autoscaler: string, ...sets: readonly string[]): ControlPlan["fleet"] {
  const text = MINIMAL.replace("replicas: 2", `autoscaler: ${autoscaler}`);
  const { scenario } = parseScenario(text, { file: "s.yaml", sets, seed: null });
  return controlOf(scenario, scenario.fleet.replicas[0]).fleet;
}

function retriesOf(retries: string): ControlPlan["client"]["retries"] {
  return controlOf(scenarioWith(`client.retries=${retries}`)).client.retries;
}

function rolloutOf(replicas: number, limits: string): unknown {
  const failures = `fleet.failures={rollouts: [{at: 1m, ${limits}}]}`;
  return controlOf(scenarioWith(failures), replicas).fleet.failures.rollouts[0];
}

describe("compileControl", () => {
  it.each([
    "fleet.coldStart=90s",
    "fleet.billing={minimum: 60s}",
    "fleet.zones=3",
    "fleet.whenZero=reject",
    "fleet.queueLimit=3",
    "client.timeout=1s",
  ])("keeps the plain loop with %s alone", (set) => {
    expect(compilePlan(scenarioWith(set), 4, RUN).control).toBeNull();
  });

  it.each([
    ["fleet.failures={}"],
    ["fleet.coldStart=90s", "fleet.warm={replicas: 1, price: $1/h, start: 1s}"],
    ["fleet.routing={staleness: 1s}"],
    ["fleet.routing={instances: 2}"],
    ["fleet.priority=strict"],
    ["fleet.admission={codel: {}}"],
    ["client.retries={preset: envoy}"],
    ["client.hedging={delay: 1s}"],
  ])("has a part for %s", (...sets) => {
    expect(controlOf(scenarioWith(...sets))).toMatchObject({
      classes: [{ priority: 0, weight: 1, reserved: 0, timeout: Infinity }],
      users: [],
      timelineBins: 600,
      redrawsService: 1,
    });
  });

  it("has a part for routers that look into replicas, and for adaptive batches", () => {
    const sets = ["fleet.router=least-kv"];
    const { scenario } = parseScenario(EXAMPLE, { file: "s.yaml", sets, seed: null });
    const plan = compilePlan(scenario, 2, RUN);
    expect(plan).toMatchObject({ router: ROUTER_LEAST_KV, control: { redrawsService: 0 } });
    const adapting = ["service.maxBatch={adaptive: aimd, latency: 80ms, most: 8}"];
    const batched = parseScenario(BATCHED, { file: "s.yaml", sets: adapting, seed: null });
    const { service, control: part } = compilePlan(batched.scenario, 2, RUN);
    expect(part).not.toBeNull();
    expect(service).toMatchObject({ maxBatch: 8, adaptiveLatency: 0.08 });
  });

  it("seeds replications differently, and the same one alike", () => {
    const scenario = scenarioWith("client.hedging={delay: 1s}");
    const seeds = [0, 1, 2].map((replication) => controlOf(scenario, 1, replication).seed);
    expect(new Set(seeds).size).toBe(3);
    expect(controlOf(scenario, 9, 2).seed).toBe(seeds[2]);
    expect(controlOf({ ...scenario, seed: 2 }, 1, 0).seed).not.toBe(seeds[0]);
  });

  it("gives a class its own timeout, and others the client's", () => {
    const { scenario } = parseScenario(
      MINIMAL.replace(
        /workload:[^]*?service:/,
        `workload:
  classes:
    chat:
      generate: {duration: 1m, arrivals: {process: poisson, rate: 5/s}}
      timeout: 10s
      weight: 4
    agents: {users: {count: 5, thinkTime: 5s, duration: 1m}, priority: 1, reserved: 20%}
client: {timeout: 30s}
service:`,
      ),
      { file: "s.yaml", sets: [], seed: null },
    );
    const { classes, users } = controlOf(scenario);
    expect(classes).toEqual([
      { priority: 0, weight: 4, reserved: 0, timeout: 10 },
      { priority: 1, weight: 1, reserved: 0.2, timeout: 30 },
    ]);
    expect(users).toMatchObject([{ class: 1, count: 5, until: 60, firstRow: RUN.arrivals }]);
  });

  it("lowers retries, whichever budget and backoff they have", () => {
    expect(retriesOf("{preset: aws-standard, perTryTimeout: 2s, on: [failed]}")).toMatchObject({
      maxAttempts: 3,
      perTryTimeout: 2,
      onRejected: 0,
      onTimedOut: 0,
      onFailed: 1,
      backoff: { kind: control.BACKOFF_FULL_JITTER, base: 0.1, factor: 2, max: 20 },
      budget: { kind: control.BUDGET_TOKENS, tokens: 500, cost: 5, timeoutCost: 10, refund: 1 },
    });
    expect(retriesOf("{preset: grpc}")).toMatchObject({
      onRejected: 1,
      onTimedOut: 0,
      backoff: { kind: control.BACKOFF_BAND, band: 0.2, max: 1 },
      budget: { kind: control.BUDGET_THROTTLE, tokens: 10, tokenRatio: 0.1 },
    });
    expect(retriesOf("{preset: envoy, maxAttempts: unlimited, backoff: 1s}")).toMatchObject({
      maxAttempts: Infinity,
      perTryTimeout: Infinity,
      backoff: { kind: control.BACKOFF_LAW, law: { distribution: "constant", value: 1 } },
      budget: { kind: control.BUDGET_SHARE, share: 0, least: 3 },
    });
    const decorrelated = "{maxAttempts: 2, backoff: {base: 1s, jitter: decorrelated}}";
    expect(retriesOf(decorrelated)).toMatchObject({
      backoff: { kind: control.BACKOFF_DECORRELATED, base: 1, max: Infinity },
      budget: null,
    });
  });

  it("lowers queues and admission", () => {
    const sets = [
      "fleet.priority=weighted",
      "fleet.admission={tokenBucket: {rate: 5/s, burst: 2}, adaptiveConcurrency: {}, codel: {}}",
      "service.queuePolicy={timeout: 100ms, action: delay}",
    ];
    const { scenario } = parseScenario(BATCHED, { file: "s.yaml", sets, seed: null });
    expect(controlOf(scenario)).toMatchObject({
      queue: {
        priority: control.PRIORITY_WEIGHTED,
        codel: { target: 0.005, interval: 0.1 },
        adaptiveLifo: null,
        deadlineAware: null,
        timeout: { after: 0.1, action: control.QUEUE_TIMEOUT_DELAY },
      },
      admission: {
        tokenBucket: { rate: 5, burst: 2 },
        adaptiveConcurrency: {
          quantile: 0.5,
          updateInterval: 0.1,
          minRttInterval: 60,
          jitter: 0.15,
        },
      },
    });
  });
});

describe("compileFleet", () => {
  it("rounds shares of a rollout as Kubernetes does", () => {
    // 25 % of 10: 2 may be missing, 3 may be in addition.
    expect(rolloutOf(10, "maxSurge: 25%")).toEqual({ at: 60, maxUnavailable: 2, maxSurge: 3 });
    // 7 % of 100 is 7, though 0.07 · 100 is a little more in binary.
    expect(rolloutOf(100, "maxSurge: 7%")).toMatchObject({ maxSurge: 7 });
    // Neither: one may be missing.
    expect(rolloutOf(3, "maxUnavailable: 10%, maxSurge: 0")).toMatchObject({
      maxUnavailable: 1,
      maxSurge: 0,
    });
  });

  it("knows zones that never fail but for a planned outage", () => {
    const { zones, outages } = controlOf(
      scenarioWith(
        "fleet.zones=3",
        "fleet.failures={outages: [{at: 1m, duration: 2m, zone: 2}, {at: 2m, duration: 1m, replicas: 1}]}",
      ),
    ).fleet.failures;
    expect(zones).toMatchObject({ count: 3, uptime: { value: Infinity } });
    expect(outages).toEqual([
      { at: 60, duration: 120, replicas: 0, zone: 2 },
      { at: 120, duration: 60, replicas: 1, zone: -1 },
    ]);
  });

  it("starts with as many replicas as the autoscaler says, none included", () => {
    const fleet = scalerOf(
      "{kind: keda, metrics: [{signal: rate, target: 5/s, activation: 2/s}]}",
      "fleet.coldStart={node: 60s, load: 30s}",
      "fleet.whenZero=reject",
    );
    expect(fleet).toMatchObject({
      initial: 0,
      holdsAtZero: 0,
      coldStart: [{ value: 60 }, { value: 30 }],
      autoscaler: {
        kind: scaling.AUTOSCALER_KEDA,
        min: 0,
        max: 100,
        triggers: [{ signal: scaling.SIGNAL_RATE, target: 5, activation: 2, scrape: 30 }],
        hpa: { sync: 15, toleranceUp: 0.1, initialization: 0 },
      },
    });
  });

  it("has an HPA see the one queue before a fleet from outside, and the rest pod by pod", () => {
    const hpa =
      "{kind: hpa, maxReplicas: 9, metrics: [{signal: queue, target: 5}, " +
      "{signal: concurrency, target: 5}, {signal: rate, target: 5/s}, " +
      "{signal: utilization, target: 50%}]}";
    const externals = (router: string): unknown => {
      const { autoscaler } = scalerOf(hpa, `fleet.router=${router}`);
      return autoscaler?.kind === scaling.AUTOSCALER_HPA
        ? autoscaler.metrics.map(({ external }) => external)
        : null;
    };
    expect(externals("central-queue")).toEqual([1, 1, 1, 0]);
    expect(externals("round-robin")).toEqual([0, 0, 0, 0]);
  });

  it("lowers an HPA's rules, and leaves a replica's use out until it has been seen for a window", () => {
    const hpa = "{kind: hpa, maxReplicas: 9, scaleDown: {selectPolicy: disabled, tolerance: 0%}}";
    expect(scalerOf(hpa).autoscaler).toMatchObject({
      kind: scaling.AUTOSCALER_HPA,
      min: 1,
      max: 9,
      sync: 15,
      toleranceUp: 0.1,
      toleranceDown: 0,
      initialization: 15,
      metrics: [{ signal: scaling.SIGNAL_UTILIZATION, target: 0.8 }],
      up: {
        stabilization: 0,
        select: scaling.SELECT_MAX,
        policies: [
          { share: 0, value: 4, period: 15 },
          { share: 1, value: 1, period: 15 },
        ],
      },
      down: { stabilization: 300, select: scaling.SELECT_DISABLED },
    });
  });

  it("lowers the other autoscalers", () => {
    expect(scalerOf("{kind: knative}").autoscaler).toMatchObject({
      kind: scaling.AUTOSCALER_KNATIVE,
      max: 100_000,
      signal: scaling.SIGNAL_CONCURRENCY,
      target: 70,
      tick: 2,
      panicWindow: 0.1,
      panicThreshold: 2,
    });
    expect(scalerOf("{kind: ray-serve}").autoscaler).toMatchObject({
      kind: scaling.AUTOSCALER_RAY_SERVE,
      downscaleToZeroDelay: Infinity,
      lookBack: 30,
    });
    expect(scalerOf("{kind: schedule, points: [[0s, 2], [8h, 0]]}").autoscaler).toEqual({
      kind: scaling.AUTOSCALER_SCHEDULE,
      times: [0, 28_800],
      replicas: [2, 0],
      period: 86_400,
    });
  });

  it("looks a mean cold start ahead", () => {
    const predictive = "{kind: predictive, max: 9, perReplica: 12/s}";
    const stages = [
      "node: 60s",
      "image: {distribution: gamma, mean: 30s, cv: 1}",
      // Between 0 s and 20 s in a straight line, the mean is 10 s.
      "load: {distribution: empirical, quantiles: {p0.0001: 0s, p99.9999: 20s}}",
    ];
    const { autoscaler } = scalerOf(predictive, `fleet.coldStart={${stages.join(", ")}}`);
    expect(autoscaler).toMatchObject({ kind: scaling.AUTOSCALER_PREDICTIVE, min: 1, max: 9 });
    expect(autoscaler).toHaveProperty("horizon", expect.closeTo(100, 3));
    expect(autoscaler).not.toHaveProperty("initial");
  });
});
