import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { WinnerTree } from "../../src/sim/winner-tree.ts";

/** Few different times, so that ties are frequent. */
const time = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity));

describe("WinnerTree", () => {
  it("names the earliest leaf, the lowest among equals, as a linear scan does", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.nat(), time), { maxLength: 200 }),
        (size, changes) => {
          const tree = new WinnerTree(size);
          const times = Array<number>(size).fill(Infinity);
          for (const [choice, next] of changes) {
            const leaf = choice % size;
            tree.set(leaf, next);
            times[leaf] = next;
            const earliest = Math.min(...times);
            expect(tree.minTime).toBe(earliest);
            if (earliest < Infinity) expect(tree.winner).toBe(times.indexOf(earliest));
          }
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it("has no event at first, whatever its size", () => {
    for (const size of [1, 2, 3, 8, 9]) expect(new WinnerTree(size).minTime).toBe(Infinity);
  });

  it("names the first leaf when all have the same time", () => {
    const tree = new WinnerTree(7);
    for (let leaf = 6; leaf >= 0; leaf--) tree.set(leaf, 2.5);
    expect(tree.winner).toBe(0);
    tree.set(0, 3);
    expect(tree.winner).toBe(1);
  });
});
