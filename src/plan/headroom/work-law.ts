import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  type BatchPlan,
  type ContinuousPlan,
  type SerialPlan,
  type SimPlan,
  type WorkloadColumns,
} from "../../sim/sim-plan.ts";
import { leastCostPerUnit } from "./cost-per-unit.ts";

/**
 * How much of a replica's time requests take at the very least. What they need adds up over
 * requests; the time it takes depends on the sums alone.
 */
export interface WorkLaw {
  /** Sums kept. */
  readonly terms: number;
  /** Adds what one request needs to the sums. */
  add(sums: Float64Array, columns: WorkloadColumns, row: number): void;
  /** Seconds of one replica that the sums take when nothing is wasted. */
  seconds(sums: Float64Array): number;
  /**
   * Requests that a replica works on at once, on average, when nothing is wasted; null for a
   * service that doesn't batch.
   */
  batchSize(sums: Float64Array): number | null;
}

/** The work of a service. */
export function openWorkLaw(service: SimPlan["service"]): WorkLaw {
  switch (service.kind) {
    case SERVICE_CONTINUOUS:
      return continuousWork(service);
    case SERVICE_BATCH:
      return batchWork(service);
    default:
      return serialWork(service);
  }
}

function serialWork({ concurrency }: SerialPlan): WorkLaw {
  return {
    terms: 1,
    add: (sums, { serviceTimes }, row) => {
      sums[0] += serviceTimes[row];
    },
    seconds: (sums) => sums[0] / concurrency,
    batchSize: () => null,
  };
}

/** Every batch as large as is cheapest per request; jitter has the mean 1. */
function batchWork({ batchTimes, maxBatch }: BatchPlan): WorkLaw {
  let cheapest = 1;
  for (let size = 2; size <= maxBatch; size++) {
    if (batchTimes[size] / size <= batchTimes[cheapest] / cheapest) cheapest = size;
  }
  return {
    terms: 1,
    add: (sums) => {
      sums[0]++;
    },
    seconds: (sums) => (sums[0] * batchTimes[cheapest]) / cheapest,
    batchSize: () => cheapest,
  };
}

const SEQUENCE_STEPS = 0;
const BLOCK_STEPS = 1;
const TOKENS = 2;
const PREFILL_TOKENS = 3;
const CONTEXT_TOKENS = 4;
const PREFILL_PAIRS = 5;

/**
 * Continuous batching without a preemption, with steps as full as their limits allow: sequences,
 * scheduled tokens and KV blocks each ask for some number of steps, and the largest of these is
 * how many there must be.
 */
function continuousWork(plan: ContinuousPlan): WorkLaw {
  const { blockSize, kvBlocks, maxBatchedTokens, maxSequences } = plan;
  const most = Math.min(maxSequences, maxBatchedTokens, kvBlocks);
  const prefillCost = leastCostPerUnit(plan.prefillCost, maxBatchedTokens, maxBatchedTokens);
  const batchSize = (sums: Float64Array): number => {
    const sequenceSteps = sums[SEQUENCE_STEPS];
    if (sequenceSteps === 0) return most;
    const byBlocks =
      kvBlocks === Infinity ? Infinity : kvBlocks / (sums[BLOCK_STEPS] / sequenceSteps);
    const byTokens = maxBatchedTokens / (sums[TOKENS] / sequenceSteps);
    return Math.max(1, Math.min(most, byBlocks, byTokens));
  };
  return {
    terms: 6,
    add(sums, { inputs, outputs }, row) {
      const input = inputs[row];
      const output = outputs[row];
      const tokens = input + output - 1;
      // Such a request is rejected and takes no time.
      if (Math.ceil(tokens / blockSize) > kvBlocks) return;
      sums[SEQUENCE_STEPS] += Math.ceil(input / maxBatchedTokens) + output - 1;
      sums[BLOCK_STEPS] += blocksUpTo(tokens, blockSize) - blocksUpTo(input - 1, blockSize);
      sums[TOKENS] += tokens;
      sums[PREFILL_TOKENS] += input;
      sums[CONTEXT_TOKENS] += (output - 1) * (input + (output - 2) / 2);
      // Σ n·(computed + n) is least when a prefill is cut into single tokens.
      sums[PREFILL_PAIRS] += (input * (input + 1)) / 2;
    },
    seconds: (sums) =>
      sums[SEQUENCE_STEPS] * leastCostPerUnit(plan.sequenceCost, most, batchSize(sums)) +
      sums[PREFILL_TOKENS] * prefillCost +
      sums[CONTEXT_TOKENS] * plan.perContextToken +
      sums[PREFILL_PAIRS] * plan.perPrefillTokenSquared,
    batchSize,
  };
}

/** Σ ⌈k / blockSize⌉ over k = 1 … tokens. */
function blocksUpTo(tokens: number, blockSize: number): number {
  const full = Math.floor(tokens / blockSize);
  return (blockSize * full * (full + 1)) / 2 + (tokens - full * blockSize) * (full + 1);
}
