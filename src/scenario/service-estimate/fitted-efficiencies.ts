import type { EstimateFit } from "./efficiencies.ts";

/**
 * Efficiencies fitted to ai-dynamo/aiconfigurator, silicon sample as of 2026-08-21,
 * Apache-2.0. Written by bench/presets.
 */
export const ESTIMATE_FITS: Readonly<Record<"dense" | "mixture", EstimateFit>> = {
  dense: {
    efficiencies: {
      weights: 1.066,
      contextToken: 0.7528,
      prefillToken: 1.604,
      prefillLink: 2.04,
      layer: 0.00006338,
      splitLayer: 0,
      sequence: 0.00003257,
      requestOverhead: 0.04574,
    },
    modelLeftOut: {
      tpot: { median: 0.1, mean: 0.12, p90: 0.24 },
      ttft: { median: 0.3, mean: 0.36, p90: 0.73 },
    },
    gpuLeftOut: {
      tpot: { median: 0.099, mean: 0.12, p90: 0.24 },
      ttft: { median: 0.29, mean: 0.34, p90: 0.7 },
    },
    services: 38,
    points: 809,
    models: 3,
    gpus: 3,
    concurrency: [4, 512],
    input: [1000, 8192],
    output: [100, 8192],
  },
  mixture: {
    efficiencies: {
      weights: 1.139,
      contextToken: 1.011,
      prefillToken: 4.435,
      prefillLink: 4.022,
      layer: 0.00006169,
      splitLayer: 0.00003452,
      sequence: 0.000006289,
      requestOverhead: 0.03641,
    },
    modelLeftOut: {
      tpot: { median: 0.16, mean: 0.2, p90: 0.41 },
      ttft: { median: 0.45, mean: 0.5, p90: 0.88 },
    },
    gpuLeftOut: {
      tpot: { median: 0.17, mean: 0.22, p90: 0.43 },
      ttft: { median: 0.31, mean: 0.35, p90: 0.7 },
    },
    services: 63,
    points: 839,
    models: 7,
    gpus: 4,
    concurrency: [2, 512],
    input: [128, 8192],
    output: [100, 8192],
  },
};
