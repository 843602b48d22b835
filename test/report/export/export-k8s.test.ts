import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import { exportK8s } from "../../../src/report/export/export-k8s.ts";
import { renderTfvars } from "../../../src/report/export/export-terraform.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";
import { exportable } from "./exportables.ts";
import { bodiesOf, commentsOf, manifestsOf, validate } from "./manifests.ts";

const MADE: Readonly<Record<string, object>> = {
  "hpa by default": { kind: "hpa", maxReplicas: 10 },
  "hpa with every key": {
    kind: "hpa",
    minReplicas: 2,
    maxReplicas: 40,
    initial: 4,
    metrics: [
      { signal: "utilization", target: "72.5%" },
      { signal: "concurrency", target: 8 },
      { signal: "queue", target: 0.5, delay: "5s" },
      { signal: "kv", target: "80%", window: "30s" },
      { signal: "rate", target: "2.5/s" },
    ],
    syncPeriod: "30s",
    tolerance: "5%",
    scaleUp: {
      stabilizationWindow: "2.5s",
      selectPolicy: "min",
      policies: [
        { type: "pods", value: 2, period: "1m" },
        { type: "percent", value: "12.5%", period: "30s" },
      ],
      tolerance: "1%",
    },
    scaleDown: { selectPolicy: "disabled" },
  },
  "keda by default": { kind: "keda", metrics: [{ signal: "queue", target: 5 }] },
  "keda with every key": {
    kind: "keda",
    minReplicaCount: 1,
    maxReplicaCount: 9,
    metrics: [
      { signal: "concurrency", target: 4, activation: 2 },
      { signal: "kv", target: "70%" },
      { signal: "utilization", target: "60%" },
    ],
    pollingInterval: "10s",
    cooldownPeriod: "90s",
    initialCooldownPeriod: "60s",
    scaleDown: { stabilizationWindow: "60s", tolerance: "5%" },
  },
  "knative by default": { kind: "knative" },
  "knative with every key": {
    kind: "knative",
    minScale: 1,
    maxScale: 12,
    initialScale: 3,
    metric: "rps",
    target: 12.5,
    targetUtilization: "82.5%",
    stableWindow: "90s",
    panicWindowPercentage: "20%",
    panicThresholdPercentage: "150%",
    maxScaleUpRate: 10,
    maxScaleDownRate: 4,
    scaleToZeroGracePeriod: "6s",
    scaleDownDelay: "2m",
  },
  schedule: {
    kind: "schedule",
    points: [
      ["0s", 2],
      ["8h", 10],
    ],
  },
  "schedule of a week": {
    kind: "schedule",
    period: "7d",
    points: [
      ["0s", 6],
      ["5d", 0],
    ],
  },
  "schedule that never changes": { kind: "schedule", points: [["1h", 3]] },
  predictive: { kind: "predictive", max: 20, perReplica: "12/s" },
};

const SHIPPED = ["autoscale-signal", "scale-to-zero", "chat-burst", "spot-and-spares"];

describe("objects for Kubernetes", () => {
  it.each(Object.entries(MADE))("are valid for %s", (_, autoscaler) => {
    for (const service of ["serial", "batch", "continuous"] as const) {
      for (const router of ["least-outstanding", "central-queue"] as const) {
        const bodies = bodiesOf(exportable({ autoscaler, service, router, namespace: "prod" }));
        expect(bodies.length).toBeGreaterThan(0);
        for (const body of bodies) expect(() => validate(body)).not.toThrow();
      }
    }
  });

  it.each(SHIPPED)("are valid for every setting of %s", (name) => {
    const file = new URL(`../../../scenarios/${name}.yaml`, import.meta.url);
    const options = { file: name, sets: [], seed: null };
    const { settings } = parseScenario(readFileSync(file, "utf8"), options);
    expect(settings.length).toBeGreaterThan(0);
    for (const { scenario } of settings) {
      const service = scenario.service.kind;
      const { autoscaler, router } = scenario.fleet;
      for (const body of bodiesOf({ ...exportable({ router, service }), autoscaler })) {
        expect(() => validate(body)).not.toThrow();
      }
    }
  });

  it("are looked at by schemas that refuse what is wrong", () => {
    const [hpa] = bodiesOf(exportable({ autoscaler: MADE["hpa by default"] }));
    expect(() => validate({ ...hpa, spec: { ...hpa.spec, maxReplicas: "ten" } })).toThrow();
    const [keda] = bodiesOf(exportable({ autoscaler: MADE["keda by default"] }));
    expect(() => validate({ ...keda, spec: { ...keda.spec, triggers: [{}] } })).toThrow();
    const [knative] = bodiesOf(exportable({ autoscaler: MADE["knative by default"] }));
    expect(() =>
      validate({ ...knative, spec: { template: { spec: { containers: 1 } } } }),
    ).toThrow();
    const [deployment] = bodiesOf(exportable());
    expect(() => validate({ ...deployment, spec: { replicas: 1.5 } })).toThrow();
  });

  it("have the parameters of the HPA that was simulated", () => {
    const given = exportable({ autoscaler: MADE["hpa with every key"], service: "serial" });
    const [{ spec }] = bodiesOf(given);
    expect(spec).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "chat" },
      minReplicas: 2,
      maxReplicas: 40,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 73 } },
        },
        pods("requests_in_flight", "8"),
        pods("requests_waiting", "0.5"),
        pods("kv_cache_usage", "0.8"),
        pods("http_requests_per_second", "2.5"),
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 3,
          selectPolicy: "Min",
          policies: [
            { type: "Pods", value: 2, periodSeconds: 60 },
            { type: "Percent", value: 13, periodSeconds: 30 },
          ],
          tolerance: "0.01",
        },
        scaleDown: {
          stabilizationWindowSeconds: 300,
          selectPolicy: "Disabled",
          policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
        },
      },
    });
    const comments = commentsOf(given);
    for (const said of [
      "averageUtilization is 73 here, where 72.5 was simulated",
      "scaleUp.stabilizationWindowSeconds is 3 here, where 2.5 was simulated",
      "scaleUp value is 13 here, where 12.5 was simulated",
      "HPAConfigurableTolerance",
      "--horizontal-pod-autoscaler-sync-period=30s",
      "--horizontal-pod-autoscaler-tolerance=0.05",
      "requests_waiting stands in for your own metric: put its name there",
    ]) {
      expect(comments).toContain(said);
    }
  });

  it("have metrics of type External for what waits in the one queue of a fleet", () => {
    const written = { autoscaler: MADE["hpa with every key"], router: "central-queue" } as const;
    for (const service of ["serial", "batch", "continuous"] as const) {
      const given = exportable({ ...written, service });
      const [{ spec }] = bodiesOf(given);
      expect(spec["metrics"]).toEqual([
        expect.objectContaining({ type: service === "serial" ? "Resource" : "Pods" }),
        external("requests_in_flight", "8"),
        external("requests_waiting", "0.5"),
        expect.objectContaining({ type: "Pods" }),
        external("http_requests_per_second", "2.5"),
      ]);
      const comments = commentsOf(given);
      expect(comments).toContain("of the one queue:\n  sum(requests_waiting)\n");
      expect(comments).toContain("Its total is divided by the target, as simulated");
    }
    const keda = { kind: "keda", metrics: [{ signal: "queue", target: 5 }] };
    const [{ spec }] = bodiesOf(exportable({ ...written, autoscaler: keda }));
    expect(spec["triggers"]).toEqual([prometheus("sum(requests_waiting)", "5", "0")]);
  });

  it("go by the router that was chosen where the sweep has several", () => {
    const autoscaler = { kind: "hpa", maxReplicas: 9, metrics: [{ signal: "queue", target: 2 }] };
    const given = exportable({ autoscaler, router: "central-queue" });
    const metricsWith = (settings: Readonly<Record<string, unknown>>): unknown => {
      const [{ spec }] = bodiesOf({ ...given, choice: { ...given.choice, settings } });
      return spec["metrics"];
    };
    const ofPods = [pods("vllm_num_requests_waiting", "2")];
    expect(metricsWith({ "fleet.router": "round-robin" })).toEqual(ofPods);
    expect(metricsWith({ fleet: { router: "round-robin" } })).toEqual(ofPods);
    expect(metricsWith({ fleet: { price: "$3/h" } })).toEqual(ofPods);
    expect(metricsWith({ "fleet.price": "$3/h" })).toEqual([external("requests_waiting", "2")]);
  });

  it("have no behavior where none was simulated, since Kubernetes then scales otherwise", () => {
    const [hpa] = bodiesOf(exportable({ autoscaler: MADE["hpa by default"] }));
    expect(hpa.spec).not.toHaveProperty("behavior");
    const [keda] = bodiesOf(exportable({ autoscaler: MADE["keda by default"] }));
    expect(keda.spec).not.toHaveProperty("advanced");
  });

  it("name vLLM's own metrics for a continuous service", () => {
    const [{ spec }] = bodiesOf(exportable({ autoscaler: MADE["keda with every key"] }));
    expect(spec["triggers"]).toEqual([
      prometheus("sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting)", "4", "2"),
      prometheus("sum(vllm:kv_cache_usage_perc)", "0.7", "0"),
      prometheus("sum(avg_over_time(DCGM_FI_DEV_GPU_UTIL[15s])) / 100", "0.6", "0"),
    ]);
    expect(spec).toMatchObject({
      minReplicaCount: 1,
      maxReplicaCount: 9,
      pollingInterval: 10,
      cooldownPeriod: 90,
      initialCooldownPeriod: 60,
    });
  });

  it("have Knative's annotations, and its cluster's settings apart from them", () => {
    const [service, config] = bodiesOf(exportable({ autoscaler: MADE["knative with every key"] }));
    const name = "autoscaling.knative.dev";
    expect(service.spec).toEqual({
      template: {
        metadata: {
          annotations: {
            [`${name}/class`]: "kpa.autoscaling.knative.dev",
            [`${name}/metric`]: "rps",
            [`${name}/target`]: "12.5",
            [`${name}/target-utilization-percentage`]: "82.5",
            [`${name}/min-scale`]: "1",
            [`${name}/max-scale`]: "12",
            [`${name}/initial-scale`]: "3",
            [`${name}/window`]: "90s",
            [`${name}/panic-window-percentage`]: "20",
            [`${name}/panic-threshold-percentage`]: "150",
            [`${name}/scale-down-delay`]: "120s",
          },
        },
      },
    });
    expect(config).toMatchObject({
      metadata: { name: "config-autoscaler", namespace: "knative-serving" },
      data: {
        "max-scale-up-rate": "10",
        "max-scale-down-rate": "4",
        "scale-to-zero-grace-period": "6s",
      },
    });
  });

  it("have Ray Serve's autoscaling_config under the names of Ray 2.50", () => {
    const autoscaler = {
      kind: "ray-serve",
      minReplicas: 0,
      maxReplicas: 8,
      initialReplicas: 1,
      targetOngoingRequests: 3.5,
      upscaleDelay: "10s",
      downscaleDelay: "2m",
      downscaleToZeroDelay: "5m",
      lookBackPeriod: "20s",
      metricsInterval: "5s",
      upscalingFactor: 1.5,
      downscalingFactor: 0.5,
    };
    const [{ body }] = manifestsOf(exportable({ autoscaler }));
    expect(body).toEqual({
      applications: [
        {
          name: "chat",
          route_prefix: "/",
          import_path: "your_module:app",
          deployments: [
            {
              name: "chat",
              autoscaling_config: {
                min_replicas: 0,
                initial_replicas: 1,
                max_replicas: 8,
                target_ongoing_requests: 3.5,
                metrics_interval_s: 5,
                look_back_period_s: 20,
                upscaling_factor: 1.5,
                downscaling_factor: 0.5,
                upscale_delay_s: 10,
                downscale_delay_s: 120,
                downscale_to_zero_delay_s: 300,
              },
            },
          ],
        },
      ],
    });
  });

  it("say in comments where they come from, on one line each, whatever the result says", () => {
    const hostile = "a\nkind: Evil\r\n---\u2028\u0085x\u001b[2J";
    const given = exportable({ choice: { ...exportable().choice, reason: hostile } });
    const settings = { [hostile]: hostile };
    const lines = manifestsOf({ ...given, choice: { ...given.choice, settings } }).flatMap(
      ({ comments }) => comments,
    );
    expect(lines.join("\n")).toContain("a kind: Evil --- x");
    // oxlint-disable-next-line no-control-regex
    for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u0085\u2028\u2029]/);
  });

  it.each([
    ["chat_1", "--name must be lower-case letters"],
    ["Chat", "--name must be lower-case letters"],
    ["chat-", "--name must be lower-case letters"],
    ["", "--name must be lower-case letters"],
    ["x".repeat(64), "--name must have at most 63 characters, got 64"],
    ['x"\nkind: Evil', "--name must be lower-case letters"],
  ])("are refused for the name %j", (name, problem) => {
    const exported = exportK8s(exportable({ name }));
    expect(exported).toEqual({ problem: expect.stringContaining(problem) });
    const inside = exportK8s(exportable({ namespace: name }));
    expect(inside).toEqual({ problem: expect.stringMatching(/^--namespace must /) });
  });

  it("say that an autoscaled fleet's cost is a mean, and between which ends", () => {
    const { choice } = exportable();
    const elastic = { autoscaler: { kind: "hpa", maxReplicas: 10 } };
    const measured = { ...choice, costPerHour: 109.751, costInterval: [85.63, 133.87] as const };
    const line = "Cost: $109.75/h on average (interval $85.63 to $133.87).";
    expect(commentsOf(exportable({ ...elastic, choice: measured }))).toContain(line);
    expect(renderTfvars(exportable({ ...elastic, choice: measured }))).toContain(`# ${line}`);
    expect(commentsOf(exportable(elastic))).toContain("Cost: $8.00/h on average.");
    expect(commentsOf(exportable())).toContain("Cost: $8.00/h.");
  });

  it("take a leading digit but for Knative, whose name becomes a Service's", () => {
    expect(exportK8s(exportable({ name: "7b" }))).toHaveProperty("manifests");
    expect(exportK8s(exportable({ name: "7b", autoscaler: { kind: "knative" } }))).toEqual({
      problem: '--name must start with a letter, got "7b"',
    });
  });
});

function pods(name: string, averageValue: string): object {
  const target = { type: "AverageValue", averageValue };
  return { type: "Pods", pods: { metric: { name }, target } };
}

function external(name: string, averageValue: string): object {
  const target = { type: "AverageValue", averageValue };
  return { type: "External", external: { metric: { name }, target } };
}

function prometheus(query: string, threshold: string, activationThreshold: string): object {
  const serverAddress = "http://prometheus-operated.monitoring.svc:9090";
  const metadata = { serverAddress, query, threshold, activationThreshold };
  return { type: "prometheus", metricType: "AverageValue", metadata };
}
