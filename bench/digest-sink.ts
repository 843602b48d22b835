import type { FinishedBlock, FinishedSink } from "../src/sim/finished-requests.ts";

/** FNV-1a's offset basis and prime, http://www.isthe.com/chongo/tech/comp/fnv, read in 2026. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Adds up a hash of each finished request, FNV-1a over its row and the two halves of its end time,
 * so that two runs have the same digest if all ends are the same to the last bit, in whatever order
 * they were handed on. Also adds up the ends themselves, for simulators that agree only to
 * rounding.
 */
export class DigestSink implements FinishedSink {
  /** Sum of the end times, seconds. */
  endSum = 0;
  private hashSum = 0;

  accept(block: FinishedBlock, count: number): void {
    const { ends, rows } = block;
    const words = new Uint32Array(ends.buffer, ends.byteOffset, 2 * count);
    let { endSum, hashSum } = this;
    for (let i = 0; i < count; i++) {
      let hash = Math.imul(OFFSET_BASIS ^ rows[i], PRIME);
      hash = Math.imul(hash ^ words[2 * i], PRIME);
      hash = Math.imul(hash ^ words[2 * i + 1], PRIME);
      hashSum = (hashSum + hash) | 0;
      endSum += ends[i];
    }
    this.endSum = endSum;
    this.hashSum = hashSum;
  }

  /** Eight hexadecimal digits. */
  get digest(): string {
    return (this.hashSum >>> 0).toString(16).padStart(8, "0");
  }
}
