import type { CalibratedPoint } from "../../src/plan/calibrate/calibration.ts";
import { cacheTokens, fitsMemory } from "../../src/scenario/service-estimate/kv-capacity.ts";
import { findMachine } from "./estimate-points.ts";
import type { Machine } from "./machine.ts";

const BLOCK_SIZE = 16;

/** Blocks of 16 tokens, or null for unlimited, and the reason. */
export interface KvCapacity {
  readonly blocks: number | null;
  readonly why: string;
}

/** True if the weights alone are larger than all memory, as far as both are known. */
export function isTooSmall(machine: Machine): boolean {
  const known = findMachine(machine);
  return known !== null && !fitsMemory(known);
}

/**
 * KV cache of a replica from its memory. That of mixtures of experts stays unlimited: how attention
 * was spread over the GPUs isn't told with the measurements.
 *
 * @param points - What was measured: a capacity that they contradict isn't taken.
 */
export function kvCacheOf(machine: Machine, points: readonly CalibratedPoint[]): KvCapacity {
  const known = findMachine(machine);
  if (known === null || known.model.experts !== null) {
    return { blocks: null, why: "its size for this model and machine isn't known" };
  }
  const tokens = cacheTokens(known);
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
