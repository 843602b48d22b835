/**
 * Decoding sequences of each replica, by the step number at which they emit their last token.
 *
 * One binary min-heap a replica, all in shared columns of `stride` entries each, so that what a
 * completion touches lies together. The stride doubles when any replica outgrows it: memory is
 * replicas × the largest batch seen, whatever `maxSequences` allows.
 */
export class CompletionHeaps {
  /** Entries in each replica's heap. */
  readonly sizes: Int32Array;
  private stride = 16;
  private endSteps: Float64Array;
  private slots: Int32Array;
  /** Heap position of each decoding slot, relative to its replica's first entry. */
  private positions = new Int32Array(64);

  /** @param replicas - Number of replicas, ≥ 1. */
  constructor(replicas: number) {
    this.sizes = new Int32Array(replicas);
    this.endSteps = new Float64Array(replicas * this.stride);
    this.slots = new Int32Array(replicas * this.stride);
  }

  /** Step number at which the next sequence of a replica ends; Infinity if none decodes. */
  nextEnd(replica: number): number {
    return this.sizes[replica] === 0 ? Infinity : this.endSteps[replica * this.stride];
  }

  /** Step number at which a decoding slot ends. */
  endOf(replica: number, slot: number): number {
    return this.endSteps[replica * this.stride + this.positions[slot]];
  }

  /** Adds a sequence. */
  push(replica: number, slot: number, endStep: number): void {
    if (this.sizes[replica] === this.stride) this.widen();
    if (slot >= this.positions.length) {
      const grown = new Int32Array(Math.max(2 * this.positions.length, slot + 1));
      grown.set(this.positions);
      this.positions = grown;
    }
    this.siftUp(replica * this.stride, this.sizes[replica]++, slot, endStep);
  }

  /** Removes and returns the slot that ends next; call only on a replica that has one. */
  pop(replica: number): number {
    const slot = this.slots[replica * this.stride];
    this.removeAt(replica, 0);
    return slot;
  }

  /** Takes a slot out before its end. */
  remove(replica: number, slot: number): void {
    this.removeAt(replica, this.positions[slot]);
  }

  private removeAt(replica: number, position: number): void {
    const base = replica * this.stride;
    const last = --this.sizes[replica];
    if (position === last) return;
    const { endSteps } = this;
    const endStep = endSteps[base + last];
    const slot = this.slots[base + last];
    if (position > 0 && endSteps[base + ((position - 1) >> 1)] > endStep) {
      this.siftUp(base, position, slot, endStep);
    } else {
      this.siftDown(base, position, last, slot, endStep);
    }
  }

  private siftUp(base: number, position: number, slot: number, endStep: number): void {
    const { endSteps, slots, positions } = this;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (endSteps[base + parent] <= endStep) break;
      const moved = slots[base + parent];
      endSteps[base + position] = endSteps[base + parent];
      slots[base + position] = moved;
      positions[moved] = position;
      position = parent;
    }
    endSteps[base + position] = endStep;
    slots[base + position] = slot;
    positions[slot] = position;
  }

  private siftDown(
    base: number,
    position: number,
    size: number,
    slot: number,
    endStep: number,
  ): void {
    const { endSteps, slots, positions } = this;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= size) break;
      if (child + 1 < size && endSteps[base + child + 1] < endSteps[base + child]) child++;
      if (endSteps[base + child] >= endStep) break;
      const moved = slots[base + child];
      endSteps[base + position] = endSteps[base + child];
      slots[base + position] = moved;
      positions[moved] = position;
      position = child;
    }
    endSteps[base + position] = endStep;
    slots[base + position] = slot;
    positions[slot] = position;
  }

  private widen(): void {
    const { stride, sizes } = this;
    const endSteps = new Float64Array(this.endSteps.length * 2);
    const slots = new Int32Array(this.slots.length * 2);
    for (let replica = 0; replica < sizes.length; replica++) {
      const from = replica * stride;
      endSteps.set(this.endSteps.subarray(from, from + stride), 2 * from);
      slots.set(this.slots.subarray(from, from + stride), 2 * from);
    }
    this.stride = 2 * stride;
    this.endSteps = endSteps;
    this.slots = slots;
  }
}
