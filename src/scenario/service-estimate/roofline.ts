import type { EstimateGpu, EstimatePrecision } from "./gpu-table.ts";
import type { EstimateModel } from "./model-table.ts";

/** A model on the GPUs of one replica. */
export interface EstimateMachine {
  readonly model: EstimateModel;
  readonly gpu: EstimateGpu;
  /** GPUs that a replica's layers are split over, ≥ 1. */
  readonly gpus: number;
  readonly precision: EstimatePrecision;
  /** Bytes of a weight, its share of the scales included. */
  readonly bytesPerWeight: number;
  /** Bytes of a key or value in the cache. */
  readonly bytesPerKey: number;
}

/** Seconds that parts of a step take at the peaks of the GPUs, or how often they occur. */
export interface Roofline {
  /** Reading the weights that a step of so many sequences needs from memory. */
  readonly weights: (sequences: number) => number;
  /** Layers, each a few kernels to launch. */
  readonly layers: number;
  /** Layers whose results the GPUs have to add up; 0 with one GPU. */
  readonly splitLayers: number;
  /** Reading the keys and values of one cached token. */
  readonly contextToken: number;
  /** Multiplying one prefill token through the weights. */
  readonly prefillToken: number;
  /** Adding up what the GPUs made of one prefill token. */
  readonly prefillLink: number;
}

/** Bytes of a weight; FP4 with a scale of one byte for each 16 (NVFP4). */
export const WEIGHT_BYTES: Readonly<Record<EstimatePrecision, number>> = {
  bf16: 2,
  fp8: 1,
  fp4: 0.5 + 1 / 16,
};
/** Of embedding, output head and what the GPUs send each other. */
const WIDE_BYTES = 2;
/** A layer adds up twice: after attention and after the feed-forward part. */
const SUMS_A_LAYER = 2;

/**
 * What a step would take if every part ran at the peak of the GPUs, one after the other.
 *
 * Weights are read once a step: of a mixture of experts those that all tokens share and, where n
 * sequences choose k of E experts each, evenly, a share of 1 − (1 − k/E)^n of the others. A token
 * takes two operations a weight it goes through. GPUs add up by a ring, each sending 2 (g − 1)/g
 * times the data.
 */
export function rooflineOf(machine: EstimateMachine): Roofline {
  const { bytesPerWeight, gpu, gpus, model } = machine;
  const { activeParameters, experts, hiddenSize, layers, parameters, vocabularySize } = model;
  const head = vocabularySize * hiddenSize;
  const share = experts === null ? 1 : experts.perToken / experts.total;
  const expertWeights = share === 1 ? 0 : (parameters - activeParameters) / (1 - share);
  const shared = Math.max(0, parameters - expertWeights - 2 * head) * bytesPerWeight;
  const bandwidth = gpus * gpu.bandwidth;
  return {
    weights: (sequences) => {
      const read = expertWeights * (1 - (1 - share) ** sequences) * bytesPerWeight;
      return (shared + head * WIDE_BYTES + read) / bandwidth;
    },
    layers,
    splitLayers: gpus === 1 ? 0 : layers,
    contextToken: cacheBytes(machine) / gpu.bandwidth,
    prefillToken: (2 * activeParameters) / (gpus * peakFlops(machine)),
    prefillLink:
      (layers * SUMS_A_LAYER * hiddenSize * WIDE_BYTES * 2 * (gpus - 1)) / gpus / gpu.link,
  };
}

/** Bytes that a token takes in the cache of each GPU. */
export function cacheBytes({ bytesPerKey, gpus, model }: EstimateMachine): number {
  const { attentionLayers, cache } = model;
  const values =
    "latentSize" in cache
      ? cache.latentSize
      : 2 * Math.max(1, cache.kvHeads / gpus) * cache.headSize;
  return attentionLayers * values * bytesPerKey;
}

/** Bytes of all weights. */
export function weightBytes({ bytesPerWeight, model }: EstimateMachine): number {
  const wide = 2 * model.vocabularySize * model.hiddenSize;
  return Math.max(0, model.parameters - wide) * bytesPerWeight + wide * WIDE_BYTES;
}

/** A GPU without arithmetic at the precision of the weights multiplies in BF16. */
function peakFlops({ gpu, precision }: EstimateMachine): number {
  const { bf16, fp4, fp8 } = gpu.flops;
  const wanted = precision === "fp4" ? fp4 : precision === "fp8" ? fp8 : bf16;
  const peak = wanted ?? bf16;
  if (peak === null) throw new RangeError(`no peak is known for ${gpu.name}`);
  return peak;
}
