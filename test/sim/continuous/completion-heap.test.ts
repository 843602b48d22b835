import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CompletionHeap } from "../../../src/sim/continuous/completion-heap.ts";
import { Sequence } from "../../../src/sim/continuous/sequence.ts";

function ending(endStep: number): Sequence {
  const sequence = new Sequence(0);
  sequence.endStep = endStep;
  return sequence;
}

describe("CompletionHeap", () => {
  it("gives the sequences by end, as sorting does, while others come and go", () => {
    const move = fc.tuple(
      fc.constantFrom("push", "push", "pop", "remove"),
      fc.integer({ min: 0, max: 30 }),
      fc.nat(),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 250 }), (moves) => {
        const heap = new CompletionHeap();
        const members: Sequence[] = [];
        for (const [kind, endStep, choice] of moves) {
          if (kind === "push") {
            const sequence = ending(endStep);
            heap.push(sequence);
            members.push(sequence);
          } else if (members.length > 0 && kind === "pop") {
            const earliest = Math.min(...members.map((member) => member.endStep));
            const popped = heap.pop();
            expect(popped.endStep).toBe(earliest);
            members.splice(members.indexOf(popped), 1);
          } else if (members.length > 0) {
            const [gone] = members.splice(choice % members.length, 1);
            heap.remove(gone);
          }
          expect(heap.size).toBe(members.length);
          expect(heap.nextEnd).toBe(Math.min(...members.map((member) => member.endStep)));
        }
        const drained = members.map(() => heap.pop().endStep);
        expect(drained).toEqual(members.map((member) => member.endStep).sort((a, b) => a - b));
      }),
      { seed: 17, numRuns: 100 },
    );
  });

  it("takes a sequence again that has left it", () => {
    const heap = new CompletionHeap();
    const [early, late] = [ending(3), ending(5)];
    heap.push(early);
    heap.push(late);
    heap.remove(early);
    early.endStep = 9;
    heap.push(early);
    expect([heap.pop(), heap.pop()]).toEqual([late, early]);
    expect(heap.nextEnd).toBe(Infinity);
  });
});
