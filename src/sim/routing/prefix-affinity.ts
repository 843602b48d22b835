import { pickLeastLoaded } from "./least-loaded.ts";

// Defaults of `router_args.py` in sgl-model-gateway, commit 05e589a (read 2026-11).
/** SGLang's `--cache-threshold`. */
const CACHE_THRESHOLD = 0.3;
/** SGLang's `--balance-abs-threshold`, in requests. */
const BALANCE_ABS_THRESHOLD = 64;
/** SGLang's `--balance-rel-threshold`. */
const BALANCE_REL_THRESHOLD = 1.5;

/**
 * SGLang's cache-aware policy: the candidate with the longest matching prefix if that is more than
 * CACHE_THRESHOLD of the prompt, else the least loaded one; and the least loaded one whenever the
 * loads are out of balance, that is when the highest exceeds the lowest both by more than
 * BALANCE_ABS_THRESHOLD and by more than BALANCE_REL_THRESHOLD times.
 *
 * Equal matches go to the less loaded candidate, then to the first. (SGLang leaves that open: its
 * tree names any worker that has the prefix.)
 *
 * @see `select_worker` in sgl-model-gateway/src/policies/cache_aware.rs, commit b93974f (read
 *   2026-11)
 * @param candidates - Replica indices, at least one.
 * @param shares - Matching share of the prompt by position in `candidates`, in [0, 1].
 * @param counts - Requests outstanding by replica.
 */
export function pickByPrefix(
  candidates: readonly number[],
  shares: Float64Array,
  counts: Float64Array,
): number {
  let lowest = Infinity;
  let highest = 0;
  let best = candidates[0];
  let bestShare = -1;
  for (let position = 0; position < candidates.length; position++) {
    const replica = candidates[position];
    const count = counts[replica];
    const share = shares[position];
    if (count < lowest) lowest = count;
    if (count > highest) highest = count;
    if (share > bestShare || (share === bestShare && count < counts[best])) {
      best = replica;
      bestShare = share;
    }
  }
  const isImbalanced =
    highest - lowest > BALANCE_ABS_THRESHOLD && highest > lowest * BALANCE_REL_THRESHOLD;
  if (isImbalanced || bestShare <= CACHE_THRESHOLD) return pickLeastLoaded(candidates, counts);
  return best;
}
