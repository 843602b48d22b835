import { cacheBytes, weightBytes, type EstimateMachine } from "./roofline.ts";

/** `gpu_memory_utilization` of vLLM (default, 2025). */
const UTILISATION = 0.9;
/** Left for activations and CUDA graphs on a GPU; an assumption. */
const ACTIVATION_BYTES = 3 * 2 ** 30;

/**
 * Tokens whose keys and values fit into a replica: what 90 % of each GPU's memory leaves beside its
 * share of the weights and 3 GiB for activations.
 *
 * @returns A whole number; negative if the weights don't fit.
 */
export function cacheTokens(machine: EstimateMachine): number {
  const { gpu, gpus } = machine;
  const free = gpu.memory * UTILISATION - weightBytes(machine) / gpus - ACTIVATION_BYTES;
  return Math.floor(free / cacheBytes(machine));
}

/** True if 90 % of all memory holds the weights. */
export function fitsMemory(machine: EstimateMachine): boolean {
  return weightBytes(machine) < machine.gpus * machine.gpu.memory * UTILISATION;
}
