import { describe, expect, it } from "vitest";
import { parseScenario, type ParsedScenario } from "../../src/scenario/parse-scenario.ts";
import type { DistributionSection, Scenario } from "../../src/scenario/scenario.ts";
import { CLIENT_DEFAULTS, FLEET_DEFAULTS } from "../helpers/section-defaults.ts";
import { BATCHED, EXAMPLE, MINIMAL, TRACED } from "./example.ts";
import { edit, errorOf } from "./problems.ts";

function parse(
  text: string,
  sets: readonly string[] = [],
  seed: number | null = null,
): ParsedScenario {
  return parseScenario(text, { file: "s.yaml", sets, seed });
}

function read(text: string, ...sets: readonly string[]): Scenario {
  return parse(text, sets).scenario;
}

/** Defaults of the SLO's keys besides its window, confidence and objectives. */
const SLO_DEFAULTS = {
  budgeting: "occurrences",
  timeSlice: { window: 60, target: null },
  // Table 5-8 of Google's Site Reliability Workbook, chapter 5.
  alerts: [
    { burn: 14.4, long: 3600, short: 300, severity: "page" },
    { burn: 6, long: 21_600, short: 1800, severity: "page" },
    { burn: 1, long: 259_200, short: 21_600, severity: "ticket" },
  ],
  penalty: null,
  credits: null,
} as const;

/** Defaults of the sections that price more than the fleet. */
const SECTION_DEFAULTS = {
  sensitivity: { traffic: 0.2, serviceTime: 0.1, output: 0.2, burstiness: 0.3, price: 0.1 },
  jobs: [],
  maintenance: null,
  experiments: [],
  drift: null,
  pools: [],
} as const;

function lognormal(p50: number, p95: number, max: number): DistributionSection {
  return {
    distribution: "lognormal",
    quantiles: [
      [0.5, p50],
      [0.95, p95],
    ],
    min: null,
    max,
  };
}

describe("parseScenario", () => {
  it("resolves the example of the documentation", () => {
    expect(read(EXAMPLE)).toEqual({
      name: "chat-burst",
      description: "Chat API, one H100 per replica, a bursty weekday hour",
      seed: 1,
      workload: {
        generate: {
          duration: 3600,
          arrivals: { process: "gamma", rate: 12, cv: 2.5, spikes: [] },
          input: lognormal(1020, 4083, 8192),
          output: lognormal(129, 451, 1024),
        },
      },
      service: {
        kind: "continuous",
        step: {
          base: 0.006,
          perSequence: 0.00005,
          bySequences: null,
          perPrefillToken: 0.00006,
          byPrefillTokens: null,
          perContextToken: 2.5e-8,
          perPrefillTokenSquared: 0,
        },
        maxBatchedTokens: 2048,
        maxSequences: 256,
        kvCache: { blocks: 27_000, blockSize: 16 },
        requestOverhead: 0.012,
        calibration: null,
        calibrationError: null,
      },
      fleet: {
        ...FLEET_DEFAULTS,
        replicas: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        price: 4.1,
        queueLimit: 500,
      },
      client: { ...CLIENT_DEFAULTS, timeout: { distribution: "constant", value: 30 } },
      slo: {
        window: 2_592_000,
        confidence: 0.95,
        objectives: [
          { class: null, metric: "ttft", within: 0.5, target: 0.99 },
          { class: null, metric: "latency", within: 8, target: 0.95 },
        ],
        ...SLO_DEFAULTS,
      },
      sweep: { "service.maxBatchedTokens": [1024, 2048, 8192] },
      run: {
        replications: 10,
        warmup: 60,
        warmupAuto: false,
        question: "future",
        resamples: 200,
      },
      ...SECTION_DEFAULTS,
    });
  });

  it("fills in every default", () => {
    expect(read(MINIMAL)).toEqual({
      name: "tiny",
      description: "",
      seed: 1,
      workload: {
        generate: {
          duration: 600,
          arrivals: { process: "poisson", rate: 5, spikes: [] },
          input: null,
          output: null,
        },
      },
      service: {
        kind: "serial",
        concurrency: 1,
        time: { distribution: "constant", value: 0.02 },
        requestOverhead: 0,
        calibration: null,
        calibrationError: null,
      },
      fleet: { ...FLEET_DEFAULTS, replicas: [2], price: 1 },
      client: CLIENT_DEFAULTS,
      slo: {
        window: 2_592_000,
        confidence: 0.95,
        objectives: [{ class: null, metric: "latency", within: 1, target: 0.95 }],
        ...SLO_DEFAULTS,
      },
      sweep: {},
      run: {
        replications: 10,
        warmup: 0,
        warmupAuto: true,
        question: "future",
        resamples: 200,
      },
      ...SECTION_DEFAULTS,
    });
  });

  it("resolves a trace with its defaults, and one replication where nothing is random", () => {
    const { workload, service, run } = read(TRACED);
    expect(workload).toEqual({
      trace: {
        file: "requests.csv",
        format: "columns",
        columns: { arrival: "t", input: null, output: null, duration: "seconds" },
        unit: null,
        query: null,
        logFormat: null,
        failed: null,
        dequantize: false,
        input: null,
        output: null,
        window: null,
        speed: 1,
        copies: 1,
        onError: "error",
      },
    });
    expect(service).toMatchObject({ time: { column: "duration" } });
    expect(run.replications).toBe(1);
  });

  it("resolves a batch service with its defaults", () => {
    expect(read(BATCHED).service).toEqual({
      kind: "batch",
      latency: { base: 0.004, perItem: 0.001 },
      maxBatch: 32,
      adaptive: null,
      maxWait: 0,
      preferredBatches: [],
      queuePolicy: null,
      jitter: null,
      requestOverhead: 0,
      calibration: null,
      calibrationError: null,
    });
  });

  it.each<[string, string, unknown]>([
    ["fleet.replicas", "[4, 1, 4]", [1, 4]],
    ["fleet.replicas", "3..5", [3, 4, 5]],
    ["fleet.replicas", "7", [7]],
    ["fleet.replicas", "1k", [1000]],
    ["fleet.replicas", "[1k, 2]", [2, 1000]],
    ["fleet.price", "$0/h", 0],
    ["fleet.current", "12", 12],
    ["fleet.current", "1k", 1000],
  ])("reads %s = %s", (path, written, value) => {
    const { fleet } = read(MINIMAL, `${path}=${written}`);
    expect(new Map(Object.entries(fleet)).get(path.slice("fleet.".length))).toEqual(value);
  });

  it.each<[string, unknown]>([
    ["{p50: 1s}", { class: null, metric: "latency", within: 1, target: 0.5 }],
    ["{p99.9: 1s}", { class: null, metric: "latency", within: 1, target: 0.999 }],
    ["{p999: 1s}", { class: null, metric: "latency", within: 1, target: 0.999 }],
    ["{metric: ttft, p90: 1s}", { class: null, metric: "ttft", within: 1, target: 0.9 }],
    [
      "{metric: queueWait, within: 1s, target: 99.9%}",
      { class: null, metric: "queueWait", within: 1, target: 0.999 },
    ],
  ])("reads the objective %s", (written, objective) => {
    expect(read(MINIMAL, `slo.objectives[0]=${written}`).slo.objectives).toEqual([objective]);
  });

  it("reads an objective on the time per output token of a continuous service", () => {
    const { slo } = read(EXAMPLE, "slo.objectives=[{metric: tpot, within: 50ms, target: 95%}]");
    expect(slo.objectives).toEqual([{ class: null, metric: "tpot", within: 0.05, target: 0.95 }]);
  });

  it.each<[string, unknown]>([
    ["{distribution: constant, value: 5ms}", { distribution: "constant", value: 0.005 }],
    ["{distribution: uniform, min: 0s, max: 1s}", { distribution: "uniform", min: 0, max: 1 }],
    [
      "{distribution: exponential, mean: 1s, max: 9s}",
      { distribution: "exponential", mean: 1, min: null, max: 9 },
    ],
    [
      "{distribution: gamma, mean: 1s, cv: 0.5}",
      { distribution: "gamma", mean: 1, cv: 0.5, min: null, max: null },
    ],
    [
      "{distribution: lognormal, mean: 1s, cv: 3, min: 1ms}",
      { distribution: "lognormal", mean: 1, cv: 3, min: 0.001, max: null },
    ],
    [
      "{distribution: lognormal, p99.9: 2s, p50: 1s}",
      {
        distribution: "lognormal",
        quantiles: [
          [0.5, 1],
          [0.999, 2],
        ],
        min: null,
        max: null,
      },
    ],
    [
      "{distribution: pareto, scale: 1s, shape: 2.5}",
      { distribution: "pareto", scale: 1, shape: 2.5, min: null, max: null },
    ],
    [
      "{distribution: empirical, values: [2s, 0s]}",
      { distribution: "empirical", values: [2, 0], min: null, max: null },
    ],
    [
      "{distribution: empirical, quantiles: {p99: 2s, p50: 1s, p90: 1s}}",
      {
        distribution: "empirical",
        quantiles: [
          [0.5, 1],
          [0.9, 1],
          [0.99, 2],
        ],
        min: null,
        max: null,
      },
    ],
    ["{base: 1ms}", { base: 0.001, perInputToken: 0, perOutputToken: 0 }],
  ])("reads the service time %s", (written, time) => {
    expect(read(MINIMAL, `service.time=${written}`).service).toMatchObject({ time });
  });

  it.each<[string, unknown]>([
    ["{process: weibull, rate: 60/m, cv: 2}", { process: "weibull", rate: 1, cv: 2, spikes: [] }],
    ["{process: deterministic, rate: 1/s}", { process: "deterministic", rate: 1, spikes: [] }],
    [
      "{process: on-off, rate: 1/s, onMean: 1m, offMean: 1h}",
      { process: "on-off", rate: 1, onMean: 60, offMean: 3600, spikes: [] },
    ],
    [
      "{process: mmpp, states: [{rate: 0/s, meanDwell: 1s}, {rate: 1/s, meanDwell: 2s}]}",
      {
        process: "mmpp",
        states: [
          { rate: 0, meanDwell: 1 },
          { rate: 1, meanDwell: 2 },
        ],
        transitions: null,
        spikes: [],
      },
    ],
    [
      "{process: schedule, points: [[0s, 5/s], [8h, 40/s]], spikes: [{at: 1m, factor: 3, duration: 2m}]}",
      {
        process: "schedule",
        points: [
          [0, 5],
          [28_800, 40],
        ],
        spikes: [{ at: 60, factor: 3, duration: 120 }],
      },
    ],
  ])("reads the arrivals %s", (written, arrivals) => {
    const { workload } = read(MINIMAL, `workload.generate.arrivals=${written}`);
    expect(workload).toMatchObject({ generate: { arrivals } });
  });

  it("reads tables in ascending order, and token counts as laws", () => {
    const text = edit(
      EXAMPLE,
      "{base: 6ms, perPrefillToken: 60us, perSequence: 50us, perContextToken: 25ns}",
      "{bySequences: {table: {32: 8.4ms, 1: 7.1ms}}, byPrefillTokens: {table: {0: 0s, 512: 30ms}}}",
    );
    const { service, workload } = read(
      text,
      "workload.generate.input=1.5k",
      "workload.generate.output={distribution: exponential, mean: 129.5}",
    );
    expect(service).toMatchObject({
      step: {
        base: 0,
        perSequence: 0,
        bySequences: {
          table: [
            [1, 0.0071],
            [32, 0.0084],
          ],
        },
        perPrefillToken: 0,
        byPrefillTokens: {
          table: [
            [0, 0],
            [512, 0.03],
          ],
        },
      },
    });
    expect(workload).toMatchObject({
      generate: {
        input: { distribution: "constant", value: 1500 },
        output: { distribution: "exponential", mean: 129.5 },
      },
    });
  });

  it.each([MINIMAL, BATCHED, EXAMPLE])("reads the calibration error of a service", (text) => {
    const { service } = read(text, "service.calibrationError=5%");
    expect(service.calibrationError).toBe(0.05);
  });

  it("sorts preferred batches and takes each once", () => {
    const { service } = read(BATCHED, "service.preferredBatches=[16, 8, 16]");
    expect(service).toMatchObject({ preferredBatches: [8, 16] });
  });

  it("reports all problems at once, in the order of the file, with frames", () => {
    const text = edit(
      edit(edit(MINIMAL, "price: $1/h", "price: 1"), "rate: 5/s", "rat: 5/s"),
      "{p95: 1s}",
      "{p95: 1}",
    );
    expect(errorOf(text, ["fleet.router=fifo"]).message).toBe(
      [
        "s.yaml:5:34: workload.generate.arrivals.rat is not a known key; allowed: process, rate, spikes",
        "   5 |     arrivals: {process: poisson, rat: 5/s}",
        "                                        ^",
        "  hint: did you mean `rate`?",
        "s.yaml:11:10: fleet.price must carry a unit such as $4.10/h, got 1",
        "  11 |   price: 1",
        "                ^",
        "  hint: dollars per hour: $4.10/h",
        "s.yaml:14:13: slo.objectives[0].p95 must carry a unit such as 20ms or 1.5s, got 1",
        "  14 |     - {p95: 1}",
        "                   ^",
        "  hint: units of time: ns, us, ms, s, m, h, d",
        '--set fleet.router=fifo: fleet.router must be one of central-queue, round-robin, random, least-outstanding, power-of-two, least-kv, prefix-affinity, endpoint-picker, got "fifo"',
      ].join("\n"),
    );
  });

  it("shows a window of a very long line, and the first problems of very many", () => {
    const keys = Array.from({ length: 200 }, (_, key) => `unknown${key}: 1`).join(", ");
    const error = errorOf(`{${keys}}`);
    expect(error.problems.length).toBeGreaterThan(200);
    const lines = error.message.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
    expect(lines[lines.length - 1]).toMatch(/^and \d+ more$/);
    const framed = lines.findIndex((line) => line.includes("unknown40 is not"));
    const caret = lines[framed + 2].indexOf("^");
    expect(lines[framed + 1].slice(caret)).toMatch(/^unknown40: 1/);
  });
});

describe("--seed", () => {
  it("overrides the scenario's seed", () => {
    expect(parse(edit(MINIMAL, "name: tiny", "name: tiny\nseed: 5")).scenario.seed).toBe(5);
    expect(parse(MINIMAL, [], 7).scenario.seed).toBe(7);
    expect(parse(MINIMAL, ["seed=3"], 7).scenario.seed).toBe(7);
  });

  it("must be a safe whole number", () => {
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => parse(MINIMAL, [], seed)).toThrow(`--seed ${seed}: seed must be a whole number`);
    }
  });
});
