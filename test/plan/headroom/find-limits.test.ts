import { describe, expect, it } from "vitest";
import { openColumns } from "../../../src/compile/open-columns.ts";
import { evaluate } from "../../../src/plan/evaluate.ts";
import { findLimits, type Limits } from "../../../src/plan/headroom/find-limits.ts";
import { measureDemand } from "../../../src/plan/headroom/measure-demand.ts";
import { evaluationOf } from "../../../src/plan/run-sweep.ts";
import { simulatedPoint } from "../../../src/plan/simulated-point.ts";
import { summarizePoint } from "../../../src/plan/summarize-point.ts";
import { sweepOf } from "../swept.ts";

/** What limits the minimal scenario after `--set` values, one replication of it. */
function limitsOf(...sets: readonly string[]): Limits {
  const [setting] = sweepOf(sets, ["run.replications=1"]);
  const { scenario } = setting;
  const [replicas] = scenario.fleet.replicas;
  const drawn = openColumns(scenario, 0, []);
  const replication = evaluate(evaluationOf(scenario, replicas, drawn, 0), drawn.columns, null);
  const { duration } = drawn;
  const swept = { replicas, replications: [replication], resamples: null, duration };
  const { load, peak60s } = measureDemand(scenario, drawn);
  const point = summarizePoint(simulatedPoint(setting, swept, null));
  return findLimits(point, scenario, { mean: load, peak60s });
}

const STEADY = "workload.generate={duration: 3m, arrivals: {process: deterministic, rate: 10/s}}";

/** Ten requests a second of 100 tokens in and 50 out. */
const TOKENS =
  "workload.generate={duration: 3m, arrivals: {process: deterministic, rate: 10/s}, " +
  "input: {distribution: constant, value: 100}, output: {distribution: constant, value: 50}}";

function statusOf({ limits }: Limits, name: string): string | undefined {
  return limits.find(({ limit }) => limit === name)?.status;
}

function elasticUpTo(most: number): string {
  return (
    `fleet={price: $1/h, autoscaler: {kind: hpa, minReplicas: 1, maxReplicas: ${most}, ` +
    "metrics: [{signal: concurrency, target: 0.5}]}}"
  );
}

function classWith(timeout: string, rate: string): string {
  return (
    `{generate: {duration: 3m, arrivals: {process: deterministic, rate: ${rate}}}, ` +
    `timeout: ${timeout}}`
  );
}

/** Of a few requests whose clients give up before they are answered, among many others. */
function limitsWith(objectives: string): Limits {
  return limitsOf(
    `workload={classes: {few: ${classWith("50ms", "0.1/s")}, many: ${classWith("5s", "20/s")}}}`,
    "service.time=60ms",
    "fleet.replicas=4",
    `slo.objectives=${objectives}`,
  );
}

describe("findLimits", () => {
  it("finds nothing that binds a fleet with room", () => {
    const limits = limitsOf(STEADY, "service.time=100ms", "fleet.replicas=4");
    expect(limits).toMatchObject({ replicas: 4, binds: null, nearest: "compute" });
    expect(limits.limits.map(({ limit }) => limit)).toEqual(["compute"]);
    expect(limits.limits[0].use).toBeCloseTo(0.25, 2);
    expect(limits.reason).toBe(
      "Nothing binds; nearest is compute: the offered load is 25% of what 4 replicas can do " +
        "(busy 25% of the time)",
    );
  });

  it("says of a batching fleet that something always runs, and how full it is", () => {
    const service =
      "service={kind: continuous, step: {base: 20ms}, maxBatchedTokens: 512, maxSequences: 100}";
    const { limits, reason } = limitsOf(TOKENS, service, "fleet.replicas=1");
    // Each of 10 a second is in 50 steps of 20 ms: ten at a time, and one that waits for its step.
    expect(limits[0].evidence.filled).toBeCloseTo(0.1, 2);
    expect(reason).toMatch(
      /^Nothing binds; .* can do with full batches \(a batch is always in progress, 1?\d(\.\d)?% full on average\)$/,
    );
  });

  it("says why a fleet with room counts as saturated", () => {
    // One request, then about five at the end, of 20 s each on one slot.
    const crowd =
      "workload.generate={duration: 3m, arrivals: {process: deterministic, rate: 0.01/s, " +
      "spikes: [{at: 170s, factor: 50, duration: 10s}]}}";
    const limits = limitsOf(crowd, "service.time=20s", "slo.objectives=[{p50: 30s}]");
    expect(limits.binds).toBe("compute");
    expect(limits.reason).toMatch(
      /^Compute binds: the fleet takes [\d.]+ (s|min) to empty after the last arrival, though /,
    );
  });

  it("says of an objective that breaks without any queue that replicas are no remedy", () => {
    const { reason } = limitsOf(STEADY, "service.time=100ms", "slo.objectives=[{p99: 50ms}]");
    expect(reason).toBe(
      "Replicas are no remedy: p99 latency ≤ 50 ms is broken by the service time alone",
    );
    const slow = limitsOf(STEADY, "service.time=100ms", "slo.objectives=[{p99: 100ms}]");
    expect(slow.reason).not.toContain("remedy");
  });

  it("finds compute when the load nears capacity", () => {
    const limits = limitsOf(STEADY, "service.time=190ms", "fleet.replicas=2");
    expect(limits).toMatchObject({ binds: "compute", nearest: "compute" });
    expect(limits.limits[0].evidence).toMatchObject({ replicas: 2 });
    expect(limits.limits[0].evidence.offeredLoad).toBeCloseTo(1.9, 1);
    expect(limits.reason).toMatch(/^Compute binds: the offered load is 9\d% of what 2 replicas/);
  });

  it("finds compute in the busiest minute of a load that is small on average", () => {
    const wave =
      "workload.generate={duration: 10m, arrivals: {process: deterministic, rate: 2/s, " +
      "spikes: [{at: 120s, factor: 10, duration: 60s}]}}";
    const limits = limitsOf(wave, "service.time=100ms", "fleet.replicas=2");
    expect(limits.binds).toBe("compute");
    expect(limits.limits[0].use).toBeLessThan(0.25);
    expect(limits.reason).toMatch(/busiest minute's load is (?:99|100)% of what 2 replicas can do/);
  });

  it("holds the busiest minute of an autoscaled fleet against the most replicas it had", () => {
    const wave =
      "workload.generate={duration: 10m, arrivals: {process: deterministic, rate: 2/s, " +
      "spikes: [{at: 300s, factor: 10, duration: 200s}]}}";
    // A mean of 2.2 replicas for a load of 0.8, and 4 for one of 2.
    const fleet =
      "fleet={price: $1/h, autoscaler: {kind: schedule, points: [[0s, 1], [5m, 4], [9m, 1]]}}";
    const limits = limitsOf(wave, "service.time=100ms", fleet);
    expect(limits.limits[0].evidence).toMatchObject({ mostReplicas: 4 });
    expect(limits.reason).toMatch(
      /nearest is compute: the busiest minute's load is 50% of what 4 replicas can do, the mean 36% of what 2\.2 replicas can do \(/,
    );
  });

  it("finds full batches before the compute that they hold up", () => {
    const batch = "service={kind: batch, latency: {base: 100ms, perItem: 1ms}, maxBatch: 2}";
    const flood = STEADY.replace("10/s", "30/s");
    const limits = limitsOf(flood, batch, "fleet.replicas=1");
    expect(limits.binds).toBe("batchSlots");
    expect(statusOf(limits, "compute")).toBe("binds");
    expect(limits.reason).toBe(
      "Batch slots bind: 100% of the 2 a replica has are taken on average",
    );
    expect(statusOf(limitsOf(STEADY, batch, "fleet.replicas=4"), "batchSlots")).toBe("free");
  });

  it("finds a full KV memory before the compute that it holds up", () => {
    // 15 blocks of 10 tokens a request: two of them fit, and stay for 50 steps of 20 ms.
    const service =
      "service={kind: continuous, step: {base: 20ms}, maxBatchedTokens: 512, maxSequences: 64, " +
      "kvCache: {blocks: 30, blockSize: 10}}";
    const limits = limitsOf(TOKENS, service, "fleet.replicas=1");
    expect(limits.binds).toBe("kvMemory");
    expect(limits.reason).toMatch(/^KV memory binds: \d+% full on average, 100% at the peak/);
    expect(statusOf(limits, "compute")).toBe("binds");
    const roomy = limitsOf(TOKENS, service.replace("blocks: 30,", "blocks: 3000,"));
    expect(statusOf(roomy, "kvMemory")).toBe("free");
  });

  it("counts rejections and clients that give up against the error budget", () => {
    const overload = [STEADY, "service.time=190ms", "fleet.replicas=2", "fleet.queueLimit=1"];
    expect(statusOf(limitsOf(...overload), "queueLimit")).toBe("free");
    const bursty =
      "workload.generate={duration: 3m, arrivals: {process: gamma, rate: 10/s, cv: 4}}";
    const rejecting = limitsOf(bursty, "service.time=60ms", "fleet.queueLimit=1");
    expect(rejecting.binds).toBe("queueLimit");
    expect(rejecting.reason).toMatch(/^The queue limit binds: [\d.]+% of requests found 1 waiting/);
    const leaving = limitsOf(bursty, "service.time=60ms", "client.timeout=50ms");
    expect(leaving.binds).toBe("clientTimeout");
    expect(statusOf(leaving, "queueLimit")).toBeUndefined();
  });

  it("finds an autoscaler that would have more replicas than it may", () => {
    const steady = [STEADY, "service={kind: serial, time: 200ms, concurrency: 4}"];
    // Two at once ask for four replicas, sooner or later.
    const limits = limitsOf(...steady, elasticUpTo(2));
    expect(limits.binds).toBe("maxReplicas");
    expect(limits.reason).toMatch(
      /^The autoscaler's maximum binds: it had all of 2 replicas for \d+% of the time$/,
    );
    const roomy = limitsOf(...steady, elasticUpTo(50));
    expect(roomy.binds).toBeNull();
    expect(statusOf(roomy, "maxReplicas")).toBe("free");
    const fixed = "fleet={price: $1/h, autoscaler: {kind: schedule, points: [[0s, 2]]}}";
    expect(statusOf(limitsOf(...steady, fixed), "maxReplicas")).toBeUndefined();
  });

  it("knows every way in which a client gives up", () => {
    const bursty = "{duration: 3m, arrivals: {process: gamma, rate: 10/s, cv: 4}}";
    const busy = [`workload.generate=${bursty}`, "service.time=60ms"];
    const perTry = "client.retries={maxAttempts: 1, backoff: 1s, perTryTimeout: 50ms}";
    expect(limitsOf(...busy, perTry).reason).toMatch(/^Client timeouts bind: /);
    const classes =
      `workload={classes: {hasty: {generate: ${bursty}, timeout: 50ms}, ` +
      `patient: {generate: ${bursty}}}}`;
    const ofClass = limitsOf(classes, "service.time=30ms");
    expect(statusOf(ofClass, "clientTimeout")).toBe("binds");
    expect(statusOf(limitsOf(...busy), "clientTimeout")).toBeUndefined();
  });

  it("holds the losses of a class against the objectives about it", () => {
    // One in 200 requests is of the hasty class, and lost: less than a tenth of what p50 allows.
    const strict = "[{class: few, p90: 1s}, {class: many, p50: 1s}]";
    expect(statusOf(limitsWith(strict), "clientTimeout")).toBe("binds");
    expect(statusOf(limitsWith("[{class: many, p50: 1s}]"), "clientTimeout")).toBe("binds");
    expect(limitsWith("[{class: many, p50: 1s}]").limits).toContainEqual(
      expect.objectContaining({ evidence: { timedOut: expect.closeTo(1 / 201, 3) } }),
    );
  });

  it("says of clients that give up before any replica can answer that replicas are no remedy", () => {
    const service =
      "service={kind: continuous, step: {base: 20ms}, maxBatchedTokens: 512, maxSequences: 9}";
    const { reason } = limitsOf(TOKENS, service, "fleet.replicas=9", "client.timeout=900ms");
    expect(reason).toMatch(
      /^Replicas are no remedy: .* is broken by client timeouts: 100% of its requests take longer even alone on an idle replica$/,
    );
  });

  it("finds the KV memory that requests never fit into", () => {
    const service =
      "service={kind: continuous, step: {base: 1ms}, maxBatchedTokens: 512, maxSequences: 64, " +
      "kvCache: {blocks: 14, blockSize: 10}}";
    const all = limitsOf(TOKENS, service, "fleet.replicas=4");
    expect(statusOf(all, "kvMemory")).toBe("binds");
    expect(all.reason).toMatch(
      /^Replicas are no remedy: .* is broken by the KV cache, into which 100% of its requests never fit$/,
    );
    // A class of its own, which no objective is about, doesn't break any.
    const other =
      "{generate: {duration: 3m, arrivals: {process: deterministic, rate: 10/s}, " +
      "input: 10, output: 5}}";
    const long = TOKENS.replace("workload.generate=", "");
    const part = limitsOf(
      `workload={classes: {long: {generate: ${long}}, short: ${other}}}`,
      service,
      "fleet.replicas=4",
      "slo.objectives=[{class: short, p90: 1s}]",
    );
    expect(part.reason).toMatch(/^KV memory binds: 50% of requests never fit, /);
  });

  it("is uncertain where the calibration's error reaches capacity", () => {
    const sets = [STEADY, "fleet.replicas=2", "service.time=160ms"];
    expect(limitsOf(...sets)).toMatchObject({ uncertain: false, uncertainty: null });
    expect(limitsOf(...sets, "service.calibrationError=20%").uncertain).toBe(false);
    const unsure = limitsOf(...sets, "service.calibrationError=30%");
    expect(unsure.uncertain).toBe(true);
    expect(unsure.uncertainty).toBe(
      "Uncertain: the offered load is 80% of capacity, and service times 30% longer, within " +
        "their calibration error, would use all of it",
    );
  });
});
