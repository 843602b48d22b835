import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PrefixCache } from "../../../src/sim/routing/prefix-cache.ts";

function cacheOf(blocks: number, ...prompts: readonly (readonly number[])[]): PrefixCache {
  const cache = new PrefixCache(blocks);
  for (const prompt of prompts) insert(cache, prompt);
  return cache;
}

function insert(cache: PrefixCache, prompt: readonly number[]): void {
  cache.insert(Int32Array.from(prompt), 0, prompt.length);
}

function match(cache: PrefixCache, prompt: readonly number[]): number {
  return cache.match(Int32Array.from(prompt), 0, prompt.length);
}

describe("PrefixCache", () => {
  it("matches leading blocks only", () => {
    const cache = cacheOf(10, [1, 2, 3]);
    expect(match(cache, [1, 2, 3, 4])).toBe(3);
    expect(match(cache, [1, 9, 3])).toBe(1);
    expect(match(cache, [9, 2, 3])).toBe(0);
    expect(match(cache, [])).toBe(0);
  });

  it("looks only at the blocks between the bounds", () => {
    const cache = new PrefixCache(10);
    const hashes = Int32Array.of(7, 1, 2, 3, 8);
    cache.insert(hashes, 1, 4);
    expect(cache.size).toBe(3);
    expect(cache.match(hashes, 1, 3)).toBe(2);
    expect(cache.match(hashes, 1, 5)).toBe(3);
    expect(cache.match(hashes, 0, 5)).toBe(0);
  });

  it("evicts the tail of the prompt used longest ago", () => {
    // By age after the two prompts: 3, 2, 1, 5, 4. Two more blocks push out 3 and 2.
    const cache = cacheOf(5, [1, 2, 3], [4, 5], [6, 7]);
    expect(match(cache, [1, 2, 3])).toBe(1);
    expect(match(cache, [4, 5])).toBe(2);
    expect(match(cache, [6, 7])).toBe(2);
  });

  it("keeps a shared head that was used again over tails that were not", () => {
    const cache = cacheOf(4, [1, 2, 3], [1, 4], [5]);
    expect(match(cache, [1, 2, 3])).toBe(2);
    expect(match(cache, [1, 4])).toBe(2);
    insert(cache, [6]);
    expect(match(cache, [1, 2, 3])).toBe(1);
  });

  it("does not count a match as a use", () => {
    const cache = cacheOf(2, [1], [2]);
    expect(match(cache, [1])).toBe(1);
    insert(cache, [3]);
    expect(match(cache, [1])).toBe(0);
    expect(match(cache, [2])).toBe(1);
  });

  it("keeps the head of a prompt longer than itself", () => {
    const cache = cacheOf(3, [9, 8], [1, 2, 3, 4, 5]);
    expect(match(cache, [1, 2, 3, 4, 5])).toBe(3);
    expect(cache.size).toBe(3);
    expect(match(cache, [9])).toBe(0);
  });

  it("forgets every block when it is cleared, and starts anew", () => {
    const cache = cacheOf(3, [1, 2, 3]);
    cache.clear();
    expect(cache.size).toBe(0);
    expect(match(cache, [1])).toBe(0);
    insert(cache, [4, 5, 6, 7]);
    expect(match(cache, [4, 5, 6, 7])).toBe(3);
  });

  it("holds what a list ordered by last use holds", () => {
    // Few hashes for many evictions and bucket collisions, extremes for the sign bit.
    const hash = fc.oneof(fc.nat(40), fc.constantFrom(-1, -(2 ** 31), 2 ** 31 - 1), fc.integer());
    const prompts = fc.array(fc.tuple(fc.array(hash, { maxLength: 12 }), fc.nat(30)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 7, 20, 200, Infinity), prompts, (blocks, sequence) => {
        const cache = new PrefixCache(blocks);
        let byUse: number[] = [];
        for (const [prompt, clearing] of sequence) {
          const missing = prompt.findIndex((block) => !byUse.includes(block));
          expect(match(cache, prompt)).toBe(missing < 0 ? prompt.length : missing);
          insert(cache, prompt);
          for (const block of prompt.toReversed()) {
            byUse = [block, ...byUse.filter((other) => other !== block)].slice(0, blocks);
          }
          if (clearing === 0) {
            cache.clear();
            byUse = [];
          }
          expect(cache.size).toBe(byUse.length);
          expect(byUse.every((block) => match(cache, [block]) === 1)).toBe(true);
        }
      }),
      { seed: 31, numRuns: 150 },
    );
  });

  it("never holds a block without those before it", () => {
    // Prompts are paths of a binary tree: block n stands below block floor(n / 2).
    const leaves = fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), leaves, (blocks, sequence) => {
        const cache = new PrefixCache(blocks);
        for (const leaf of sequence) {
          const path: number[] = [];
          for (let block = leaf; block >= 1; block >>= 1) path.unshift(block);
          insert(cache, path);
          for (let block = 2; block < 256; block++) {
            if (match(cache, [block]) === 1) expect(match(cache, [block >> 1])).toBe(1);
          }
        }
      }),
      { seed: 32, numRuns: 30 },
    );
  });
});
