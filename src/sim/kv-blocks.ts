/**
 * Paged KV-cache accounting of one replica.
 *
 * A decoding sequence adds one token a step and needs a new block whenever its cached tokens fill
 * the last one. How many do so at a given step depends only on their tokens modulo the block size,
 * so the growth of a whole leap is known exactly from the number of sequences in each residue
 * class. The class of a sequence is (tokens before the step − step number) mod blockSize, which
 * stays the same from step to step.
 */
export class KvBlocks {
  /** Blocks in use. */
  used = 0;
  /** Blocks there are; Infinity for no limit. */
  readonly total: number;
  private readonly blockSize: number;
  /** Of a block size that is a power of two: one less, and its reciprocal; else −1 and 0. */
  private readonly mask: number;
  private readonly perToken: number;
  /** Decoding sequences in each residue class. */
  private readonly classes: Int32Array;

  /**
   * @param total - Blocks; Infinity for no limit, and then nothing is counted.
   * @param blockSize - Tokens a block holds, ≥ 1.
   */
  constructor(total: number, blockSize: number) {
    this.total = total;
    this.blockSize = blockSize;
    const isPowerOfTwo = blockSize < 2 ** 30 && (blockSize & (blockSize - 1)) === 0;
    this.mask = isPowerOfTwo ? blockSize - 1 : -1;
    this.perToken = isPowerOfTwo ? 1 / blockSize : 0;
    this.classes = new Int32Array(total === Infinity ? 0 : blockSize);
  }

  /** Free blocks. */
  get free(): number {
    return this.total - this.used;
  }

  /** Blocks that hold a number of tokens. */
  blocksFor(tokens: number): number {
    return Math.ceil(this.inBlocks(tokens));
  }

  /** Counts a sequence that decodes from now on, or (by −1) no longer. */
  countDecoding(tokens: number, step: number, change: 1 | -1): void {
    if (this.total < Infinity) this.classes[this.residue(tokens - step)] += change;
  }

  /**
   * Blocks the decoding sequences need in addition for a run of steps.
   *
   * @param step - Number of the first step.
   * @param steps - Length of the run, ≥ 0.
   * @param decoding - Decoding sequences.
   */
  growth(step: number, steps: number, decoding: number): number {
    const { blockSize, classes } = this;
    if (this.total === Infinity) return 0;
    const cycles = Math.floor(this.inBlocks(steps));
    const rest = steps - cycles * blockSize;
    let blocks = cycles * decoding;
    // Those that need a block one step later stand one class lower.
    let residue = this.residue(-step);
    for (let ahead = 0; ahead < rest; ahead++) {
      blocks += classes[residue];
      residue = residue === 0 ? blockSize - 1 : residue - 1;
    }
    return blocks;
  }

  /**
   * The longest run of at most `limit` steps for which the free blocks suffice.
   *
   * @param step - Number of the first step.
   * @param limit - Steps asked for, ≥ 1.
   * @param decoding - Decoding sequences, ≥ 1.
   */
  affordableSteps(step: number, limit: number, decoding: number): number {
    // Mostly there is room for a block too many for each.
    const mostNeeded = decoding * this.blocksFor(limit);
    return mostNeeded <= this.free ? limit : this.walkToShortage(step, limit, decoding);
  }

  private walkToShortage(step: number, limit: number, decoding: number): number {
    const { blockSize, free } = this;
    const cycles = Math.floor(free / decoding);
    let left = free - cycles * decoding;
    let steps = cycles * blockSize;
    while (steps < limit) {
      left -= this.needAt(step + steps);
      if (left < 0) break;
      steps++;
    }
    return Math.min(steps, limit);
  }

  /** Blocks the decoding sequences need at one step. */
  needAt(step: number): number {
    return this.classes[this.residue(-step)];
  }

  private residue(value: number): number {
    // Exact for all |value| < 2^53, and cheaper than %, which is a library call on float64.
    if (this.mask >= 0) return value & this.mask;
    return value - Math.floor(value / this.blockSize) * this.blockSize;
  }

  /**
   * Tokens over block size; a product with a power of two is the same to the last bit, and faster.
   */
  private inBlocks(tokens: number): number {
    return this.mask >= 0 ? tokens * this.perToken : tokens / this.blockSize;
  }
}
