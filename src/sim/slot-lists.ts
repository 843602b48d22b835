import { NONE, type RequestSlots } from "./request-slots.ts";

/** First-in-first-out lists over request slots, one a queue; members can leave from anywhere. */
export class SlotLists {
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  readonly lengths: Int32Array;
  private readonly slots: RequestSlots;

  /**
   * @param slots - The slots whose links the lists use.
   * @param count - Number of lists, all empty at first.
   */
  constructor(slots: RequestSlots, count: number) {
    this.slots = slots;
    this.heads = new Int32Array(count).fill(NONE);
    this.tails = new Int32Array(count).fill(NONE);
    this.lengths = new Int32Array(count);
  }

  /** Appends a slot. */
  pushBack(list: number, slot: number): void {
    const { heads, tails } = this;
    const { next, previous } = this.slots;
    const tail = tails[list];
    next[slot] = NONE;
    previous[slot] = tail;
    if (tail === NONE) heads[list] = slot;
    else next[tail] = slot;
    tails[list] = slot;
    this.lengths[list]++;
  }

  /** Takes a member out, wherever it stands. */
  remove(list: number, slot: number): void {
    const { next, previous } = this.slots;
    const before = previous[slot];
    const after = next[slot];
    if (before === NONE) this.heads[list] = after;
    else next[before] = after;
    if (after === NONE) this.tails[list] = before;
    else previous[after] = before;
    this.lengths[list]--;
  }

  /** Takes the first member out and returns it; call only on a list that has one. */
  popFront(list: number): number {
    const slot = this.heads[list];
    this.remove(list, slot);
    return slot;
  }
}
