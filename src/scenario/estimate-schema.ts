import type * as z from "zod";
import { choice } from "./choice.ts";
import { continuousSchema } from "./continuous-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { described, node, orNull, readPart, type Report } from "./node.ts";
import { count, oneOf, plainNumber, text } from "./quantity.ts";
import type { ContinuousService } from "./scenario.ts";
import { findGpu, findModel, isUnknownSpec } from "./service-estimate/find-spec.ts";
import type { EstimateGpu, EstimatePrecision } from "./service-estimate/gpu-table.ts";
import type { EstimateModel } from "./service-estimate/model-table.ts";
import { WEIGHT_BYTES, type EstimateMachine } from "./service-estimate/roofline.ts";
import { cacheBlocks, writeEstimate } from "./service-estimate/write-estimate.ts";
import { isContinuousOrNone, optionalContinuousKeys, putOver } from "./written-service.ts";

/** GPUs of one machine; the efficiencies were fitted to no more. */
const MOST_GPUS = 8;
const MOST_PARAMETERS = 1e14;
const MOST_COUNT = 10_000_000;
const PRECISIONS = ["bf16", "fp8", "fp4"] as const satisfies readonly EstimatePrecision[];
const BYTES_PER_KEY = 2;

const knownModel: z.ZodType<EstimateModel> = node(text(), (value, report) => {
  const name = readPart(text(), value, [], report);
  if (name === undefined) return undefined;
  const found = findModel(name);
  return isUnknownSpec(found) ? report({ code: "bad-value", ...found }) : found;
});

const gpu: z.ZodType<EstimateGpu> = node(text(), (value, report) => {
  const name = readPart(text(), value, [], report);
  if (name === undefined) return undefined;
  const found = findGpu(name);
  return isUnknownSpec(found) ? report({ code: "bad-value", ...found }) : found;
});

const parameters = plainNumber({ above: 0, atMost: MOST_PARAMETERS });
const size = count(1, MOST_COUNT);

const sizes = mapping(
  {
    name: described(orNull(text()), "What reports call the model.", "ours-34b"),
    parameters: described(parameters, "Parameters in all.", 34e9),
    activeParameters: described(
      orNull(parameters),
      "Parameters that a token goes through; left out: all of them.",
      4e9,
    ),
    layers: described(size, "Layers.", 60),
    attentionLayers: described(
      orNull(size),
      "Layers whose keys and values grow with the context; left out: all of them.",
      15,
    ),
    hiddenSize: described(size, "Width of the layers.", 7168),
    vocabularySize: described(
      orNull(size),
      "Tokens of the vocabulary, whose weights keep 2 bytes; left out: none do.",
      128_256,
    ),
    kvHeads: described(orNull(size), "Heads of keys and values.", 8),
    headSize: described(orNull(size), "Numbers in a key or value of one head.", 128),
    latentSize: described(
      orNull(size),
      "Numbers of a token in a layer's cache, in place of kvHeads and headSize.",
      576,
    ),
    experts: described(orNull(size), "Experts of a layer of a mixture.", 128),
    expertsPerToken: described(orNull(size), "Experts that a token goes through.", 8),
  },
  checkSizes,
).transform((written): EstimateModel => {
  const { experts, expertsPerToken, headSize, kvHeads, latentSize } = written;
  return {
    name: written.name ?? "a model of its own",
    parameters: written.parameters,
    activeParameters: written.activeParameters ?? written.parameters,
    layers: written.layers,
    attentionLayers: written.attentionLayers ?? written.layers,
    hiddenSize: written.hiddenSize,
    vocabularySize: written.vocabularySize ?? 0,
    cache:
      latentSize === null ? { kvHeads: kvHeads ?? 1, headSize: headSize ?? 1 } : { latentSize },
    experts: experts === null ? null : { total: experts, perToken: expertsPerToken ?? 1 },
    source: "the scenario",
  };
});

interface WrittenSizes {
  readonly parameters: number;
  readonly activeParameters: number | null;
  readonly layers: number;
  readonly attentionLayers: number | null;
  readonly kvHeads: number | null;
  readonly headSize: number | null;
  readonly latentSize: number | null;
  readonly experts: number | null;
  readonly expertsPerToken: number | null;
}

function checkSizes(written: Partial<WrittenSizes>, report: Report): void {
  const { activeParameters, attentionLayers, experts, expertsPerToken, layers } = written;
  const { headSize, kvHeads, latentSize } = written;
  const refuse = (path: string, message: string, hint: string): undefined =>
    report({ code: "conflict", message, hint, path: [path] });
  const hasHeads = typeof kvHeads === "number" || typeof headSize === "number";
  if (typeof latentSize === "number" && hasHeads) {
    refuse("latentSize", "must stand alone, without kvHeads and headSize", "remove one of the two");
  } else if (latentSize === null && (kvHeads === null || headSize === null)) {
    report({
      code: "missing-key",
      message: "is required, with headSize, or latentSize in place of both",
      hint: "such as kvHeads: 8",
      path: [kvHeads === null ? "kvHeads" : "headSize"],
    });
  }
  const isMixture = typeof activeParameters === "number";
  if (isMixture && (experts === null || expertsPerToken === null)) {
    const path = experts === null ? "experts" : "expertsPerToken";
    const message = "is required beside activeParameters";
    report({ code: "missing-key", message, hint: "such as experts: 128", path: [path] });
  }
  if (activeParameters === null && (experts ?? expertsPerToken ?? null) !== null) {
    const message = "is required beside experts";
    report({ code: "missing-key", message, hint: null, path: ["activeParameters"] });
  }
  if (isAbove(activeParameters, written.parameters)) {
    refuse("activeParameters", `must be at most parameters, ${written.parameters}`, "swap the two");
  }
  if (isAbove(expertsPerToken, experts)) {
    refuse("expertsPerToken", `must be at most experts, ${experts}`, "swap the two");
  }
  if (isAbove(attentionLayers, layers)) {
    refuse("attentionLayers", `must be at most layers, ${layers}`, "leave it out for all layers");
  }
}

function isAbove(part: number | null | undefined, whole: number | null | undefined): boolean {
  return typeof part === "number" && typeof whole === "number" && part > whole;
}

const machine: z.ZodType<EstimateMachine> = mapping({
  model: described(
    choice<EstimateModel>([knownModel, sizes], (value) => (isMapping(value) ? sizes : knownModel)),
    "A model by name, as `tailcap presets --estimates` lists them, or its sizes.",
    "llama-3.1-70b",
  ),
  gpu: described(gpu, "A GPU by name, as `tailcap presets --estimates` lists them.", "h100-sxm"),
  gpus: described(
    count(1, MOST_GPUS).prefault(1),
    "GPUs of one replica, which split every layer.",
    4,
  ),
  precision: described(
    oneOf(PRECISIONS).prefault("bf16"),
    "Precision of weights and arithmetic.",
    "fp8",
  ),
  bytesPerWeight: described(
    orNull(plainNumber({ above: 0, atMost: 4 })),
    "Bytes of a weight, scales included; left out: those of the precision.",
    0.53,
  ),
  bytesPerKey: described(
    plainNumber({ above: 0, atMost: 4 }).prefault(BYTES_PER_KEY),
    "Bytes of a key or value in the cache.",
    1,
  ),
}).transform((written): EstimateMachine => ({
  ...written,
  bytesPerWeight: written.bytesPerWeight ?? WEIGHT_BYTES[written.precision],
}));

const estimate = described(
  node<EstimateMachine>(machine, (value, report) => {
    const read = readPart(machine, value, [], report);
    if (read === undefined || cacheBlocks(read) >= 1) return read;
    return report({ code: "conflict", ...explainShortage(read) });
  }),
  "A roofline of a model on GPUs, for a pair that nobody measured.",
  { model: "llama-3.1-70b", gpu: "h100-sxm", gpus: 4, precision: "fp8" },
);

function explainShortage(read: EstimateMachine): { message: string; hint: string } {
  const enough = [1, 2, 4, 8].find((gpus) => cacheBlocks({ ...read, gpus }) >= 1);
  return {
    message:
      `must have room for the weights and some keys and values, which ${read.gpus} × ` +
      `${read.gpu.name} don't at ${read.bytesPerWeight} bytes a weight`,
    hint:
      enough === undefined
        ? "a GPU with more memory, or a lower precision"
        : `gpus: ${enough}, or a lower precision`,
  };
}

const form = mapping({ estimate, ...optionalContinuousKeys });

/** A continuous service from a roofline estimate, whose keys the scenario's own replace. */
export const estimateSchema: z.ZodType<ContinuousService> = node(form, (value, report) => {
  if (!isMapping(value)) return readPart(form, value, [], report) && undefined;
  const { estimate: written, ...own } = value;
  const read = readPart(estimate, written, ["estimate"], report);
  if (read === undefined || !isContinuousOrNone(own, "estimates", report)) return undefined;
  return readPart(continuousSchema, putOver(writeEstimate(read), own), [], report);
});
