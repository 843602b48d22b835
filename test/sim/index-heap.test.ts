import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { IndexHeap } from "../../src/sim/index-heap.ts";

describe("IndexHeap", () => {
  it("starts with every index and gives them in ascending order", () => {
    const heap = new IndexHeap(20);
    const drained = Array.from({ length: 20 }, () => heap.pop());
    expect(drained).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(heap.size).toBe(0);
  });

  it("pops the lowest member after any pushes and pops", () => {
    // A number pops if it is odd and pushes back one of those popped if it is even.
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.nat(), { maxLength: 200 }),
        (capacity, moves) => {
          const heap = new IndexHeap(capacity);
          const members = new Set(Array.from({ length: capacity }, (_, index) => index));
          const outside: number[] = [];
          for (const move of moves) {
            if (move % 2 === 1 && members.size > 0) {
              const lowest = Math.min(...members);
              expect(heap.peek()).toBe(lowest);
              expect(heap.pop()).toBe(lowest);
              members.delete(lowest);
              outside.push(lowest);
            } else if (outside.length > 0) {
              const [back] = outside.splice(move % outside.length, 1);
              heap.push(back);
              members.add(back);
            }
            expect(heap.size).toBe(members.size);
          }
        },
      ),
      { seed: 12, numRuns: 200 },
    );
  });

  it("may be empty from the start", () => {
    expect(new IndexHeap(0).size).toBe(0);
  });
});
