import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CompletionHeaps } from "../../src/sim/completion-heaps.ts";

interface Decoding {
  readonly slot: number;
  readonly endStep: number;
}

describe("CompletionHeaps", () => {
  it("give each replica's sequences by end, as sorting does, while others come and go", () => {
    const move = fc.tuple(
      fc.constantFrom("push", "push", "pop", "remove"),
      fc.nat(2),
      fc.integer({ min: 0, max: 30 }),
      fc.nat(),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 250 }), (moves) => {
        const heaps = new CompletionHeaps(3);
        const expected: Decoding[][] = [[], [], []];
        moves.forEach(([kind, replica, endStep, choice], slot) => {
          const members = expected[replica];
          if (kind === "push") {
            heaps.push(replica, slot, endStep);
            members.push({ slot, endStep });
          } else if (members.length > 0 && kind === "pop") {
            const earliest = Math.min(...members.map((member) => member.endStep));
            const popped = heaps.pop(replica);
            const place = members.findIndex((member) => member.slot === popped);
            expect(members[place].endStep).toBe(earliest);
            members.splice(place, 1);
          } else if (members.length > 0) {
            const [gone] = members.splice(choice % members.length, 1);
            heaps.remove(replica, gone.slot);
          }
          expected.forEach((own, index) => {
            expect(heaps.sizes[index]).toBe(own.length);
            expect(heaps.nextEnd(index)).toBe(Math.min(...own.map((member) => member.endStep)));
            for (const member of own) {
              expect(heaps.endOf(index, member.slot)).toBe(member.endStep);
            }
          });
        });
      }),
      { seed: 17, numRuns: 60 },
    );
  });

  it("widen for a replica with many sequences, and keep those of the others", () => {
    const heaps = new CompletionHeaps(2);
    heaps.push(1, 999, 5);
    for (let slot = 0; slot < 100; slot++) heaps.push(0, slot, (slot * 37) % 101);
    const drained = Array.from({ length: 100 }, () => (heaps.pop(0) * 37) % 101);
    expect(drained).toEqual([...drained].sort((a, b) => a - b));
    expect(heaps.nextEnd(0)).toBe(Infinity);
    expect(heaps.nextEnd(1)).toBe(5);
    expect(heaps.pop(1)).toBe(999);
  });
});
