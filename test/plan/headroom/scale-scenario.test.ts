import { describe, expect, it } from "vitest";
import { openColumns } from "../../../src/compile/open-columns.ts";
import {
  scaleOutputs,
  scaleServiceTime,
  scaleTraffic,
} from "../../../src/plan/headroom/scale-scenario.ts";
import type { SweptSetting } from "../../../src/plan/run-sweep.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";
import { NO_PREFIXES } from "../../../src/workload/take-rows.ts";
import { EXAMPLE, TRACED } from "../../scenario/example.ts";
import { sweepOf } from "../swept.ts";

const FACTOR = 1.3;

const TRACE = {
  arrivals: Float64Array.of(0, 1, 4),
  inputs: Int32Array.of(10, 20, 30),
  outputs: Int32Array.of(1, 10, 100),
  durations: Float64Array.of(0.5, 1, 2),
  ...NO_PREFIXES,
  duration: 8,
};

function exampleWith(...sets: readonly string[]): SweptSetting {
  const [setting] = parseScenario(EXAMPLE, { file: "s.yaml", sets, seed: null }).settings;
  return { ...setting, traces: [], notes: [] };
}

function tracedWith(...sets: readonly string[]): SweptSetting {
  const [setting] = parseScenario(TRACED, { file: "s.yaml", sets, seed: null }).settings;
  return { ...setting, traces: [TRACE], notes: [] };
}

function drawOf({ scenario, traces }: SweptSetting) {
  return openColumns(scenario, 0, traces);
}

describe("scaleTraffic", () => {
  it.each([
    "{process: poisson, rate: 5/s}",
    "{process: gamma, rate: 5/s, cv: 2}",
    "{process: weibull, rate: 5/s, cv: 2}",
    "{process: deterministic, rate: 5/s}",
    "{process: mmpp, states: [{rate: 2/s, meanDwell: 10s}, {rate: 9/s, meanDwell: 5s}]}",
    "{process: on-off, rate: 9/s, onMean: 10s, offMean: 5s}",
    "{process: schedule, points: [[0s, 2/s], [60s, 9/s], [90s, 1/s]]}",
    "{process: poisson, rate: 5/s, spikes: [{at: 30s, factor: 4, duration: 10s}]}",
  ])("compresses the same draws of %s", (arrivals) => {
    const [setting] = sweepOf([
      `workload.generate={duration: 2m, arrivals: ${arrivals}}`,
      "run={warmup: 13s, replications: 2}",
      "service.time={distribution: exponential, mean: 20ms}",
    ]);
    const plain = drawOf(setting);
    const scaled = scaleTraffic(setting, FACTOR);
    const compressed = drawOf(scaled);
    expect(plain.columns.arrivals.length).toBeGreaterThan(100);
    expect(compressed.columns.arrivals).toHaveLength(plain.columns.arrivals.length);
    expect(compressed.duration).toBeCloseTo(plain.duration / FACTOR, 9);
    const furthest = plain.columns.arrivals.reduce(
      (most, arrival, row) =>
        Math.max(most, Math.abs(compressed.columns.arrivals[row] - arrival / FACTOR)),
      0,
    );
    expect(furthest).toBeLessThan(1e-9 * plain.duration);
    expect(compressed.columns.serviceTimes).toEqual(plain.columns.serviceTimes);
    expect(scaled.scenario.run.warmup).toBeCloseTo(10, 12);
  });

  it("compresses a trace and leaves its rows alone", () => {
    const scaled = scaleTraffic(tracedWith("workload.trace.speed=3"), 2);
    expect(scaled.traces).toEqual([
      { ...TRACE, arrivals: Float64Array.of(0, 0.5, 2), duration: 4 },
    ]);
    expect(scaled.scenario.workload).toMatchObject({ trace: { speed: 6 } });
    expect(TRACE.arrivals[2]).toBe(4);
  });

  it("changes nothing at 1", () => {
    const [setting] = sweepOf([]);
    expect(scaleTraffic(setting, 1)).toEqual(setting);
  });
});

describe("scaleServiceTime", () => {
  it("multiplies every coefficient and table of a step, and nothing else", () => {
    const { scenario } = scaleServiceTime(exampleWith(), 2);
    expect(scenario.service).toMatchObject({
      step: { base: 0.012, perPrefillToken: 120e-6, perSequence: 100e-6, perContextToken: 50e-9 },
      maxBatchedTokens: 1024,
      requestOverhead: 0.012,
    });
    const tables = exampleWith(
      "service.step={bySequences: {table: {1: 7ms, 32: 9ms}}, byPrefillTokens: {table: {1: 1ms, 100: 6ms}}, perPrefillTokenSquared: 2ns}",
    );
    expect(scaleServiceTime(tables, 2).scenario.service).toMatchObject({
      step: {
        base: 0,
        bySequences: {
          table: [
            [1, 0.014],
            [32, 0.018],
          ],
        },
        byPrefillTokens: {
          table: [
            [1, 0.002],
            [100, 0.012],
          ],
        },
        perPrefillTokenSquared: 4e-9,
      },
    });
  });

  it("multiplies the times of a batch, not the wait for one", () => {
    const line =
      "service={kind: batch, latency: {base: 4ms, perItem: 1ms}, maxBatch: 8, maxWait: 3ms}";
    expect(scaleServiceTime(sweepOf([line])[0], 2).scenario.service).toMatchObject({
      latency: { base: 0.008, perItem: 0.002 },
      maxWait: 0.003,
    });
    const table = "service={kind: batch, latency: {table: {1: 4ms, 8: 9ms}}, maxBatch: 8}";
    expect(scaleServiceTime(sweepOf([table])[0], 2).scenario.service).toMatchObject({
      latency: {
        table: [
          [1, 0.008],
          [8, 0.018],
        ],
      },
    });
  });

  it.each([
    "20ms",
    "{distribution: uniform, min: 10ms, max: 20ms}",
    "{distribution: exponential, mean: 20ms, max: 30ms}",
    "{distribution: lognormal, mean: 20ms, cv: 1, min: 10ms}",
    "{distribution: lognormal, p50: 20ms, p95: 50ms}",
    "{distribution: gamma, mean: 20ms, cv: 1}",
    "{distribution: pareto, scale: 20ms, shape: 2.5}",
    "{distribution: empirical, values: [10ms, 20ms, 70ms]}",
    "{distribution: empirical, quantiles: {p50: 10ms, p90: 90ms}}",
  ])("multiplies every draw of %s", (time) => {
    const [setting] = sweepOf([`service.time=${time}`]);
    const plain = drawOf(setting).columns.serviceTimes;
    const slow = drawOf(scaleServiceTime(setting, FACTOR)).columns.serviceTimes;
    const furthest = plain.reduce(
      (most, value, row) => Math.max(most, Math.abs(slow[row] / (value * FACTOR) - 1)),
      0,
    );
    expect(furthest).toBeLessThan(1e-9);
  });

  it("multiplies a line in the tokens, and a trace's own times", () => {
    const line = "service.time={base: 20ms, perInputToken: 1ms, perOutputToken: 3ms}";
    const laws =
      "workload.generate={duration: 10s, arrivals: {process: poisson, rate: 5/s}, " +
      "input: {distribution: constant, value: 5}, output: {distribution: constant, value: 9}}";
    const { service } = scaleServiceTime(sweepOf([line, laws])[0], 2).scenario;
    expect(service).toMatchObject({
      time: { base: 0.04, perInputToken: 0.002, perOutputToken: 0.006 },
    });
    const { traces } = scaleServiceTime(tracedWith(), 2);
    expect(traces).toEqual([{ ...TRACE, durations: Float64Array.of(1, 2, 4) }]);
  });
});

describe("scaleOutputs", () => {
  it("multiplies the law of a generator, limits included", () => {
    const scaled = scaleOutputs(exampleWith(), 2);
    expect(scaled?.scenario.workload).toMatchObject({
      generate: {
        input: { max: 8192 },
        output: {
          quantiles: [
            [0.5, 258],
            [0.95, 902],
          ],
          max: 2048,
        },
      },
    });
  });

  it("multiplies a trace's outputs, whole tokens and at least one", () => {
    const setting = { ...exampleWith(), traces: [TRACE] };
    const replaying = {
      ...setting,
      scenario: { ...setting.scenario, workload: tracedWith().scenario.workload },
    };
    expect(scaleOutputs(replaying, 0.25)?.traces[0]?.outputs).toEqual(Int32Array.of(1, 3, 25));
    const silent = { ...replaying, traces: [{ ...TRACE, outputs: new Int32Array(0) }] };
    expect(scaleOutputs(silent, 2)).toBeNull();
  });

  it("has nothing to multiply where times don't depend on outputs", () => {
    expect(scaleOutputs(sweepOf([])[0], 2)).toBeNull();
    const batch = "service={kind: batch, latency: {base: 4ms, perItem: 1ms}, maxBatch: 8}";
    expect(scaleOutputs(sweepOf([batch])[0], 2)).toBeNull();
  });
});
