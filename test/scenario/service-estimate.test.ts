import { assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { ContinuousService } from "../../src/scenario/scenario.ts";
import {
  estimateStep,
  type EstimatedStep,
} from "../../src/scenario/service-estimate/estimate-step.ts";
import { ESTIMATE_FITS } from "../../src/scenario/service-estimate/fitted-efficiencies.ts";
import { ESTIMATE_GPUS } from "../../src/scenario/service-estimate/gpu-table.ts";
import { cacheTokens } from "../../src/scenario/service-estimate/kv-capacity.ts";
import { ESTIMATE_MODELS } from "../../src/scenario/service-estimate/model-table.ts";
import {
  rooflineOf,
  WEIGHT_BYTES,
  type EstimateMachine,
} from "../../src/scenario/service-estimate/roofline.ts";
import { cacheBlocks, fitFor } from "../../src/scenario/service-estimate/write-estimate.ts";
import { runAll } from "../plan/evaluated.ts";
import { refuseEach } from "./mistakes.ts";

const PAIR = "{model: llama-3.1-70b, gpu: h100-sxm, gpus: 4, precision: fp8}";
const PLAIN = `name: estimate
workload:
  generate:
    duration: 20s
    arrivals: {process: poisson, rate: 1/s}
    input: 1024
    output: 32
service:
  estimate: ${PAIR}
fleet:
  replicas: 1
  price: $1/h
slo:
  objectives:
    - {p95: 30s}
run: {replications: 1, warmup: 0s}
`;

function serviceOf(...sets: readonly string[]): ContinuousService {
  const { service } = parseScenario(PLAIN, { file: "s.yaml", sets, seed: null }).scenario;
  if (service.kind !== "continuous") throw new Error("not a continuous service");
  return service;
}

function machineOf(
  model: string,
  gpu: string,
  gpus: number,
  precision: EstimateMachine["precision"],
): EstimateMachine {
  const foundModel = ESTIMATE_MODELS.find(({ name }) => name === model);
  const foundGpu = ESTIMATE_GPUS.find(({ name }) => name === gpu);
  if (foundModel === undefined || foundGpu === undefined) throw new Error("not in the tables");
  const bytesPerWeight = WEIGHT_BYTES[precision];
  return { model: foundModel, gpu: foundGpu, gpus, precision, bytesPerWeight, bytesPerKey: 2 };
}

describe("estimates of a service", () => {
  it("are the roofline times the efficiencies, as computed by hand", () => {
    // Llama-3.1-70B FP8 on 4 H100: the head of 128,256·8192 = 1,050,673,152 weights keeps 2 bytes.
    // Weights read: 70.55e9 − 2·1,050,673,152 at 1 byte + 1,050,673,152·2 = 70.55e9 bytes over
    // 4·3.35e12 B/s = 5.264925 ms. A cached token: 80·2·(8/4)·128·2 = 81,920 bytes over 3.35e12 B/s
    // = 24.45373 ns. A prefill token: 2·70.55e9 operations over 4·1979e12 = 17.82466 us; adding up
    // 80·2·8192·2 bytes by a ring of 4, 2·3/4 of them, over 450e9 B/s = 8.738133 us.
    const roofline = rooflineOf(machineOf("llama-3.1-70b", "h100-sxm", 4, "fp8"));
    expect(roofline.weights(1)).toBeCloseTo(5.264925e-3, 9);
    expect(roofline.contextToken).toBeCloseTo(24.45373e-9, 14);
    expect(roofline.prefillToken).toBeCloseTo(17.82466e-6, 11);
    expect(roofline.prefillLink).toBeCloseTo(8.738133e-6, 11);
    const { efficiencies: by } = ESTIMATE_FITS.dense;
    const { step, requestOverhead } = serviceOf();
    expect(step.base).toBeCloseTo(by.weights * 5.264925e-3 + 80 * (by.layer + by.splitLayer), 8);
    expect(step.perSequence).toBeCloseTo(by.sequence, 12);
    expect(step.perContextToken).toBeCloseTo(by.contextToken * 24.45373e-9, 13);
    const prefill = by.prefillToken * 17.82466e-6 + by.prefillLink * 8.738133e-6;
    expect(step.perPrefillToken).toBeCloseTo(prefill, 10);
    expect(requestOverhead).toBeCloseTo(by.requestOverhead, 9);
  });

  it("read of a mixture the shared weights and the experts that were chosen", () => {
    // Mixtral 8x7B BF16: experts (46.7e9 − 12.9e9)/(1 − 2/8) = 45.0667e9 weights; others 1.6333e9,
    // of which embedding and head 2·32,000·4096 = 262.144e6, half of that read. One sequence reads
    // 2/8 of the experts, two 1 − (6/8)² = 7/16; on 2 H100 at 2·3.35e12 B/s.
    const roofline = rooflineOf(machineOf("mixtral-8x7b", "h100-sxm", 2, "bf16"));
    const shared = 2 * (1.6333333e9 - 131.072e6);
    expect(roofline.weights(1)).toBeCloseTo((shared + 2 * 45.0666667e9 * 0.25) / 6.7e12, 8);
    expect(roofline.weights(2)).toBeCloseTo((shared + (2 * 45.0666667e9 * 7) / 16) / 6.7e12, 8);
    expect(roofline.splitLayers).toBe(32);
    const { step } = serviceOf("service.estimate={model: mixtral-8x7b, gpu: h100-sxm, gpus: 2}");
    const table = step.bySequences?.table ?? [];
    expect(table[0][0]).toBe(1);
    for (const [index, [, time]] of table.entries()) {
      if (index > 0) expect(time).toBeGreaterThan(table[index - 1][1]);
    }
  });

  it("have the KV cache that memory leaves, smaller keys in more of it", () => {
    // (0.9·81,559·2^20 − 72.651e9/4 − 3·2^30) over 81,920 bytes; 72.651346304e9 bytes of weights:
    // 70.55e9 and the other byte of 2,101,346,304. That is 678,523 tokens.
    const machine = machineOf("llama-3.1-70b", "h100-sxm", 4, "fp8");
    expect(cacheTokens(machine)).toBe(678_523);
    expect(serviceOf().kvCache).toEqual({ blocks: 42_407, blockSize: 16 });
    const halved = serviceOf("service.estimate.bytesPerKey=1");
    expect(halved.kvCache?.blocks).toBe(84_815);
    // One latent vector of 576 a token and layer, which every GPU keeps whole.
    const latent = rooflineOf(machineOf("deepseek-r1", "h200-sxm", 8, "fp8"));
    expect(latent.contextToken).toBeCloseTo((61 * 576 * 2) / 4.8e12, 14);
  });

  it("say that they are estimates, and how far off those are", () => {
    const { calibration, calibrationError } = serviceOf();
    expect(calibration?.basis).toBe("estimated");
    expect(calibration?.source).toMatch(/^estimate by roofline: TPOT of models and GPUs left out/);
    expect(calibration?.engine).toBe("llama-3.1-70b fp8, 4 × h100-sxm");
    const { modelLeftOut, gpuLeftOut } = ESTIMATE_FITS.dense;
    expect(calibrationError).toBeCloseTo(Math.max(modelLeftOut.tpot.mean, gpuLeftOut.tpot.mean), 9);
    const untried = serviceOf("service.estimate.gpu=a100-sxm");
    expect(untried.calibration?.source).toContain("none of it was measured on a100-sxm");
  });

  it("give way to keys beside them, and lose their calibration with their step", () => {
    const own = serviceOf("service.maxSequences=64", "service.calibrationError=40%");
    expect(own.maxSequences).toBe(64);
    expect(own.calibrationError).toBe(0.4);
    expect(own.calibration?.basis).toBe("estimated");
    const step = serviceOf("service.step.perContextToken=99ns");
    expect(step.step).toEqual({ ...serviceOf().step, perContextToken: 99e-9 });
    expect(step).toMatchObject({ calibration: null, calibrationError: null });
  });

  it("take a model by its sizes", () => {
    const sizes =
      "{name: llama-3.1-70b, parameters: 70.55e+9, layers: 80, hiddenSize: 8192, " +
      "vocabularySize: 128256, kvHeads: 8, headSize: 128}";
    expect(serviceOf(`service.estimate.model=${sizes}`)).toEqual(serviceOf());
    const mixture = serviceOf(
      "service.estimate.model={parameters: 671.0e+9, activeParameters: 37.0e+9, layers: 61, " +
        "hiddenSize: 7168, vocabularySize: 129280, latentSize: 576, experts: 256, " +
        "expertsPerToken: 8}",
      "service.estimate.gpus=8",
      "service.estimate.gpu=h200-sxm",
    );
    const known = serviceOf(
      "service.estimate={model: deepseek-r1, gpu: H200-SXM, gpus: 8, precision: fp8}",
    );
    expect(mixture.step).toEqual(known.step);
    expect(mixture.calibration?.engine).toContain("a model of its own fp8");
  });

  it("can be swept, to compare machines", () => {
    const text = `${PLAIN}sweep: {service.estimate.gpu: [h100-sxm, b200-sxm]}\n`;
    const { settings } = parseScenario(text, { file: "s.yaml", sets: [], seed: null });
    const bases = settings.map(({ scenario: { service } }) =>
      service.kind === "continuous" ? service.step.base : NaN,
    );
    expect(bases).toEqual([
      serviceOf().step.base,
      serviceOf("service.estimate.gpu=b200-sxm").step.base,
    ]);
    expect(bases[1]).toBeLessThan(bases[0]);
  });

  it.each(ESTIMATE_MODELS.map(({ name }) => [name] as const))("of %s parse and serve", (name) => {
    const sets = [`service.estimate={model: ${name}, gpu: b300-sxm, gpus: 8, precision: fp8}`];
    const { scenario } = parseScenario(PLAIN, { file: "s.yaml", sets, seed: null });
    const [{ tally }] = runAll(scenario);
    expect(tally.completedInSpan).toBeGreaterThan(0);
  });

  refuseEach("refuse", [
    [
      PLAIN,
      "model: llama-3.1-70b",
      "model: ‸lama-3.1-70b",
      "service.estimate.model",
      "is not a known model for estimates, got lama-3.1-70b",
      "did you mean `llama-3.1-70b`? `tailcap presets --estimates`",
    ],
    [
      PLAIN,
      "gpu: h100-sxm",
      "gpu: ‸h100",
      "service.estimate.gpu",
      "is not a known GPU for estimates, got h100",
      "such as h100-pcie, h100-sxm;",
    ],
    [PLAIN, "gpus: 4", "gpus: ‸16", "service.estimate.gpus", "must be between 1 and 8, got 16"],
    [
      PLAIN,
      "precision: fp8",
      "precision: ‸int8",
      "service.estimate.precision",
      "must be one of bf16, fp8, fp4",
    ],
    [
      PLAIN,
      `estimate: ${PAIR}`,
      "estimate: ‸{model: llama-3.1-70b, gpu: h100-sxm}",
      "service.estimate",
      "must have room for the weights and some keys and values, which 1 × h100-sxm don't",
      "gpus: 2, or a lower precision",
    ],
    [
      PLAIN,
      `estimate: ${PAIR}`,
      "‸estimate: {model: llama-3.1-70b}",
      "service.estimate.gpu",
      "is required",
    ],
    [
      PLAIN,
      "model: llama-3.1-70b",
      "‸model: {parameters: 7.0e+9, layers: 32, hiddenSize: 4096, headSize: 128}",
      "service.estimate.model.kvHeads",
      "is required, with headSize, or latentSize in place of both",
    ],
    [
      PLAIN,
      "model: llama-3.1-70b",
      "model: {parameters: 7.0e+9, activeParameters: ‸9.0e+9, layers: 32, hiddenSize: 4096, " +
        "latentSize: 576, experts: 8, expertsPerToken: 2}",
      "service.estimate.model.activeParameters",
      "must be at most parameters",
    ],
    [
      PLAIN,
      `estimate: ${PAIR}`,
      `kind: ‸serial\n  estimate: ${PAIR}`,
      "service.kind",
      'must be continuous, got "serial"',
      "remove kind",
    ],
    [
      PLAIN,
      `  estimate: ${PAIR}`,
      `  ‸estimate: ${PAIR}\n  preset: llama-3.1-70b-fp8/h100x8/vllm`,
      "service",
      "must have preset or estimate, got both",
    ],
  ]);
});

function stepOf(machine: EstimateMachine): EstimatedStep {
  return estimateStep(rooflineOf(machine), machine.model, fitFor(machine).efficiencies);
}

describe("what estimates grow with", () => {
  const model = constantFrom(...ESTIMATE_MODELS);
  const gpu = constantFrom(...ESTIMATE_GPUS);
  it("reads weights no more slowly with more GPUs, and keeps no fewer tokens", () => {
    assert(
      property(model, gpu, integer({ min: 1, max: 1000 }), (of, on, sequences) => {
        for (const [fewer, more] of [
          [1, 2],
          [2, 4],
          [4, 8],
        ]) {
          const [small, large] = [
            machineOf(of.name, on.name, fewer, "fp8"),
            machineOf(of.name, on.name, more, "fp8"),
          ];
          expect(rooflineOf(large).weights(sequences)).toBeLessThan(
            rooflineOf(small).weights(sequences),
          );
          expect(cacheBlocks(large)).toBeGreaterThanOrEqual(cacheBlocks(small));
        }
      }),
      { seed: 1 },
    );
  });

  it("is no slower in FP8 than in BF16, and reads FP4 fastest", () => {
    assert(
      property(model, gpu, constantFrom(1, 2, 4, 8), (of, on, gpus) => {
        const wide = stepOf(machineOf(of.name, on.name, gpus, "bf16"));
        const narrow = stepOf(machineOf(of.name, on.name, gpus, "fp8"));
        const first = (step: typeof wide): number => step.bySequences?.[0][1] ?? step.base;
        expect(first(narrow)).toBeLessThan(first(wide));
        expect(narrow.perPrefillToken).toBeLessThanOrEqual(wide.perPrefillToken);
        expect(narrow.perContextToken).toBe(wide.perContextToken);
        expect(first(stepOf(machineOf(of.name, on.name, gpus, "fp4")))).toBeLessThan(first(narrow));
      }),
      { seed: 1 },
    );
  });
});
