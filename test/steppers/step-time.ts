import type { ContinuousPlan, CostCurve } from "../../src/sim/sim-plan.ts";

/** A sequence's share of a step, with what it had in the KV cache when the step was built. */
export interface Chunk {
  readonly tokens: number;
  readonly computed: number;
  /** Whether it extends a sequence by its newest token only; else it is part of a prefill. */
  readonly isDecode: boolean;
}

/** Value of a cost curve at a count. */
export function evaluateCurve({ xs, ys }: CostCurve, count: number): number {
  if (count <= xs[0] || xs.length === 1) return ys[0];
  let left = 0;
  while (left < xs.length - 2 && xs[left + 1] <= count) left++;
  const slope = (ys[left + 1] - ys[left]) / (xs[left + 1] - xs[left]);
  return ys[left] + slope * (count - xs[left]);
}

/** Seconds a step of these chunks lasts. */
export function stepTime(service: ContinuousPlan, chunks: readonly Chunk[]): number {
  let prefillTokens = 0;
  let contextTokens = 0;
  let attentionArea = 0;
  for (const { tokens, computed, isDecode } of chunks) {
    if (isDecode) {
      contextTokens += computed;
    } else {
      prefillTokens += tokens;
      attentionArea += tokens * (computed + tokens);
    }
  }
  return (
    evaluateCurve(service.sequenceCost, chunks.length) +
    (prefillTokens > 0 ? evaluateCurve(service.prefillCost, prefillTokens) : 0) +
    service.perContextToken * contextTokens +
    service.perPrefillTokenSquared * attentionArea
  );
}
