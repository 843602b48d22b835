import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DeadlineHeap } from "../../src/sim/deadline-heap.ts";

interface Pending {
  readonly slot: number;
  readonly deadline: number;
  readonly row: number;
}

function earliest(pending: readonly Pending[]): Pending {
  return [...pending].sort((a, b) => a.deadline - b.deadline || a.row - b.row)[0];
}

describe("DeadlineHeap", () => {
  it("orders by deadline and then by row, whatever is taken out of its middle", () => {
    // Each move pushes a deadline, or (every third kind) removes some pending slot.
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })), { maxLength: 300 }),
        (moves) => {
          const heap = new DeadlineHeap();
          const pending: Pending[] = [];
          moves.forEach(([choice, deadline], move) => {
            if (choice % 3 === 0 && pending.length > 0) {
              const [gone] = pending.splice(choice % pending.length, 1);
              heap.remove(gone.slot);
            } else {
              // Rows descend, so that a tie is not settled by the order of insertion.
              const added = { slot: move, deadline, row: moves.length - move };
              pending.push(added);
              heap.push(added.slot, added.deadline, added.row);
            }
            expect(heap.size).toBe(pending.length);
            if (pending.length === 0) expect(heap.minTime).toBe(Infinity);
            else {
              expect(heap.minTime).toBe(earliest(pending).deadline);
              expect(heap.minSlot).toBe(earliest(pending).slot);
            }
          });
        },
      ),
      { seed: 13, numRuns: 200 },
    );
  });

  it("holds more deadlines than it has room for at first", () => {
    const heap = new DeadlineHeap();
    for (let slot = 0; slot < 500; slot++) heap.push(slot, 1000 - slot, slot);
    const drained = Array.from({ length: 500 }, () => {
      const slot = heap.minSlot;
      heap.remove(slot);
      return slot;
    });
    expect(drained).toEqual(Array.from({ length: 500 }, (_, place) => 499 - place));
  });

  it("ignores the removal of a slot that it does not hold", () => {
    const heap = new DeadlineHeap();
    heap.push(3, 7, 0);
    heap.remove(2);
    heap.remove(1_000_000);
    expect(heap.size).toBe(1);
    heap.remove(3);
    heap.remove(3);
    expect(heap.size).toBe(0);
  });

  it("takes a slot in again after it has left", () => {
    const heap = new DeadlineHeap();
    heap.push(3, 7, 0);
    heap.remove(3);
    heap.push(3, 9, 1);
    expect(heap.minTime).toBe(9);
    expect(heap.minSlot).toBe(3);
  });
});
