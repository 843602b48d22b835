import type { RowFault } from "./check-row.ts";
import { GrowableColumn } from "./growable-column.ts";
import { quoteValue } from "./quote-value.ts";

const LIST = /^\[\s*(?:-?[0-9]+(?:\s*,\s*-?[0-9]+)*)?\s*\]$/u;

/** Collects the leading blocks of prompts; their numbers are made small, in order of appearance. */
export class PrefixCollector {
  private readonly offsets = new GrowableColumn((length) => new Int32Array(length));
  private readonly hashes = new GrowableColumn((length) => new Int32Array(length));
  private readonly numbers = new Map<string, number>();

  constructor() {
    this.offsets.push(0);
  }

  /** Adds a row with the blocks of a list as JSON writes it; null for none. */
  push(text: string | null): void {
    for (const [block] of (text ?? "").matchAll(/-?[0-9]+/gu)) {
      const number = this.numbers.get(block) ?? this.numbers.size;
      this.numbers.set(block, number);
      this.hashes.push(number);
    }
    this.offsets.push(this.hashes.length);
  }

  /** The columns; empty if no row had a block. */
  finish(): {
    readonly prefixOffsets: Int32Array<ArrayBuffer>;
    readonly prefixHashes: Int32Array<ArrayBuffer>;
  } {
    const none = this.hashes.length === 0;
    return {
      prefixOffsets: none ? new Int32Array(0) : this.offsets.toArray(),
      prefixHashes: this.hashes.toArray(),
    };
  }
}

/** Says what is wrong with a list of blocks; null if nothing is. */
export function findPrefixFault(column: string, text: string | null): RowFault | null {
  if (text === null || LIST.test(text)) return null;
  const message = `${column} must be a list of whole numbers, got ${quoteValue(text)}`;
  return { message, label: `something else than a list in ${column}` };
}
