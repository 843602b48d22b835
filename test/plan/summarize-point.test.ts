import { describe, expect, it } from "vitest";
import { openColumns } from "../../src/compile/open-columns.ts";
import { chooseBatching } from "../../src/plan/batching-scheme.ts";
import { evaluate } from "../../src/plan/evaluate.ts";
import type { Point } from "../../src/plan/result.ts";
import { evaluationOf } from "../../src/plan/run-sweep.ts";
import { summarizePoint } from "../../src/plan/summarize-point.ts";
import { scenarioWith } from "./swept.ts";

/** Nine requests, at 1, 2, … 9 s of a span of 10 s. */
const NINE = [
  "workload.generate={duration: 10s, arrivals: {process: deterministic, rate: 1/s}}",
  "fleet={replicas: 1, price: $3.60/h, router: central-queue}",
];

/** What is said of the scenario after `--set` values, in hindsight unless a confidence is given. */
function summarize(sets: readonly string[], confidence: number | null = null): Point {
  const scenario = scenarioWith(...sets);
  const [replicas] = scenario.fleet.replicas;
  const replications = Array.from({ length: scenario.run.replications }, (_, replication) => {
    const drawn = openColumns(scenario, replication, []);
    return evaluate(evaluationOf(scenario, replicas, drawn, replication), drawn.columns, null);
  });
  return summarizePoint({
    scenario,
    settings: { axis: 1 },
    replicas,
    replications,
    resamples: null,
    scheme: chooseBatching(scenario.run.replications),
    confidence,
    duration: 10,
  });
}

function ledgerSum({ ledger }: Point): number {
  return ledger.useful + ledger.recomputed + ledger.abandoned + ledger.idle;
}

describe("summarizePoint", () => {
  it("accounts for an easy load by hand", () => {
    // 500 ms each on one of two slots: 4.5 of 20 slot seconds.
    const point = summarize([...NINE, "service={kind: serial, time: 500ms, concurrency: 2}"]);
    expect(point).toMatchObject({
      replicas: 1,
      settings: { axis: 1 },
      costPerHour: 3.6,
      saturated: false,
      drainTime: 0.5,
      verdict: "met",
      batching: null,
    });
    expect(point.outcomes).toEqual({
      completed: 9,
      rejected: 0,
      timedOut: 0,
      failed: 0,
      rejectedQueueFull: 0,
      rejectedCannotFit: 0,
      rejectedShed: 0,
      rejectedNoReplica: 0,
    });
    expect(point.costPerMonth).toBeCloseTo(3.6 * 730, 9);
    expect(point.utilization).toBeCloseTo(4.5 / 20, 12);
    expect(point.throughput).toBeCloseTo(0.9, 12);
    expect(point.goodput).toBeCloseTo(0.9, 12);
    // $3.60 an hour is 0.1 cents a second, for 0.9 good ones.
    expect(point.costPerThousandGood).toBeCloseTo(1 / 0.9, 12);
    expect(point.ledger.idle).toBeCloseTo(15.5 / 20, 12);
    expect(ledgerSum(point)).toBeCloseTo(1, 12);
    expect(point.latency.max).toBe(0.5);
    expect(point.ttft).toEqual(point.latency);
    expect(point.tpot.count).toBe(0);
  });

  it("calls a pool saturated whose queue outlasts the arrivals", () => {
    // 5 s each on one slot: starts at 1, ends at 46, 37 s after the last arrival.
    const point = summarize([...NINE, "service.time=5s"]);
    expect(point).toMatchObject({ saturated: true, drainTime: 37, verdict: "missed" });
    expect(point.utilization).toBeCloseTo(0.9, 12);
    expect(point.throughput).toBeCloseTo(0.1, 12);
    expect(point.goodput).toBe(0);
    expect(point.costPerThousandGood).toBeNull();
  });

  it("doesn't take the service of the last requests for a backlog, however short the span", () => {
    // 5 s each with a slot for everyone: the last one leaves at 14 s, though nobody waited.
    const sets = [...NINE, "service={kind: serial, time: 5s, concurrency: 9}"];
    expect(summarize(sets)).toMatchObject({ saturated: false, drainTime: 5 });
    // Four slots serve eight by 11 s and the ninth until 16 s: 7 s, less than twice 5 s.
    expect(summarize([...sets, "service.concurrency=4"])).toMatchObject({ saturated: false });
    // Two: every second request starts 5 s later than the one before the last, the ninth at 21 s.
    const two = summarize([...sets, "service.concurrency=2"]);
    expect(two).toMatchObject({ saturated: true, drainTime: 17 });
  });

  it("counts as abandoned the work on requests whose client has left", () => {
    // 2 s each for clients that wait 1.5 s: whoever starts is served in vain.
    const point = summarize([...NINE, "service.time=2s", "client.timeout=1.5s"]);
    expect(point.outcomes).toMatchObject({ completed: 0, timedOut: 9 });
    expect(point.ledger.abandoned).toBeCloseTo(point.utilization, 12);
    expect(point.ledger.useful).toBeCloseTo(0, 12);
    expect(ledgerSum(point)).toBeCloseTo(1, 12);
    expect(point.latency.count).toBe(0);
  });

  it("tells rejections by their reason", () => {
    const point = summarize([...NINE, "service.time=5s", "fleet.queueLimit=1"]);
    const { completed, rejected, rejectedQueueFull, rejectedCannotFit } = point.outcomes;
    // The one of 1 s runs to 6 s, that of 2 s waits and then runs, that of 6 s takes its place.
    expect(completed).toBe(3);
    expect([rejected, rejectedQueueFull, rejectedCannotFit]).toEqual([6, 6, 0]);
  });

  it("describes batches", () => {
    // Each waits for a second one: pairs at 2, 4, 6, 8 and a single one after 3 s, each of 1 s.
    const service = "{kind: batch, latency: {base: 1s, perItem: 0s}, maxBatch: 2, maxWait: 3s}";
    const { batching, utilization } = summarize([...NINE, `service=${service}`]);
    expect(batching).toMatchObject({ kvUseMean: null, kvUsePeak: null, preemptions: 0 });
    expect(batching?.meanBatchSize).toBeGreaterThanOrEqual(1.8);
    expect(batching?.meanBatchSize).toBeLessThanOrEqual(2);
    expect(utilization).toBeCloseTo(0.4, 12);
    expect(batching?.occupancy).toBeCloseTo(0.4, 12);
  });

  it("describes steps and the KV cache", () => {
    const point = summarize([
      ...NINE,
      "workload.generate.input={distribution: constant, value: 8}",
      "workload.generate.output={distribution: constant, value: 9}",
      "service={kind: continuous, step: {base: 10ms}, maxBatchedTokens: 64, maxSequences: 4,\n" +
        " kvCache: {blocks: 10, blockSize: 4}}",
      "slo.objectives=[{metric: tpot, within: 20ms, target: 50%}]",
    ]);
    // One at a time: 9 steps of 10 ms each for 9 requests in 10 s.
    expect(point.utilization).toBeCloseTo(0.081, 12);
    expect(point.batching?.meanBatchSize).toBeCloseTo(1, 12);
    expect(point.batching?.occupancy).toBeCloseTo(0.081 / 4, 12);
    // At most 16 tokens in the cache: 4 of 10 blocks.
    expect(point.batching?.kvUsePeak).toBe(0.4);
    expect(point.batching?.kvUseMean).toBeGreaterThan(0.081 * 0.2);
    expect(point.batching?.kvUseMean).toBeLessThan(0.081 * 0.4);
    expect(point.tpot.max).toBeCloseTo(0.01, 12);
    expect(point.ttft.max).toBeCloseTo(0.01, 12);
    expect(point.latency.max).toBeCloseTo(0.09, 12);
    expect(point.verdict).toBe("met");
  });

  it("takes the worst verdict of several objectives", () => {
    const sets = [...NINE, "service.time=500ms"];
    const objectives = (list: string): Point => summarize([...sets, `slo.objectives=${list}`]);
    expect(objectives("[{p95: 1s}, {p50: 500ms}]").verdict).toBe("met");
    expect(objectives("[{p95: 1s}, {p50: 499ms}]").verdict).toBe("missed");
  });

  it("pools replications", () => {
    const sets = [
      "workload.generate.duration=10s",
      "service.time={distribution: exponential, mean: 100ms}",
      "run.replications=4",
    ];
    const point = summarize(sets, 0.9);
    const single = summarize([...sets, "run.replications=1"], 0.9);
    expect(point.outcomes.completed).toBeGreaterThan(3 * single.outcomes.completed);
    expect(point.latency.count).toBe(point.outcomes.completed);
    expect(point.throughput).toBeGreaterThan(3);
    expect(point.throughput).toBeLessThan(7);
    expect(ledgerSum(point)).toBeCloseTo(1, 12);
    expect(point.objectives[0].interval).not.toBeNull();
  });
});
