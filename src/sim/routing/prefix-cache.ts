/** Blocks a cache has room for before it grows the first time. */
const INITIAL_BLOCKS = 64;

/** 2³² over the golden ratio: Fibonacci hashing (Knuth, TAOCP 3, section 6.4). */
const GOLDEN = 0x9e3779b1;

/**
 * The prefix cache of one replica: the block hashes used last, as many as there are blocks.
 *
 * A block is of use only together with all blocks before it, so a prompt's blocks are touched from
 * the last to the first: no block is ever older than one that follows it in a prompt, and what is
 * evicted are leaves of the prefix tree. vLLM gets there by freeing a request's blocks tail first
 * (`free` in vllm/v1/core/single_type_kv_cache_manager.py, read 2026-11).
 *
 * Slots of parallel arrays, linked into hash buckets and into a list by age; every operation is
 * O(1) a block, and once the arrays have grown to the number of blocks nothing is allocated.
 */
export class PrefixCache {
  /** Blocks present. */
  size = 0;
  private readonly capacity: number;
  private keys: Int32Array = new Int32Array(0);
  /** Neighbours by age, −1 at the ends. */
  private newer: Int32Array = new Int32Array(0);
  private older: Int32Array = new Int32Array(0);
  private newest = -1;
  private oldest = -1;
  /** First slot of each bucket and the next one behind each slot, −1 for none. */
  private heads: Int32Array = new Int32Array(0);
  private behind: Int32Array = new Int32Array(0);
  /** Bits of a mixed hash that don't name its bucket. */
  private shift = 0;

  /** @param blocks - Blocks there is room for, ≥ 1; Infinity for no limit. */
  constructor(blocks: number) {
    this.capacity = blocks;
    this.allocate(Math.min(blocks, INITIAL_BLOCKS));
  }

  /**
   * Number of leading blocks that are present, of `hashes[from]` up to, not including,
   * `hashes[to]`. Leaves their age as it is.
   */
  match(hashes: Int32Array, from: number, to: number): number {
    let position = from;
    while (position < to && this.find(hashes[position]) >= 0) position++;
    return position - from;
  }

  /**
   * Makes the blocks `hashes[from]` up to, not including, `hashes[to]` the most recent ones, the
   * first one the most recent of all. Of a prompt longer than the cache the head stays.
   */
  insert(hashes: Int32Array, from: number, to: number): void {
    for (let position = to - 1; position >= from; position--) this.touch(hashes[position]);
  }

  /** Forgets every block. */
  clear(): void {
    this.size = 0;
    this.newest = -1;
    this.oldest = -1;
    this.heads.fill(-1);
  }

  private touch(hash: number): void {
    let slot = this.find(hash);
    if (slot < 0) slot = this.occupySlot(hash);
    else this.unlinkAge(slot);
    this.older[slot] = this.newest;
    this.newer[slot] = -1;
    if (this.newest >= 0) this.newer[this.newest] = slot;
    else this.oldest = slot;
    this.newest = slot;
  }

  private find(hash: number): number {
    const { keys, behind } = this;
    let slot = this.heads[this.bucketOf(hash)];
    while (slot >= 0 && keys[slot] !== hash) slot = behind[slot];
    return slot;
  }

  /** A slot for a new hash: an unused one, or that of the least recently used block. */
  private occupySlot(hash: number): number {
    let slot = this.size;
    if (slot < this.capacity) {
      if (slot === this.keys.length) this.allocate(Math.min(this.capacity, 2 * slot));
      this.size++;
    } else {
      slot = this.oldest;
      this.unlinkAge(slot);
      this.unlinkBucket(slot);
    }
    this.keys[slot] = hash;
    this.linkBucket(slot);
    return slot;
  }

  private unlinkAge(slot: number): void {
    const newer = this.newer[slot];
    const older = this.older[slot];
    if (newer >= 0) this.older[newer] = older;
    else this.newest = older;
    if (older >= 0) this.newer[older] = newer;
    else this.oldest = newer;
  }

  private linkBucket(slot: number): void {
    const bucket = this.bucketOf(this.keys[slot]);
    this.behind[slot] = this.heads[bucket];
    this.heads[bucket] = slot;
  }

  private unlinkBucket(slot: number): void {
    const { heads, behind } = this;
    const bucket = this.bucketOf(this.keys[slot]);
    if (heads[bucket] === slot) {
      heads[bucket] = behind[slot];
      return;
    }
    let before = heads[bucket];
    while (behind[before] !== slot) before = behind[before];
    behind[before] = behind[slot];
  }

  private bucketOf(hash: number): number {
    return Math.imul(hash, GOLDEN) >>> this.shift;
  }

  /** Makes room for `slots` blocks, keeping those present. */
  private allocate(slots: number): void {
    this.keys = extend(this.keys, slots);
    this.newer = extend(this.newer, slots);
    this.older = extend(this.older, slots);
    this.behind = new Int32Array(slots);
    // At least two buckets: a shift by 32 would be one by 0.
    this.shift = 31;
    while (2 ** (32 - this.shift) < slots) this.shift--;
    this.heads = new Int32Array(2 ** (32 - this.shift)).fill(-1);
    for (let slot = 0; slot < this.size; slot++) this.linkBucket(slot);
  }
}

function extend(array: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
