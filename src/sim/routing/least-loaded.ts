import type { LoadReport } from "./fleet-view.ts";

/**
 * The candidate with the lowest count, ties to the first.
 *
 * @param candidates - Replica indices, at least one.
 * @param counts - Requests by replica, ≥ 0.
 */
export function pickLeastLoaded(candidates: readonly number[], counts: Float64Array): number {
  let best = candidates[0];
  for (const replica of candidates) {
    if (counts[replica] < counts[best]) best = replica;
    if (counts[best] === 0) break;
  }
  return best;
}

/** The candidate with the least KV cache in use, ties to the fewest outstanding, then the first. */
export function pickLeastKv(candidates: readonly number[], loads: LoadReport): number {
  const { outstanding } = loads;
  let best = candidates[0];
  let bestUse = Infinity;
  for (const replica of candidates) {
    const use = loads.kvUse(replica);
    if (use < bestUse || (use === bestUse && outstanding[replica] < outstanding[best])) {
      best = replica;
      bestUse = use;
    }
  }
  return best;
}
