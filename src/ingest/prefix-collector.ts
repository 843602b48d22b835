import type { RowFault } from "./check-row.ts";
import { GrowableColumn } from "./growable-column.ts";
import { quoteValue } from "./quote-value.ts";
import { PREFIX } from "./row-cells.ts";
import type { RowCells } from "./row-cells.ts";

/** Collects the leading blocks of prompts; their numbers are made small, in order of appearance. */
export class PrefixCollector {
  private readonly offsets = new GrowableColumn((memory) => new Int32Array(memory));
  private readonly hashes = new GrowableColumn((memory) => new Int32Array(memory));
  private readonly numbers = new Map<unknown, number>();

  constructor() {
    this.offsets.push(0);
  }

  /** Adds a row with its blocks. */
  push(blocks: readonly unknown[]): void {
    for (const block of blocks) {
      const number = this.numbers.get(block) ?? this.numbers.size;
      this.numbers.set(block, number);
      this.hashes.push(number);
    }
    this.offsets.push(this.hashes.length);
  }

  /** The columns; empty if no row had a block. */
  finish(): {
    readonly prefixOffsets: Int32Array;
    readonly prefixHashes: Int32Array;
  } {
    const none = this.hashes.length === 0;
    return {
      prefixOffsets: none ? new Int32Array(0) : this.offsets.toArray(),
      prefixHashes: this.hashes.toArray(),
    };
  }
}

/** Says what is wrong with a list of blocks; null if nothing is, or if there is none. */
export function findPrefixFault(column: string, cells: RowCells): RowFault | null {
  const list = cells.list(PREFIX);
  if (list?.every(isWhole) === true) return null;
  const text = cells.text(PREFIX);
  if (text === null) return null;
  const message = `${column} must be a list of whole numbers, got ${quoteValue(text)}`;
  return { message, label: `something else than a list in ${column}` };
}

/** Long integers come as texts, since a float64 would round them. */
function isWhole(block: unknown): boolean {
  return typeof block === "string" ? /^-?[0-9]{16,}$/u.test(block) : Number.isInteger(block);
}
