import type { WorkloadColumns } from "../sim-plan.ts";
import { PrefixCache } from "./prefix-cache.ts";

/** One prefix cache a replica, addressed by workload row. A replica gets its own at first use. */
export class PrefixCaches {
  private readonly columns: WorkloadColumns;
  private readonly blocks: number;
  private readonly caches: (PrefixCache | undefined)[] = [];

  /** @param blocks - Blocks of a replica, ≥ 0; 0 for no cache. */
  constructor(columns: WorkloadColumns, blocks: number) {
    this.columns = columns;
    // More than all hashes there are would never be used.
    this.blocks = Math.min(blocks, columns.prefixHashes.length);
  }

  /** Blocks of a row's prompt. */
  blocksOf(row: number): number {
    const { prefixOffsets } = this.columns;
    return row + 1 < prefixOffsets.length ? prefixOffsets[row + 1] - prefixOffsets[row] : 0;
  }

  /** Leading blocks of a row's prompt that a replica has. */
  match(replica: number, row: number): number {
    const cache = this.caches[replica];
    if (cache === undefined) return 0;
    const { prefixOffsets, prefixHashes } = this.columns;
    const from = prefixOffsets[row];
    return cache.match(prefixHashes, from, from + this.blocksOf(row));
  }

  /** Puts the blocks of a row's prompt into a replica's cache. */
  insert(replica: number, row: number): void {
    const blocks = this.blocksOf(row);
    if (blocks === 0 || this.blocks === 0) return;
    const cache = (this.caches[replica] ??= new PrefixCache(this.blocks));
    const from = this.columns.prefixOffsets[row];
    cache.insert(this.columns.prefixHashes, from, from + blocks);
  }

  /** Empties a replica's cache. */
  clear(replica: number): void {
    this.caches[replica]?.clear();
  }
}
