import type { Sequence } from "./sequence.ts";

/**
 * The decoding sequences of a replica, by the step number at which they emit their last token: a
 * binary min-heap.
 */
export class CompletionHeap {
  /** Sequences in the heap. */
  size = 0;
  /** Entries beyond `size` are left over. */
  private readonly items: Sequence[] = [];

  /** Step number at which the next sequence ends; Infinity if none decodes. */
  get nextEnd(): number {
    return this.size === 0 ? Infinity : this.items[0].endStep;
  }

  /** Adds a sequence by its `endStep`. */
  push(sequence: Sequence): void {
    const position = this.size++;
    if (position === this.items.length) this.items.push(sequence);
    this.siftUp(position, sequence);
  }

  /** Removes and returns the sequence that ends next; call only when there is one. */
  pop(): Sequence {
    const next = this.items[0];
    this.remove(next);
    return next;
  }

  /** Takes a member out. */
  remove({ heapPosition }: Sequence): void {
    const { items } = this;
    const last = --this.size;
    if (heapPosition === last) return;
    const moved = items[last];
    const parent = (heapPosition - 1) >> 1;
    if (heapPosition > 0 && items[parent].endStep > moved.endStep) this.siftUp(heapPosition, moved);
    else this.siftDown(heapPosition, moved);
  }

  private siftUp(from: number, sequence: Sequence): void {
    const { items } = this;
    const { endStep } = sequence;
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = items[parent];
      if (above.endStep <= endStep) break;
      items[position] = above;
      above.heapPosition = position;
      position = parent;
    }
    items[position] = sequence;
    sequence.heapPosition = position;
  }

  private siftDown(from: number, sequence: Sequence): void {
    const { items, size } = this;
    const { endStep } = sequence;
    let position = from;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= size) break;
      if (child + 1 < size && items[child + 1].endStep < items[child].endStep) child++;
      const below = items[child];
      if (below.endStep >= endStep) break;
      items[position] = below;
      below.heapPosition = position;
      position = child;
    }
    items[position] = sequence;
    sequence.heapPosition = position;
  }
}
