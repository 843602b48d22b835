import { describe, expect, it } from "vitest";
import { autoscalerBounds } from "../../src/scenario/autoscaler-bounds.ts";
import { parseScenario, type ParsedScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { EXAMPLE, MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";
import { edit } from "./problems.ts";

/** The minimal scenario with an autoscaler in place of its replica count. */
function elastic(autoscaler: string): string {
  return edit(MINIMAL, "replicas: 2", `autoscaler: ${autoscaler}`);
}

function parse(text: string): ParsedScenario {
  return parseScenario(text, { file: "s.yaml", sets: [], seed: null });
}

function fleetWith(autoscaler: string): Scenario["fleet"] {
  return parse(elastic(autoscaler)).scenario.fleet;
}

function scaler(mistake: string): Place {
  return [MINIMAL, "replicas: 2", `autoscaler: ${mistake}`];
}

describe("fleet.autoscaler", () => {
  it("fills in what Kubernetes does with an HPA that names its largest size alone", () => {
    // kubernetes 1.34: pkg/apis/autoscaling/v2/defaults.go and flags of kube-controller-manager.
    expect(fleetWith("{kind: hpa, maxReplicas: 10}")).toMatchObject({
      replicas: [1],
      autoscaler: {
        kind: "hpa",
        minReplicas: 1,
        maxReplicas: 10,
        initial: 1,
        metrics: [{ signal: "utilization", target: 0.8, scrape: 15, window: 15, delay: 0 }],
        syncPeriod: 15,
        tolerance: 0.1,
        scaleUp: {
          stabilizationWindow: 0,
          selectPolicy: "max",
          policies: [],
          tolerance: null,
        },
        scaleDown: {
          stabilizationWindow: 300,
          selectPolicy: "max",
          policies: [{ type: "percent", value: 1, period: 15 }],
          tolerance: null,
        },
        cpuInitializationPeriod: 300,
      },
    });
  });

  it("keeps the defaults of a direction beside what is written", () => {
    const { autoscaler } = fleetWith(
      "{kind: hpa, maxReplicas: 4, scaleDown: {selectPolicy: disabled}, scaleUp: {tolerance: 5%}}",
    );
    expect(autoscaler).toMatchObject({
      scaleUp: {
        tolerance: 0.05,
        stabilizationWindow: 0,
        policies: [
          { type: "pods", value: 4, period: 15 },
          { type: "percent", value: 1, period: 15 },
        ],
      },
      scaleDown: { selectPolicy: "disabled", stabilizationWindow: 300 },
    });
  });

  it("fills in KEDA's defaults, and starts at zero", () => {
    expect(fleetWith("{kind: keda, metrics: [{signal: rate, target: 12/s}]}")).toMatchObject({
      replicas: [0],
      autoscaler: {
        minReplicaCount: 0,
        maxReplicaCount: 100,
        pollingInterval: 30,
        cooldownPeriod: 300,
        initialCooldownPeriod: 0,
        syncPeriod: 15,
        cpuInitializationPeriod: 0,
        metrics: [{ signal: "rate", target: 12, activation: 0, scrape: 30, window: 120 }],
      },
    });
  });

  it("fills in Knative's config-autoscaler", () => {
    const { autoscaler, replicas } = fleetWith("{kind: knative}");
    expect(replicas).toEqual([1]);
    expect(autoscaler).toEqual({
      kind: "knative",
      minScale: 0,
      maxScale: null,
      initialScale: 1,
      metric: "concurrency",
      target: 100,
      targetUtilization: 0.7,
      stableWindow: 60,
      panicWindowPercentage: 0.1,
      panicThresholdPercentage: 2,
      maxScaleUpRate: 1000,
      maxScaleDownRate: 2,
      scaleToZeroGracePeriod: 30,
      scaleDownDelay: 0,
    });
    expect(fleetWith("{kind: knative, metric: rps}").autoscaler).toMatchObject({ target: 200 });
    expect(fleetWith("{kind: knative, minScale: 3}").replicas).toEqual([3]);
  });

  it("fills in Ray Serve's autoscaling_config", () => {
    expect(fleetWith("{kind: ray-serve}").autoscaler).toEqual({
      kind: "ray-serve",
      minReplicas: 1,
      maxReplicas: 100,
      initialReplicas: 1,
      targetOngoingRequests: 2,
      upscaleDelay: 30,
      downscaleDelay: 600,
      downscaleToZeroDelay: null,
      lookBackPeriod: 30,
      metricsInterval: 10,
      upscalingFactor: 1,
      downscalingFactor: 1,
    });
  });

  it.each([
    ["[[0s, 2], [8h, 10]]", [2], { min: 2, max: 10, initial: 2 }],
    ["[[8h, 10], [20h, 0]]", [0], { min: 0, max: 10, initial: 0 }],
    ["[[1h, 3]]", [3], { min: 3, max: 3, initial: 3 }],
  ])("starts the schedule %s with what holds at 0s", (points, replicas, bounds) => {
    const fleet = fleetWith(`{kind: schedule, points: ${points}}`);
    expect(fleet.replicas).toEqual(replicas);
    expect(fleet.autoscaler).toMatchObject({ period: 86_400 });
    expect(fleet.autoscaler && autoscalerBounds(fleet.autoscaler)).toEqual(bounds);
  });

  it("leaves the horizon of a forecast to the cold start", () => {
    expect(fleetWith("{kind: predictive, max: 9, perReplica: 12/s}").autoscaler).toMatchObject({
      min: 1,
      max: 9,
      initial: 1,
      perReplica: 12,
      window: 60,
      windows: 10,
      horizon: null,
      headroom: 0.1,
    });
  });

  it("can be swept, in part and as a whole", () => {
    const text = elastic("{kind: hpa, maxReplicas: 9, metrics: [{signal: queue, target: 2}]}");
    const parts = parse(`${text}sweep: {"fleet.autoscaler.metrics[0].target": [2, 4]}\n`);
    expect(parts.settings.map(({ scenario }) => scenario.fleet.autoscaler)).toMatchObject([
      { metrics: [{ target: 2 }] },
      { metrics: [{ target: 4 }] },
    ]);
    const wholes = parse(
      `${text}sweep: {fleet.autoscaler: [{kind: knative}, {kind: ray-serve}]}\n`,
    );
    expect(wholes.settings.map(({ scenario }) => scenario.fleet.autoscaler?.kind)).toEqual([
      "knative",
      "ray-serve",
    ]);
  });

  refuseEach("refuses", [
    [
      MINIMAL,
      "  replicas: 2\n",
      "  ‸autoscaler: {kind: knative}\n  replicas: 2\n",
      "fleet",
      "must have replicas or autoscaler, got both",
    ],
    [
      MINIMAL,
      "fleet:\n  replicas: 2\n",
      "‸fleet:\n",
      "fleet.replicas",
      "is required",
      "autoscaler",
    ],
    [...scaler("{kind: ‸vpa}"), "fleet.autoscaler.kind", "must be one of hpa, keda, knative"],
    [
      ...scaler("{kind: hpa, minReplicas: ‸5, maxReplicas: 4}"),
      "fleet.autoscaler.minReplicas",
      "must be at most maxReplicas, which is 4, got 5",
    ],
    [
      ...scaler("{kind: hpa, minReplicas: ‸0, maxReplicas: 4}"),
      "fleet.autoscaler.minReplicas",
      "must be between 1 and 100,000",
    ],
    [
      ...scaler("{kind: hpa, minReplicas: 2, maxReplicas: 4, initial: ‸1}"),
      "fleet.autoscaler.initial",
      "must be at least minReplicas, which is 2, got 1",
    ],
    [
      ...scaler("{kind: hpa, maxReplicas: 4, metrics: [{signal: utilization, target: ‸120%}]}"),
      "fleet.autoscaler.metrics[0].target",
      "must be more than 0% and at most 100%",
    ],
    [
      ...scaler("{kind: hpa, maxReplicas: 4, metrics: [{signal: queue, target: ‸0}]}"),
      "fleet.autoscaler.metrics[0].target",
      "must be more than 0",
    ],
    [
      ...scaler("{kind: hpa, maxReplicas: 4, metrics: [{signal: ‸kv, target: 80%}]}"),
      "fleet.autoscaler.metrics[0].signal",
      "can't be kv: the service has no kvCache",
    ],
    [
      ...scaler(
        "{kind: hpa, maxReplicas: 4, metrics: [{signal: queue, target: 1}], cpuInitializationPeriod: ‸1m}",
      ),
      "fleet.autoscaler.cpuInitializationPeriod",
      "is only for signal: utilization",
    ],
    [
      ...scaler(
        "{kind: hpa, maxReplicas: 4, scaleUp: {policies: [{type: pods, value: 1, period: ‸1h}]}}",
      ),
      "fleet.autoscaler.scaleUp.policies[0].period",
      "at most 1800s",
    ],
    [
      ...scaler("{kind: keda, metrics: ‸[{signal: utilization, target: 80%}]}"),
      "fleet.autoscaler.metrics",
      "must have a metric that is seen without replicas",
    ],
    [
      ...scaler("{kind: knative, initialScale: ‸7, maxScale: 5}"),
      "fleet.autoscaler.initialScale",
      "must be at most maxScale, which is 5, got 7",
    ],
    [
      ...scaler("{kind: ray-serve, minReplicas: ‸101}"),
      "fleet.autoscaler.minReplicas",
      "must be at most maxReplicas, which is 100",
    ],
    [
      ...scaler("{kind: schedule, points: [[0s, 1], ‸[0s, 2]]}"),
      "fleet.autoscaler.points[1]",
      "must be later than the point before it",
    ],
    [
      ...scaler("{kind: schedule, points: [[0s, 1], ‸[25h, 2]]}"),
      "fleet.autoscaler.points[1]",
      "must be before the period ends",
    ],
    [
      ...scaler("{kind: schedule, points: ‸[[0s, 0]]}"),
      "fleet.autoscaler.points",
      "must have more than 0 replicas",
    ],
    [
      ...scaler("{kind: predictive, max: ‸0, perReplica: 1/s}"),
      "fleet.autoscaler.max",
      "must be between 1 and",
    ],
    [
      MINIMAL,
      "kind: serial\n  time: 20ms\nfleet:\n  replicas: 2",
      "kind: serial\n  concurrency: 1k\n  time: 20ms\nfleet:\n  autoscaler: ‸{kind: ray-serve, maxReplicas: 20k}",
      "fleet.autoscaler",
      "must keep replicas times service.concurrency to at most 10,000,000, got 20,000 × 1,000",
    ],
  ]);

  it("lets the KV cache of a continuous service be watched", () => {
    const text = edit(
      EXAMPLE,
      "replicas: 1..16",
      "autoscaler: {kind: hpa, maxReplicas: 4, metrics: [{signal: kv, target: 80%}]}",
    );
    expect(parse(text).scenario.fleet.autoscaler).toMatchObject({
      metrics: [{ signal: "kv", target: 0.8, scrape: 30, window: 0 }],
    });
  });
});
