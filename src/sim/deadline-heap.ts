import { grownFloat64, grownInt32, NONE } from "./request-slots.ts";

/**
 * Client deadlines of requests in flight: an indexed binary min-heap of slots by (deadline, row).
 *
 * Entries are taken out when a request ends, so the heap holds only live clients. With one timeout
 * for all, deadlines arrive in ascending order and an insertion costs O(1).
 */
export class DeadlineHeap {
  /** Number of deadlines pending. */
  size = 0;
  private deadlines = new Float64Array(64);
  private rows = new Int32Array(64);
  private slots = new Int32Array(64);
  /** Heap position of each slot, NONE when it isn't in the heap. */
  private positions = new Int32Array(64).fill(NONE);

  /** Earliest deadline, Infinity when there is none. */
  get minTime(): number {
    return this.size === 0 ? Infinity : this.deadlines[0];
  }

  /** Slot of the earliest deadline, lowest row first among equals; call only when `size` > 0. */
  get minSlot(): number {
    return this.slots[0];
  }

  /** Adds a slot that is not in the heap. */
  push(slot: number, deadline: number, row: number): void {
    if (this.size === this.deadlines.length) {
      this.deadlines = grownFloat64(this.deadlines);
      this.rows = grownInt32(this.rows);
      this.slots = grownInt32(this.slots);
    }
    while (slot >= this.positions.length) {
      const { length } = this.positions;
      this.positions = grownInt32(this.positions);
      this.positions.fill(NONE, length);
    }
    this.siftUp(this.size++, slot, deadline, row);
  }

  /** Takes a slot out; does nothing if it isn't in the heap. */
  remove(slot: number): void {
    const position = slot < this.positions.length ? this.positions[slot] : NONE;
    if (position === NONE) return;
    this.positions[slot] = NONE;
    const last = --this.size;
    if (position === last) return;
    const { deadlines, rows, slots } = this;
    const deadline = deadlines[last];
    const row = rows[last];
    const parent = (position - 1) >> 1;
    if (position > 0 && isBefore(deadline, row, deadlines[parent], rows[parent])) {
      this.siftUp(position, slots[last], deadline, row);
    } else {
      this.siftDown(position, slots[last], deadline, row);
    }
  }

  private siftUp(position: number, slot: number, deadline: number, row: number): void {
    const { deadlines, rows } = this;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (!isBefore(deadline, row, deadlines[parent], rows[parent])) break;
      this.place(position, this.slots[parent], deadlines[parent], rows[parent]);
      position = parent;
    }
    this.place(position, slot, deadline, row);
  }

  private siftDown(position: number, slot: number, deadline: number, row: number): void {
    const { deadlines, rows, size } = this;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && isBefore(deadlines[right], rows[right], deadlines[child], rows[child])) {
        child = right;
      }
      if (!isBefore(deadlines[child], rows[child], deadline, row)) break;
      this.place(position, this.slots[child], deadlines[child], rows[child]);
      position = child;
    }
    this.place(position, slot, deadline, row);
  }

  private place(position: number, slot: number, deadline: number, row: number): void {
    this.slots[position] = slot;
    this.deadlines[position] = deadline;
    this.rows[position] = row;
    this.positions[slot] = position;
  }
}

function isBefore(deadlineA: number, rowA: number, deadlineB: number, rowB: number): boolean {
  return deadlineA < deadlineB || (deadlineA === deadlineB && rowA < rowB);
}
