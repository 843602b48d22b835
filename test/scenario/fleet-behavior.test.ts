import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { BATCHED, EXAMPLE, MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const FAIL = "{distribution: exponential, mean: 1h}";

function read(text: string, ...sets: readonly string[]): Scenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
}

function fleet(mistake: string, base: string = MINIMAL): Place {
  return [base, "  price: $", `  ${mistake}\n  price: $`];
}

describe("fleet: starts", () => {
  it.each<[string, unknown]>([
    ["90s", [{ stage: "start", time: { distribution: "constant", value: 90 } }]],
    [
      "{image: 40s, node: 1m}",
      [
        { stage: "node", time: { distribution: "constant", value: 60 } },
        { stage: "image", time: { distribution: "constant", value: 40 } },
      ],
    ],
    [
      "{distribution: uniform, min: 1s, max: 2s}",
      [{ stage: "start", time: { distribution: "uniform", min: 1, max: 2 } }],
    ],
    [
      "{preset: reusable-container}",
      [{ stage: "start", time: { distribution: "constant", value: 0.1 } }],
    ],
    [
      "{preset: reusable-container, start: 80ms}",
      [{ stage: "start", time: { distribution: "constant", value: 0.08 } }],
    ],
  ])("reads coldStart: %s", (written, stages) => {
    expect(read(MINIMAL, `fleet.coldStart=${written}`).fleet.coldStart).toEqual(stages);
  });

  it("reads warm replicas, billing and zones", () => {
    const { fleet } = read(
      MINIMAL,
      "fleet.coldStart=90s",
      "fleet.warm={replicas: 2, price: $0.40/h, start: 5s}",
      "fleet.billing={minimum: 1m}",
      "fleet.zones=3",
      "fleet.whenZero=reject",
    );
    expect(fleet).toMatchObject({
      warm: { replicas: 2, price: 0.4, start: { distribution: "constant", value: 5 } },
      minimumBilling: 60,
      zones: 3,
      whenZero: "reject",
    });
  });

  it("reads a warm pool of 0 as none, also where there is no cold start", () => {
    const none = "fleet.warm={replicas: 0, price: $0.40/h, start: 5s}";
    expect(read(MINIMAL, "fleet.coldStart=90s", none)).toEqual(
      read(MINIMAL, "fleet.coldStart=90s"),
    );
    expect(read(MINIMAL, none)).toEqual(read(MINIMAL));
  });

  refuseEach("refuses", [
    [...fleet("coldStart: ‸{}"), "fleet.coldStart", "must have a stage: node, image"],
    [
      ...fleet("coldStart: ‸{node: 1m, preset: reusable-container}"),
      "fleet.coldStart",
      "must have a distribution, a preset or stages, got preset and node",
    ],
    [
      ...fleet("warm: ‸{replicas: 1, price: $1/h, start: 1s}"),
      "fleet.warm",
      "needs coldStart: without one every replica is ready at once",
    ],
    [
      MINIMAL,
      "replicas: 2",
      "autoscaler: {kind: keda, metrics: [{signal: queue, target: 5}]}\n  whenZero: ‸reject",
      "fleet.whenZero",
      "can't be reject: at zero replicas there would be nothing to wake KEDA",
    ],
  ]);
});

describe("fleet.failures", () => {
  it("reads every kind with its defaults", () => {
    const { failures } = read(
      MINIMAL,
      "fleet.zones=2",
      `fleet.failures={replica: {uptime: ${FAIL}, downtime: 5m}, spot: {life: ${FAIL}}, outages: [{at: 1m, duration: 2m, zone: 1}], rollouts: [{at: 3m}]}`,
    ).fleet;
    expect(failures).toMatchObject({
      onLoss: "fail",
      replica: { downtime: { distribution: "constant", value: 300 } },
      zone: null,
      spot: { notice: 120 },
      slow: null,
      outages: [{ at: 60, duration: 120, replicas: null, zone: 1 }],
      rollouts: [{ at: 180, maxUnavailable: { share: 0.25 }, maxSurge: { share: 0.25 } }],
    });
  });

  refuseEach("refuses", [
    [
      ...fleet("failures: {rollouts: [‸{at: 1m, maxUnavailable: 0, maxSurge: 0%}]}"),
      "fleet.failures.rollouts[0]",
      "must have maxUnavailable or maxSurge above 0",
    ],
    [
      ...fleet("failures: {outages: [‸{at: 1m, duration: 1m}]}"),
      "fleet.failures.outages[0]",
      "must have replicas or zone",
    ],
    [
      ...fleet("failures: {outages: [‸{at: 1m, duration: 1m, replicas: 1, zone: 0}]}"),
      "fleet.failures.outages[0]",
      "must have replicas or zone, got both",
    ],
    [
      ...fleet("failures: {outages: [{at: 1m, duration: 1m, zone: ‸1}]}"),
      "fleet.failures.outages[0].zone",
      "must be less than fleet.zones, which is 1, got 1",
    ],
    [
      ...fleet("failures: {outages: [{at: 1m, duration: 1m, replicas: ‸3}]}"),
      "fleet.failures.outages[0].replicas",
      "must be at most fleet.replicas, which is 2, got 3",
    ],
    [
      ...fleet(`failures: {slow: {interval: ${FAIL}, duration: 1s, factor: ‸1}}`),
      "fleet.failures.slow.factor",
      "must be more than 1",
    ],
    [
      MINIMAL,
      "replicas: 2",
      "autoscaler: {kind: ray-serve}\n  failures: {rollouts: [{at: 1m, maxUnavailable: 0, maxSurge: ‸50%}]}",
      "fleet.failures.rollouts[0].maxSurge",
      "must be a number with an autoscaler",
    ],
  ]);
});

describe("fleet: routing and admission", () => {
  it("lets the endpoint picker see what llm-d's does", () => {
    const { router, routing } = read(EXAMPLE, "fleet.router=endpoint-picker").fleet;
    expect(router).toBe("endpoint-picker");
    expect(routing).toEqual({
      staleness: 0.05,
      instances: 1,
      prefixCache: null,
      scorers: { queue: 2, kv: 2, prefix: 3, running: 0 },
    });
  });

  it("fills in the defaults of Envoy, of RFC 8289 and of Fail at Scale", () => {
    const { admission } = read(
      MINIMAL,
      "fleet.admission={adaptiveConcurrency: {}, codel: {}, adaptiveLifo: {}}",
    ).fleet;
    expect(admission).toEqual({
      tokenBucket: null,
      adaptiveConcurrency: {
        sampleAggregatePercentile: 0.5,
        concurrencyLimitParams: { maxConcurrencyLimit: 1000, concurrencyUpdateInterval: 0.1 },
        minRttCalcParams: {
          interval: 60,
          requestCount: 50,
          jitter: 0.15,
          minConcurrency: 3,
          buffer: 0.25,
        },
      },
      codel: { target: 0.005, interval: 0.1 },
      adaptiveLifo: { interval: 0.1, busyTimeout: 0.005 },
      deadlineAware: null,
    });
  });

  refuseEach("refuses", [
    [
      ...fleet("router: central-queue\n  routing: {instances: ‸2}"),
      "fleet.routing.instances",
      "is of no use with router: central-queue",
    ],
    [
      ...fleet("router: round-robin\n  routing: {staleness: ‸1s}"),
      "fleet.routing.staleness",
      "is of no use with router: round-robin",
    ],
    [
      ...fleet("routing: {scorers: ‸{queue: 1}}"),
      "fleet.routing.scorers",
      "is of no use with router: least-outstanding",
    ],
    [
      ...fleet("router: ‸endpoint-picker"),
      "fleet.router",
      "can't be endpoint-picker: that is only for service.kind: continuous, got serial",
    ],
    [
      EXAMPLE,
      "  kvCache: {blocks: 27000, blockSize: 16}\n  requestOverhead: 12ms\nfleet:\n  replicas: 1..16\n  router: least-outstanding",
      "fleet:\n  replicas: 1..16\n  router: ‸least-kv",
      "fleet.router",
      "can't be least-kv: the KV cache is unlimited",
    ],
    [
      EXAMPLE,
      "fleet:\n  replicas: 1..16\n  router: least-outstanding",
      "‸fleet:\n  replicas: 1..16\n  router: prefix-affinity",
      "fleet.routing.prefixCache",
      "is required with router: prefix-affinity",
    ],
    [
      EXAMPLE,
      "  router: least-outstanding",
      "  routing: {prefixCache: ‸{blocks: 10}}",
      "fleet.routing.prefixCache",
      "needs requests with hashes of their prompts",
    ],
    [
      ...fleet("admission: {deadlineAware: ‸{estimate: 1s}}"),
      "fleet.admission.deadlineAware",
      "needs clients that give up",
    ],
    [
      ...fleet("admission: {adaptiveLifo: {busyTimeout: ‸1s}}"),
      "fleet.admission.adaptiveLifo.busyTimeout",
      "must be at most interval, which is 0.1, got 1",
    ],
    [
      ...fleet("admission: {tokenBucket: {rate: ‸0/s, burst: 5}}"),
      "fleet.admission.tokenBucket.rate",
      "must be more than 0/s",
    ],
  ]);
});

describe("service: adaptive batches", () => {
  it("reads a batch size that is found, and a queue policy", () => {
    const { service } = read(
      BATCHED,
      "service.maxBatch={adaptive: aimd, latency: 80ms, most: 64}",
      "service.queuePolicy={timeout: 100ms}",
    );
    expect(service).toMatchObject({
      maxBatch: 64,
      adaptive: { latency: 0.08 },
      queuePolicy: { timeout: 0.1, action: "reject" },
    });
  });

  refuseEach("refuses", [
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: {adaptive: ‸pid, latency: 1s, most: 4}",
      "service.maxBatch.adaptive",
      "must be aimd",
    ],
    [
      MINIMAL,
      "time: 20ms",
      "time: 20ms\n  ‸maxBatch: {adaptive: aimd, latency: 1s, most: 4}",
      "service.maxBatch",
      "is not a known key",
    ],
  ]);
});
