import { describe, expect, it } from "vitest";
import { columnsKey, openColumns } from "../../src/compile/open-columns.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { WorkloadColumns } from "../../src/sim/sim-plan.ts";
import { NO_PREFIXES } from "../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../src/workload/trace-rows.ts";
import { scenarioWith } from "../plan/swept.ts";

const RANDOM_TIME = "service.time={distribution: exponential, mean: 20ms}";
const TOKENS = [
  "workload.generate.input={distribution: lognormal, p50: 1000, p95: 4000}",
  "workload.generate.output={distribution: exponential, mean: 200}",
];
const RANDOM_TIMEOUT = "client.timeout={distribution: exponential, mean: 3s}";
const BATCH = "service={kind: batch, latency: {base: 4ms, perItem: 1ms}, maxBatch: 8}";
const REPLAYED = [
  "workload={trace: {file: x.csv, format: columns, columns: {arrival: t, duration: s}}}",
  "service.time={column: duration}",
];
const JITTER = "service.jitter={distribution: gamma, mean: 1, cv: 0.1}";

function columnsOf(scenario: Scenario, replication = 0): WorkloadColumns {
  return openColumns(scenario, replication, []).columns;
}

function columnsWith(...sets: readonly string[]): WorkloadColumns {
  return columnsOf(scenarioWith(...sets));
}

function lengthsOf(columns: WorkloadColumns): Record<string, number> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      column.length / columns.arrivals.length,
    ]),
  );
}

describe("openColumns", () => {
  it("leaves the columns empty that the service has no use for", () => {
    const none = { inputs: 0, outputs: 0, serviceTimes: 0, jitters: 0, timeouts: 0 };
    const prefixes = { prefixOffsets: 0, prefixHashes: 0 };
    const all = { ...none, ...prefixes, arrivals: 1, routeUniforms: 0, classes: 0 };
    expect(lengthsOf(columnsWith())).toEqual({ ...all, serviceTimes: 1 });
    expect(lengthsOf(columnsWith(BATCH))).toEqual(all);
    expect(lengthsOf(columnsWith(BATCH, JITTER))).toEqual({ ...all, jitters: 1 });
    expect(lengthsOf(columnsWith(BATCH, ...TOKENS))).toEqual({ ...all, inputs: 1, outputs: 1 });
    expect(lengthsOf(columnsWith(RANDOM_TIMEOUT))).toEqual({
      ...all,
      serviceTimes: 1,
      timeouts: 1,
    });
  });

  it("gives each request two uniforms for power-of-two, one for random, else none", () => {
    const uniforms = (router: string): Float64Array =>
      columnsWith(`fleet.router=${router}`).routeUniforms;
    const requests = columnsWith().arrivals.length;
    expect(uniforms("power-of-two")).toHaveLength(2 * requests);
    expect(uniforms("random")).toHaveLength(requests);
    for (const router of ["central-queue", "round-robin", "least-outstanding"]) {
      expect(uniforms(router)).toHaveLength(0);
    }
    const sorted = uniforms("power-of-two").toSorted();
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted[sorted.length - 1]).toBeLessThan(1);
    // Standard error of the mean of 6000 uniforms: 0.0037.
    expect(sorted.reduce((sum, u) => sum + u, 0) / sorted.length).toBeCloseTo(0.5, 1);
  });

  it("draws every purpose from a stream of its own", () => {
    const base = columnsWith(RANDOM_TIME, ...TOKENS);
    const others = [
      columnsWith(RANDOM_TIME, ...TOKENS, "fleet.replicas=1..50"),
      columnsWith(RANDOM_TIME, ...TOKENS, "fleet.router=power-of-two"),
      columnsWith(RANDOM_TIME, ...TOKENS, RANDOM_TIMEOUT, "fleet.router=random"),
      columnsWith(RANDOM_TIME, ...TOKENS, "client.timeout=1s", "service.concurrency=4"),
      columnsWith(RANDOM_TIME, ...TOKENS, "run={replications: 3, warmup: 1s}"),
    ];
    for (const { arrivals, inputs, outputs, serviceTimes } of others) {
      expect([arrivals, inputs, outputs, serviceTimes]).toEqual([
        base.arrivals,
        base.inputs,
        base.outputs,
        base.serviceTimes,
      ]);
    }
  });

  it("keeps the draws of one purpose when another changes its law", () => {
    const base = columnsWith(RANDOM_TIME, RANDOM_TIMEOUT, "fleet.router=random");
    const slower = columnsWith(
      "service.time={distribution: exponential, mean: 40ms}",
      RANDOM_TIMEOUT,
      "fleet.router=random",
    );
    expect(slower.arrivals).toEqual(base.arrivals);
    expect(slower.timeouts).toEqual(base.timeouts);
    expect(slower.routeUniforms).toEqual(base.routeUniforms);
    // The same uniforms: each time is twice what it was.
    base.serviceTimes.forEach((time, row) =>
      expect(slower.serviceTimes[row] / time).toBeCloseTo(2, 12),
    );
  });

  it("draws other numbers for another replication or seed, and the same for the same", () => {
    const scenario = scenarioWith(RANDOM_TIME, "fleet.router=random");
    const base = columnsOf(scenario);
    expect(columnsOf(scenario)).toEqual(base);
    for (const other of [columnsOf(scenario, 1), columnsOf({ ...scenario, seed: 2 })]) {
      expect(other.arrivals[0]).not.toBe(base.arrivals[0]);
      expect(other.serviceTimes[0]).not.toBe(base.serviceTimes[0]);
      expect(other.routeUniforms[0]).not.toBe(base.routeUniforms[0]);
    }
  });

  it("computes service times from the tokens", () => {
    const time = "service.time={base: 10ms, perInputToken: 1ms, perOutputToken: 2ms}";
    const { inputs, outputs, serviceTimes } = columnsWith(time, ...TOKENS);
    expect(serviceTimes.length).toBeGreaterThan(1000);
    serviceTimes.forEach((seconds, row) =>
      expect(seconds).toBeCloseTo(0.01 + 0.001 * inputs[row] + 0.002 * outputs[row], 12),
    );
  });

  it("replays a trace as it is, with its own service times", () => {
    const trace: BoundedTrace = {
      arrivals: Float64Array.of(0.5, 2, 2),
      inputs: new Int32Array(0),
      outputs: new Int32Array(0),
      durations: Float64Array.of(3, 1, 2),
      ...NO_PREFIXES,
      duration: 2.5,
    };
    const scenario = scenarioWith(...REPLAYED);
    const { columns, duration } = openColumns(scenario, 3, [trace]);
    expect(duration).toBe(2.5);
    expect(columns.arrivals).toBe(trace.arrivals);
    expect(columns.serviceTimes).toBe(trace.durations);
  });

  it("refuses to replay a trace without its rows", () => {
    const scenario = scenarioWith(...REPLAYED);
    expect(() => openColumns(scenario, 0, [])).toThrow(RangeError);
  });
});

function key(...sets: readonly string[]): string {
  return columnsKey(scenarioWith(...sets));
}

describe("columnsKey", () => {
  it("is equal for scenarios whose columns are", () => {
    for (const set of [
      "fleet.replicas=1..50",
      "fleet.router=round-robin",
      "fleet.queueLimit=5",
      "fleet.price=$9/h",
      "service.concurrency=3",
      "run={replications: 2, warmup: 9s}",
      "slo.objectives[0].p95=2s",
    ]) {
      expect(key(RANDOM_TIME, set), set).toBe(key(RANDOM_TIME));
    }
    expect(key(BATCH, "service.maxBatch=2")).toBe(key(BATCH, "service.maxBatch=4"));
  });

  it("differs where they may", () => {
    const keys = [
      key(),
      key(RANDOM_TIME),
      key("seed=2"),
      key("workload.generate.duration=11m"),
      key("workload.generate.arrivals.rate=6/s"),
      key(...TOKENS),
      key("fleet.router=random"),
      key("fleet.router=power-of-two"),
      key(RANDOM_TIMEOUT),
      key(BATCH),
      key(BATCH, JITTER),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
