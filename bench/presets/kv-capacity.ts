import type { CalibratedPoint } from "../../src/plan/calibrate/calibration.ts";
import type { Machine } from "./fit-preset.ts";

/** A model's figures, as in the `config.json` of its weights (read in November 2026). */
interface Architecture {
  readonly parameters: number;
  /** Parameters of embedding and output head, which stay at 2 bytes in quantised weights. */
  readonly unquantised: number;
  /** What keys and values need; null where it isn't plain grouped-query attention. */
  readonly attention: {
    readonly layers: number;
    readonly kvHeads: number;
    readonly headSize: number;
  } | null;
}

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  // meta-llama/Llama-3.1-70B: hidden 8192, vocabulary 128256.
  "Llama-3.1-70B": {
    parameters: 70.55e9,
    unquantised: 2 * 128_256 * 8192,
    attention: { layers: 80, kvHeads: 8, headSize: 128 },
  },
  // meta-llama/Llama-3.1-8B: hidden 4096.
  "Llama-3.1-8B": {
    parameters: 8.03e9,
    unquantised: 2 * 128_256 * 4096,
    attention: { layers: 32, kvHeads: 8, headSize: 128 },
  },
  // Qwen/Qwen3-32B: hidden 5120, vocabulary 151936.
  "Qwen3-32B": {
    parameters: 32.76e9,
    unquantised: 2 * 151_936 * 5120,
    attention: { layers: 64, kvHeads: 8, headSize: 128 },
  },
  // Mixtures of experts: how attention was spread over the GPUs isn't in the sample.
  "Qwen3-235B-A22B": { parameters: 235.1e9, unquantised: 2 * 151_936 * 4096, attention: null },
  "DeepSeek-R1": { parameters: 671e9, unquantised: 2 * 129_280 * 7168, attention: null },
  "DeepSeek-V3": { parameters: 671e9, unquantised: 2 * 129_280 * 7168, attention: null },
};

/** Bytes of memory of a GPU, as `nvidia-smi` reports them in MiB. */
const GPU_MEMORY: Readonly<Record<string, number>> = {
  h100: 81_559 * 2 ** 20,
  h200: 143_771 * 2 ** 20,
  b200: 183_359 * 2 ** 20,
};

/** Bytes of a weight; FP4 with a scale of one byte for each 16 (NVFP4). */
const WEIGHT_BYTES: Readonly<Record<string, number>> = { bf16: 2, fp8: 1, fp4: 0.5 + 1 / 16 };

/** `gpu_memory_utilization` of vLLM (default, 2025). */
const UTILISATION = 0.9;
/** Left for activations and CUDA graphs on a GPU; an assumption. */
const ACTIVATION_BYTES = 3 * 2 ** 30;
/** Keys and values in BF16, as vLLM keeps them unless told otherwise. */
const KV_BYTES = 2;
const BLOCK_SIZE = 16;

/** Blocks of 16 tokens, or null for unlimited, and the reason. */
export interface KvCapacity {
  readonly blocks: number | null;
  readonly why: string;
}

/** False if the weights alone are larger than all memory, as far as both are known. */
export function fitsMemory({ gpu, gpus, model, precision }: Machine): boolean {
  const architecture = ARCHITECTURES[model];
  const memory = GPU_MEMORY[gpu];
  if (architecture === undefined || memory === undefined) return true;
  return weightBytes(architecture, precision) < gpus * memory * UTILISATION;
}

/**
 * KV cache of a replica from its memory: what 90 % of it leaves beside weights and activations.
 *
 * @param points - What was measured: a capacity that they contradict isn't taken.
 */
export function kvCacheOf(machine: Machine, points: readonly CalibratedPoint[]): KvCapacity {
  const { gpu, gpus, model, precision } = machine;
  const architecture = ARCHITECTURES[model];
  const memory = GPU_MEMORY[gpu];
  if (memory === undefined || !architecture?.attention) {
    return { blocks: null, why: "its size for this model and machine isn't known" };
  }
  const { headSize, kvHeads, layers } = architecture.attention;
  const free =
    memory * UTILISATION - weightBytes(architecture, precision) / gpus - ACTIVATION_BYTES;
  const perToken = 2 * layers * Math.max(1, kvHeads / gpus) * headSize * KV_BYTES;
  const tokens = Math.floor(free / perToken);
  const most = Math.max(
    0,
    ...points.filter(({ isSaturated }) => !isSaturated).map(({ measured }) => heldTokens(measured)),
  );
  const shown = `${Math.round(tokens / 1000)}k tokens`;
  if (most > tokens) {
    const held = `${Math.round(most / 1000)}k`;
    return {
      blocks: null,
      why: `arithmetic gives ${shown}, but a load that was measured holds ${held}`,
    };
  }
  return { blocks: Math.floor(tokens / BLOCK_SIZE), why: `${shown} in BF16` };
}

/** Tokens in the cache on average: of each request all of its input and half of its output. */
function heldTokens({ input, load, output }: CalibratedPoint["measured"]): number {
  if (load.loop !== "closed" || input === null || output === null) return 0;
  return load.concurrency * (input + output / 2);
}

function weightBytes({ parameters, unquantised }: Architecture, precision: string): number {
  return (parameters - unquantised) * (WEIGHT_BYTES[precision] ?? 2) + unquantised * 2;
}
