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

/** A replica whose sequences have `tokens` tokens before `step` and that has `spare` blocks left. */
function prepare(
  tokens: readonly number[],
  blockSize: number,
  step: number,
  spare: number,
): KvBlocks {
  let used = 0;
  for (const count of tokens) used += Math.ceil(count / blockSize);
  const kv = new KvBlocks(used + spare, blockSize);
  kv.used = used;
  for (const count of tokens) kv.countDecoding(count, step, 1);
  return kv;
}

describe("KvBlocks", () => {
  it("grow over a run of steps as the sequences one by one do", () => {
    fc.assert(
      fc.property(example, ({ blockSize, tokens, step, steps, spare }) => {
        const kv = prepare(tokens, blockSize, step, spare);
        expect(kv.growth(step, steps, tokens.length)).toBe(growOneByOne(tokens, blockSize, steps));
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
        expect(kv.affordableSteps(step, limit, tokens.length)).toBe(expected);
      }),
      { seed: 19, numRuns: 1000 },
    );
  });

  it("forget a sequence that no longer decodes, at whatever step it stops", () => {
    fc.assert(
      fc.property(example, ({ blockSize, tokens, step, steps, spare }) => {
        const kv = prepare(tokens, blockSize, step, spare);
        const later = step + steps;
        kv.countDecoding(tokens[0] + steps, later, -1);
        const left = tokens.slice(1).map((count) => count + steps);
        expect(kv.growth(later, 40, left.length)).toBe(growOneByOne(left, blockSize, 40));
      }),
      { seed: 20, numRuns: 500 },
    );
  });

  it("round the tokens of a sequence up to whole blocks", () => {
    const kv = new KvBlocks(10, 16);
    expect([1, 16, 17, 32].map((tokens) => kv.blocksFor(tokens))).toEqual([1, 1, 2, 2]);
    kv.used = 4;
    expect(kv.free).toBe(6);
  });

  it("without a limit afford everything and grow by nothing", () => {
    const kv = new KvBlocks(Infinity, 16);
    kv.countDecoding(5, 0, 1);
    expect(kv.affordableSteps(1, 1e9, 1)).toBe(1e9);
    expect(kv.growth(1, 1e9, 1)).toBe(0);
    expect(kv.free).toBe(Infinity);
  });
});
