import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { KvBlocks } from "../../src/sim/kv-blocks.ts";

const example = fc.record({
  blockSize: fc.integer({ min: 1, max: 20 }),
  tokens: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }),
  step: fc.integer({ min: 0, max: 50 }),
  steps: fc.integer({ min: 0, max: 70 }),
  spare: fc.integer({ min: 0, max: 80 }),
});

/** Blocks that sequences of `tokens` tokens need in addition, each growing by one token a step. */
function growOneByOne(tokens: readonly number[], blockSize: number, steps: number): number {
  let blocks = 0;
  for (let step = 0; step < steps; step++) {
    for (const start of tokens) {
      const before = Math.ceil((start + step) / blockSize);
      const after = Math.ceil((start + step + 1) / blockSize);
      blocks += after - before;
    }
  }
  return blocks;
}

/** Replica 1 of two, whose sequences have `tokens` tokens before `step` and `spare` blocks. */
function prepare(
  tokens: readonly number[],
  blockSize: number,
  step: number,
  spare: number,
): KvBlocks {
  let used = 0;
  for (const count of tokens) used += Math.ceil(count / blockSize);
  const kv = new KvBlocks(2, used + spare, blockSize);
  kv.used[1] = used;
  for (const count of tokens) kv.countDecoding(1, count, step, 1);
  // A neighbour must not be counted in.
  kv.countDecoding(0, 1, step, 1);
  return kv;
}

describe("KvBlocks", () => {
  it("grow over a run of steps as the sequences one by one do", () => {
    fc.assert(
      fc.property(example, ({ blockSize, tokens, step, steps, spare }) => {
        const kv = prepare(tokens, blockSize, step, spare);
        expect(kv.growth(1, step, steps, tokens.length)).toBe(
          growOneByOne(tokens, blockSize, steps),
        );
      }),
      { seed: 18, numRuns: 1000 },
    );
  });

  it("afford the longest run that their free blocks hold, and no step more", () => {
    fc.assert(
      fc.property(example, ({ blockSize, tokens, step, steps: limit, spare }) => {
        const kv = prepare(tokens, blockSize, step, spare);
        let expected = 0;
        while (expected < limit && growOneByOne(tokens, blockSize, expected + 1) <= spare) {
          expected++;
        }
        expect(kv.affordableSteps(1, step, limit, tokens.length)).toBe(expected);
      }),
      { seed: 19, numRuns: 1000 },
    );
  });

  it("forget a sequence that no longer decodes, at whatever step it stops", () => {
    fc.assert(
      fc.property(example, ({ blockSize, tokens, step, steps, spare }) => {
        const kv = prepare(tokens, blockSize, step, spare);
        const later = step + steps;
        kv.countDecoding(1, tokens[0] + steps, later, -1);
        const left = tokens.slice(1).map((count) => count + steps);
        expect(kv.growth(1, later, 40, left.length)).toBe(growOneByOne(left, blockSize, 40));
      }),
      { seed: 20, numRuns: 500 },
    );
  });

  it("round the tokens of a sequence up to whole blocks", () => {
    const kv = new KvBlocks(1, 10, 16);
    expect([1, 16, 17, 32].map((tokens) => kv.blocksFor(tokens))).toEqual([1, 1, 2, 2]);
    kv.used[0] = 4;
    expect(kv.free(0)).toBe(6);
  });

  it("without a limit afford everything and grow by nothing", () => {
    const kv = new KvBlocks(1, Infinity, 16);
    kv.countDecoding(0, 5, 0, 1);
    expect(kv.affordableSteps(0, 1, 1e9, 1)).toBe(1e9);
    expect(kv.growth(0, 1, 1e9, 1)).toBe(0);
    expect(kv.free(0)).toBe(Infinity);
  });
});
