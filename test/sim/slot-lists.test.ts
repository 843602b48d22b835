import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NONE, RequestSlots } from "../../src/sim/request-slots.ts";
import { SlotLists } from "../../src/sim/slot-lists.ts";

/** Members from the head on, checking the backward links on the way. */
function membersOf(lists: SlotLists, slots: RequestSlots, list: number): number[] {
  const members: number[] = [];
  let before = NONE;
  for (let slot = lists.heads[list]; slot !== NONE; slot = slots.next[slot]) {
    expect(slots.previous[slot]).toBe(before);
    members.push(slot);
    before = slot;
  }
  expect(lists.tails[list]).toBe(before);
  return members;
}

describe("SlotLists", () => {
  it("keep the order of arrays under the same pushes, pops and removals", () => {
    const move = fc.tuple(fc.constantFrom("push", "push", "pop", "remove"), fc.nat(), fc.nat(2));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
        const slots = new RequestSlots();
        const lists = new SlotLists(slots, 3);
        const expected: number[][] = [[], [], []];
        moves.forEach(([kind, choice, list], row) => {
          const members = expected[list];
          if (kind === "push") {
            const slot = slots.allocate(row, list);
            lists.pushBack(list, slot);
            members.push(slot);
          } else if (members.length > 0) {
            const place = kind === "pop" ? 0 : choice % members.length;
            const [slot] = members.splice(place, 1);
            if (kind === "pop") expect(lists.popFront(list)).toBe(slot);
            else lists.remove(list, slot);
            slots.release(slot);
          }
          expected.forEach((own, index) => {
            expect(membersOf(lists, slots, index)).toEqual(own);
            expect(lists.lengths[index]).toBe(own.length);
          });
        });
      }),
      { seed: 14, numRuns: 100 },
    );
  });

  it("let a slot move from one list to another", () => {
    const slots = new RequestSlots();
    const lists = new SlotLists(slots, 2);
    const slot = slots.allocate(0, 0);
    lists.pushBack(0, slot);
    lists.remove(0, slot);
    lists.pushBack(1, slot);
    expect(membersOf(lists, slots, 0)).toEqual([]);
    expect(membersOf(lists, slots, 1)).toEqual([slot]);
  });
});
