import type { Prefixes } from "../../workload/trace-rows.ts";
import type { PrefixReuse } from "./trace-stats.ts";

/**
 * Measures how much of the prompts came before: leading blocks that a cache of all earlier prompts,
 * which never forgets, would hold.
 *
 * @returns null if the trace doesn't tell.
 */
export function measurePrefixReuse({ prefixHashes, prefixOffsets }: Prefixes): PrefixReuse | null {
  if (prefixHashes.length === 0) return null;
  const known = new Set<number>();
  let reused = 0;
  let requestsWithReuse = 0;
  for (let row = 0; row + 1 < prefixOffsets.length; row += 1) {
    const end = prefixOffsets[row + 1];
    let place = prefixOffsets[row];
    while (place < end && known.has(prefixHashes[place])) place += 1;
    const leading = place - prefixOffsets[row];
    reused += leading;
    if (leading > 0) requestsWithReuse += 1;
    for (; place < end; place += 1) known.add(prefixHashes[place]);
  }
  return { blocks: prefixHashes.length, reused, distinct: known.size, requestsWithReuse };
}
