import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SequenceList } from "../../../src/sim/continuous/sequence-list.ts";
import { SequenceStore } from "../../../src/sim/continuous/sequence-store.ts";
import type { Sequence } from "../../../src/sim/continuous/sequence.ts";

/** Rows of the members from the head on, checking the backward links on the way. */
function rowsOf(list: SequenceList): number[] {
  const rows: number[] = [];
  let before: Sequence | null = null;
  for (let member = list.head; member !== null; member = member.next) {
    expect(member.previous).toBe(before);
    rows.push(member.row);
    before = member;
  }
  expect(list.tail).toBe(before);
  return rows;
}

describe("SequenceList", () => {
  it("keeps the order of an array under the same pushes and removals of recycled records", () => {
    const move = fc.tuple(fc.constantFrom("back", "front", "remove"), fc.nat());
    fc.assert(
      fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
        const store = new SequenceStore();
        const list = new SequenceList();
        const members: Sequence[] = [];
        for (const [row, [kind, choice]] of moves.entries()) {
          if (kind === "remove") {
            if (members.length === 0) continue;
            const [gone] = members.splice(choice % members.length, 1);
            list.remove(gone);
            store.close(gone);
          } else {
            const sequence = store.open(row, 1, 1, null);
            if (kind === "back") list.pushBack(sequence);
            else list.pushFront(sequence);
            members.splice(kind === "back" ? members.length : 0, 0, sequence);
          }
          expect(rowsOf(list)).toEqual(members.map((member) => member.row));
          expect(list.length).toBe(members.length);
        }
      }),
      { seed: 14, numRuns: 100 },
    );
  });
});

describe("SequenceStore", () => {
  it("uses closed records again before it makes new ones", () => {
    const store = new SequenceStore();
    const first = store.open(0, 3, 4, null);
    const second = store.open(1, 3, 4, null);
    expect([first.slot, second.slot]).toEqual([0, 1]);
    store.close(first);
    const again = store.open(2, 5, 6, null);
    expect(again).toBe(first);
    expect(store.at(0)).toBe(again);
    expect([again.row, again.input, again.output]).toEqual([2, 5, 6]);
    expect(store.open(3, 1, 1, null).slot).toBe(2);
  });

  it("leaves nothing of a record's last request", () => {
    const store = new SequenceStore();
    const used = store.open(0, 3, 4, null);
    Object.assign(used, { computed: 7, generated: 2, isGone: true, isRecomputing: true });
    Object.assign(used, { first: 2, phase: 2, recomputed: 1, spent: 3, start: 1 });
    store.close(used);
    expect(store.open(1, 1, 1, null)).toMatchObject({
      computed: 0,
      first: NaN,
      generated: 0,
      isGone: false,
      isRecomputing: false,
      phase: 0,
      recomputed: 0,
      spent: 0,
      start: NaN,
    });
  });
});
