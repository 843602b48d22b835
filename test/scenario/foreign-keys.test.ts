import { describe, expect, it } from "vitest";
import { BATCHED, EXAMPLE, MINIMAL } from "./example.ts";
import { edit, problemsOf } from "./problems.ts";

/** What is said of a scenario with this autoscaler: paths and hints. */
function hintsOf(autoscaler: string): readonly (readonly [path: string, hint: string | null])[] {
  const text = edit(MINIMAL, "replicas: 2", `autoscaler: ${autoscaler}`);
  return problemsOf(text).map(({ path, hint }) => [path.replace("fleet.autoscaler.", ""), hint]);
}

const QUEUE = "metrics: [{signal: queue, target: 5}]";

describe("keys of another autoscaler", () => {
  it.each([
    ["{kind: hpa, maxReplicaCount: 4}", "maxReplicas", "keda"],
    ["{kind: hpa, maxReplicas: 4, pollingInterval: 30s}", "syncPeriod", "keda"],
    ["{kind: hpa, maxScale: 4}", "maxReplicas", "knative"],
    [`{kind: keda, maxReplicas: 4, ${QUEUE}}`, "maxReplicaCount", "hpa, ray-serve"],
    [`{kind: keda, scaleToZeroGracePeriod: 30s, ${QUEUE}}`, "cooldownPeriod", "knative"],
    ["{kind: knative, minReplicas: 1}", "minScale", "hpa, ray-serve"],
    ["{kind: ray-serve, cooldownPeriod: 30s}", "downscaleToZeroDelay", "keda"],
    ["{kind: ray-serve, initialScale: 2}", "initialReplicas", "knative"],
    ["{kind: predictive, maxReplicas: 4, perReplica: 5/s}", "max", "hpa, ray-serve"],
  ])("are told what they are called, and whose they are: %s", (autoscaler, meant, kinds) => {
    const hints = hintsOf(autoscaler);
    expect(hints).toHaveLength(1);
    const [[path, hint]] = hints;
    expect(hint).toBe(`did you mean \`${meant}\`? (\`${path}\` belongs to kind: ${kinds})`);
  });

  it.each([
    [
      "{kind: hpa, maxReplicas: 4, targetCPUUtilizationPercentage: 80}",
      "did you mean `metrics`, such as metrics: [{signal: utilization, target: 80%}]?",
    ],
    [
      "{kind: hpa, maxReplicas: 4, stabilizationWindowSeconds: 300}",
      "did you mean `scaleDown`, such as scaleDown: {stabilizationWindow: 300s}?",
    ],
    [
      "{kind: hpa, maxReplicas: 4, behavior: {}}",
      "did you mean `scaleDown`, such as scaleDown: {stabilizationWindow: 300s}?",
    ],
    [
      "{kind: hpa, maxReplicas: 4, cooldownPeriod: 300s}",
      "did you mean `scaleDown`, such as scaleDown: {stabilizationWindow: 300s}? (`cooldownPeriod` belongs to kind: keda)",
    ],
    [
      "{kind: keda, triggers: [{type: prometheus}]}",
      "did you mean `metrics`, such as metrics: [{signal: queue, target: 5}]?",
    ],
    ["{kind: keda, metrics: [{signal: queue, threshold: 5}]}", "did you mean `target`?"],
    [
      "{kind: hpa, maxReplicas: 4, scaleDown: {policies: [{type: pods, value: 4, periodSeconds: 15}]}}",
      "did you mean `period`?",
    ],
    ["{kind: knative, autoscaling.knative.dev/min-scale: 1}", "did you mean `minScale`?"],
    ["{kind: knative, containerConcurrency: 8}", "did you mean `target`, such as target: 10?"],
    ["{kind: ray-serve, smoothing_factor: 1}", "did you mean `upscalingFactor`?"],
    [
      "{kind: schedule, points: [[0s, 2]], minReplicas: 2}",
      "`minReplicas` belongs to kind: hpa, ray-serve",
    ],
  ])("as their products write them are told how they are written here: %s", (autoscaler, hint) => {
    expect(hintsOf(autoscaler).map(([, told]) => told)).toEqual([hint]);
  });

  it("are told the kind where its key has another name", () => {
    expect(hintsOf("{type: hpa, maxReplicas: 4}")).toEqual([
      ["kind", expect.stringMatching(/; `type` should be `kind`$/)],
    ]);
  });
});

describe("keys of another kind", () => {
  it("are told whose they are", () => {
    const [{ hint, path }] = problemsOf(edit(MINIMAL, "time: 20ms", "time: 20ms\n  maxWait: 2ms"));
    expect([path, hint]).toEqual(["service.maxWait", "`maxWait` belongs to kind: batch"]);
  });

  const arrivals = "workload.generate.arrivals";
  it.each([
    [
      EXAMPLE,
      "service.kind=serial",
      "service with kind: serial has no step, maxBatchedTokens, maxSequences, kvCache, which belong to kind: continuous; it needs time",
      "set all of it: --set 'service={kind: serial, requestOverhead: 12ms, time: 20ms}'",
    ],
    [
      BATCHED,
      "service.kind=serial",
      "service with kind: serial has no latency, maxBatch, which belong to kind: batch; it needs time",
      "set all of it: --set 'service={kind: serial, time: 20ms}'",
    ],
    [
      EXAMPLE,
      `${arrivals}.process=poisson`,
      `${arrivals} with process: poisson has no cv, which belongs to process: gamma, weibull`,
      `set all of it: --set '${arrivals}={process: poisson, rate: 12/s}'`,
    ],
    [
      MINIMAL,
      `${arrivals}.process=gamma`,
      `${arrivals} with process: gamma needs cv`,
      `add --set ${arrivals}.cv=2.5`,
    ],
  ])(
    "after --set are one problem, which is that of the argument (%#)",
    (text, set, message, hint) => {
      const [tag] = set.split("=");
      // What was set goes without the axis of the example, which is a key of continuous service.
      const problems = problemsOf(text.replace(/^sweep:\n.*\n/mu, ""), [set]);
      expect(problems).toEqual([
        expect.objectContaining({
          code: "conflict",
          path: tag,
          file: `--set ${set}`,
          line: null,
          message,
          hint,
        }),
      ]);
    },
  );

  it("keep the counts that the kind has under another name", () => {
    const replicas = /replicas: [^,}\n]+/u.exec(MINIMAL)?.[0] ?? "";
    const hintFor = (from: string, kind: string): string | null => {
      const text = edit(MINIMAL, replicas, `autoscaler: ${from}`);
      return problemsOf(text, [`fleet.autoscaler.kind=${kind}`])[0].hint;
    };
    const keda =
      "{kind: keda, minReplicaCount: 8, maxReplicaCount: 40, initial: 10, " +
      "metrics: [{signal: queue, target: 5}], cooldownPeriod: 5m}";
    expect(hintFor(keda, "hpa")).toBe(
      "set all of it: --set 'fleet.autoscaler={kind: hpa, minReplicas: 8, maxReplicas: 40, initial: 10, metrics: […]}'",
    );
    // What is a list in one and a number in the other isn't carried over.
    expect(hintFor(keda, "ray-serve")).toBe(
      "set all of it: --set 'fleet.autoscaler={kind: ray-serve, minReplicas: 8, maxReplicas: 40, initialReplicas: 10}'",
    );
  });

  it("that a --set brings are its problem, not that of the kind", () => {
    const problems = problemsOf(EXAMPLE.replace(/^sweep:\n.*\n/mu, ""), ["service.time=20ms"]);
    expect(problems).toMatchObject([
      {
        path: "service.time",
        file: "--set service.time=20ms",
        hint: "`time` belongs to kind: serial",
      },
    ]);
  });
});
