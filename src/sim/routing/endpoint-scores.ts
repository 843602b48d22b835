import type { RoutingPlan } from "../control-plan.ts";
import type { LoadReport } from "./fleet-view.ts";

/**
 * Scores of the endpoint picker of llm-d and of the Gateway API Inference Extension: the weighted
 * sum of
 *
 * - `queue-scorer`: (most waiting − waiting) / (most − fewest waiting), 1 if all are equal;
 * - `kv-cache-utilization-scorer`: 1 − share of the KV cache in use;
 * - `prefix-cache-scorer`: leading blocks that match / blocks of the prompt;
 * - `running-requests-size-scorer`: as the queue's, of the running requests.
 *
 * @see pkg/epp/framework/plugins/scheduling/scorer in llm-d/llm-d-inference-scheduler 520af47
 *   (2026-05)
 * @param candidates - Replica indices.
 * @param shares - Matching share of the prompt by position in `candidates`, in [0, 1].
 * @param weights - Weight of each scorer, ≥ 0.
 * @param loads - What the replicas reported.
 * @param scores - Receives the scores by position; at least as long as `candidates`.
 */
export function scoreEndpoints(
  candidates: readonly number[],
  shares: Float64Array,
  weights: RoutingPlan["scorers"],
  loads: LoadReport,
  scores: Float64Array,
): void {
  const { waiting, running } = loads;
  scores.fill(0, 0, candidates.length);
  addInverseRange(candidates, waiting, weights.queue, scores);
  for (let position = 0; position < candidates.length; position++) {
    scores[position] += weights.kv * (1 - loads.kvUse(candidates[position]));
    scores[position] += weights.prefix * shares[position];
  }
  addInverseRange(candidates, running, weights.running, scores);
}

/** Adds weight·(max − value)/(max − min) over the candidates' values, weight·1 if max = min. */
function addInverseRange(
  candidates: readonly number[],
  values: Float64Array,
  weight: number,
  scores: Float64Array,
): void {
  let min = Infinity;
  let max = -Infinity;
  for (const replica of candidates) {
    min = Math.min(min, values[replica]);
    max = Math.max(max, values[replica]);
  }
  for (let position = 0; position < candidates.length; position++) {
    const score = max === min ? 1 : (max - values[candidates[position]]) / (max - min);
    scores[position] += weight * score;
  }
}

/**
 * Position of the highest score, as `max-score-picker` picks it: equal scores in random order.
 *
 * @param scores - Scores by position.
 * @param length - Number of scores to look at, ≥ 1.
 * @param uniform - In [0, 1); of t equal highest scores it takes number floor(uniform·t).
 */
export function pickMaxScore(scores: Float64Array, length: number, uniform: number): number {
  let highest = -Infinity;
  let ties = 0;
  for (let position = 0; position < length; position++) {
    if (scores[position] > highest) {
      highest = scores[position];
      ties = 1;
    } else if (scores[position] === highest) {
      ties++;
    }
  }
  let skip = Math.floor(uniform * ties);
  let position = 0;
  while (scores[position] !== highest || skip-- > 0) position++;
  return position;
}
