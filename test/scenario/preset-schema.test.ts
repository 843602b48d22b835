import { describe, expect, it } from "vitest";

import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { ContinuousService, Scenario } from "../../src/scenario/scenario.ts";
import {
  findServicePreset,
  isUnknownPreset,
  SERVICE_PRESETS,
} from "../../src/scenario/service-presets/find-service-preset.ts";
import { runAll } from "../plan/evaluated.ts";
import { refuseEach } from "./mistakes.ts";

const NAME = "llama-3.1-70b-fp8/h100x8/vllm";

function scenarioWith(service: string, rate = "1/s"): string {
  return `name: preset
workload:
  generate:
    duration: 20s
    arrivals: {process: poisson, rate: ${rate}}
    input: 1024
    output: 32
service:
  ${service}
fleet:
  replicas: 1
  price: $1/h
slo:
  objectives:
    - {p95: 30s}
run: {replications: 1, warmup: 0s}
`;
}

const PLAIN = scenarioWith(`preset: ${NAME}`);

function parse(text: string, ...sets: readonly string[]): Scenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
}

function serviceOf(text: string, ...sets: readonly string[]): ContinuousService {
  const { service } = parse(text, ...sets);
  if (service.kind !== "continuous") throw new Error("not a continuous service");
  return service;
}

/** Milliseconds of a step of `sequences` that decode, each with `context` cached tokens. */
function decodeStep({ step }: ContinuousService, sequences: number, context: number): number {
  const table = step.bySequences?.table;
  let time = step.base + step.perSequence * sequences;
  if (table) {
    const next = Math.max(
      1,
      table.findIndex(([count], index) => count >= sequences || index === table.length - 1),
    );
    const [[fromCount, from], [toCount, to]] = [table[next - 1], table[next]];
    time =
      sequences <= fromCount
        ? from
        : from + ((to - from) / (toCount - fromCount)) * (sequences - fromCount);
  }
  return 1000 * (time + step.perContextToken * sequences * context);
}

describe("service presets", () => {
  it("stand for a continuous service with its calibration, kind or no kind", () => {
    const service = serviceOf(PLAIN);
    expect(Object.keys(service)).not.toContain("preset");
    expect(service).toMatchObject({ kind: "continuous", maxBatchedTokens: 8192 });
    expect(service.calibration?.source).toContain(`preset ${NAME}: ai-dynamo/aiconfigurator`);
    expect(service.calibration?.engine).toContain("Llama-3.1-70B fp8, 8 × H100");
    expect(service.calibrationError).toBe(service.calibration?.error);
    expect(service.calibrationError).toBeGreaterThan(0);
    expect(serviceOf(scenarioWith(`kind: continuous\n  preset: ${NAME.toUpperCase()}`))).toEqual(
      service,
    );
  });

  it("give way to keys beside them, and keep their calibration where it still holds", () => {
    const own = serviceOf(PLAIN, "service.maxSequences=64", "service.requestOverhead=5ms");
    expect(own).toEqual({ ...serviceOf(PLAIN), maxSequences: 64, requestOverhead: 0.005 });
    const doubted = serviceOf(PLAIN, "service.calibrationError=20%");
    expect(doubted.calibrationError).toBe(0.2);
    expect(doubted.calibration).toEqual({ ...serviceOf(PLAIN).calibration, error: null });
  });

  it("lose their calibration with their step, of which single keys can be replaced", () => {
    const preset = serviceOf(PLAIN);
    const context = serviceOf(PLAIN, "service.step.perContextToken=99ns");
    expect(context.step).toEqual({ ...preset.step, perContextToken: 99e-9 });
    expect(context).toMatchObject({ calibration: null, calibrationError: null });
    const line = serviceOf(PLAIN, "service.step={base: 6ms, perSequence: 1us}");
    expect(line.step).toEqual({
      ...preset.step,
      base: 0.006,
      perSequence: 1e-6,
      bySequences: null,
    });
    const table = serviceOf(PLAIN, 'service.step.bySequences={table: {"1": 6ms, "64": 9ms}}');
    expect(table.step).toMatchObject({ base: 0, perSequence: 0 });
    expect(table.step.bySequences?.table).toHaveLength(2);
    const named = serviceOf(
      PLAIN,
      "service.step.perContextToken=99ns",
      "service.calibration={source: mine, error: 8%}",
    );
    expect(named.calibration?.source).toBe("mine");
  });

  refuseEach("refuses", [
    [
      PLAIN,
      `preset: ${NAME}`,
      "preset: ‸llama-3.1-70b-fp8/h100x4/vllm",
      "service.preset",
      "is not a known preset, got llama-3.1-70b-fp8/h100x4/vllm",
      NAME,
    ],
    [
      PLAIN,
      `preset: ${NAME}`,
      "preset: ‸gpu",
      "service.preset",
      "is not a known preset, got gpu",
      "`tailcap presets` lists those that are known",
    ],
    [
      PLAIN,
      `preset: ${NAME}`,
      `kind: ‸serial\n  preset: ${NAME}`,
      "service.kind",
      'must be continuous, got "serial"',
      "remove kind",
    ],
    [
      PLAIN,
      `preset: ${NAME}`,
      `preset: ${NAME}\n  maxSequences: ‸0`,
      "service.maxSequences",
      "must be between 1 and 1,000,000, got 0",
    ],
  ]);

  it("can be swept, to compare machines", () => {
    const other = "llama-3.1-70b-fp8/h200x2/vllm";
    const text = `${PLAIN}sweep: {service.preset: [${NAME}, ${other}]}\n`;
    const { settings } = parseScenario(text, { file: "s.yaml", sets: [], seed: null });
    expect(settings.map(({ scenario }) => scenario.service)).toEqual(
      [NAME, other].map((name) => serviceOf(scenarioWith(`preset: ${name}`))),
    );
  });

  it("need tokens, as continuous services do", () => {
    const without = PLAIN.replace("    output: 32\n", "");
    expect(() => parse(without)).toThrow(/service\.preset works on tokens/);
  });

  it("have names of their own in lower case", () => {
    const names = SERVICE_PRESETS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(50);
    for (const name of names) expect(name).toMatch(/^[a-z0-9.-]+\/[a-z0-9]+x\d+\/[a-z0-9.-]+$/);
    expect(isUnknownPreset(findServicePreset("nothing"))).toBe(true);
  });

  it.each(SERVICE_PRESETS.map((preset) => [preset.name, preset] as const))(
    "%s parses and serves",
    (name, preset) => {
      if (preset.source === "distserve") expect(preset.error).toBeNull();
      else expect(preset.error).toBeGreaterThan(0);
      expect(preset.error ?? 0).toBeLessThanOrEqual(0.12);
      const scenario = parse(scenarioWith(`preset: ${name}`));
      const [{ tally }] = runAll(scenario);
      expect(tally.completedInSpan).toBeGreaterThan(0);
    },
  );
});

/**
 * Straight lines fitted to TPOT of the same measurements by least squares, November 2026: a step of
 * t0 + a·sequences + b·context/1000 in milliseconds. Prefill apart, since TPOT alone can't tell how
 * much of it falls to a step. `context` is the mean of a sequence among the loads measured that
 * have the least prefill: 1024 + 8192/2 tokens, or 1024 + 1024/2.
 */
const REFERENCE: readonly (readonly [
  name: string,
  t0: number,
  a: number,
  b: number,
  context: number,
])[] = [
  ["llama-3.1-70b-fp8/h100x2/vllm", 16.55, 0.0408, 0.0581, 5120],
  ["llama-3.1-70b-fp8/h100x8/vllm", 8.82, 0.063, 0.0115, 5120],
  ["llama-3.1-70b-fp8/h200x1/vllm", 19.99, 0.0617, 0.0875, 5120],
  ["llama-3.1-70b-fp8/h200x2/vllm", 13.16, 0.0375, 0.0376, 5120],
  ["llama-3.1-70b-fp8/h200x4/vllm", 9.18, 0.0455, 0.0208, 5120],
  ["llama-3.1-70b-fp8/h200x8/vllm", 7.74, 0.047, 0.009, 5120],
  ["llama-3.1-70b-fp8/h200x1/trtllm", 19.47, 0.0339, 0.0394, 5120],
  ["llama-3.1-70b-fp8/h200x2/trtllm", 11.41, 0.0231, 0.0213, 5120],
  ["llama-3.1-70b-fp8/h200x4/trtllm", 7.62, 0.0344, 0.0109, 5120],
  ["llama-3.1-70b-fp8/h200x8/trtllm", 5.8, 0.0853, 0.0055, 5120],
  ["llama-3.1-70b-fp8/b200x1/vllm", 15.72, 0.014, 0.0234, 5120],
  ["llama-3.1-70b-fp8/b200x4/vllm", 7.57, 0.0614, 0, 5120],
  ["llama-3.1-70b-fp8/b200x8/vllm", 6, 0.07, 0, 5120],
  ["qwen3-32b-bf16/h100x2/vllm", 13.83, 0.0483, 0.0633, 1536],
  ["qwen3-32b-bf16/h100x4/vllm", 9.26, 0.0608, 0.0253, 1536],
  ["qwen3-32b-bf16/h100x8/vllm", 7.02, 0.0659, 0.0107, 1536],
  ["llama-3.1-8b-bf16/h100x2/trtllm", 4.42, 0.004, 0.0246, 1536],
];

describe("a preset's decode steps agree with a fit by formula", () => {
  it.each(REFERENCE)("%s", (name, t0, a, b, context) => {
    const service = serviceOf(scenarioWith(`preset: ${name}`));
    const errors = [4, 16, 32].map((sequences) => {
      const reference = t0 + a * sequences + (b * sequences * context) / 1000;
      return decodeStep(service, sequences, context) / reference - 1;
    });
    for (const error of errors) expect(Math.abs(error)).toBeLessThan(0.05);
  });
});
