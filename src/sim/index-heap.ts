/**
 * A min-heap of small integers: the idle servers behind one central queue, of which always the
 * lowest-numbered starts next.
 */
export class IndexHeap {
  /** Number of members. */
  size = 0;
  private readonly items: Int32Array;

  /** Starts with all of 0..capacity−1 as members. */
  constructor(capacity: number) {
    this.items = Int32Array.from({ length: capacity }, (_, index) => index);
    this.size = capacity;
  }

  /** The lowest member; call only when `size` > 0. */
  peek(): number {
    return this.items[0];
  }

  /** Adds an index that is not a member. */
  push(index: number): void {
    const { items } = this;
    let position = this.size++;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (items[parent] < index) break;
      items[position] = items[parent];
      position = parent;
    }
    items[position] = index;
  }

  /** Removes and returns the lowest member; call only when `size` > 0. */
  pop(): number {
    const { items } = this;
    const lowest = items[0];
    const last = items[--this.size];
    const { size } = this;
    let position = 0;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= size) break;
      if (child + 1 < size && items[child + 1] < items[child]) child++;
      if (items[child] >= last) break;
      items[position] = items[child];
      position = child;
    }
    items[position] = last;
    return lowest;
  }
}
