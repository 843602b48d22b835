/**
 * Recycled slots for requests in flight, threaded into doubly linked lists.
 *
 * A slot belongs to at most one list at a time (a waiting queue or a batch), so one pair of link
 * columns serves them all. Memory grows with the most requests ever in flight, not with the length
 * of the trace. `NONE` ends a list.
 */
export class RequestSlots {
  /** Workload row of the request in each slot. */
  rows: Int32Array = new Int32Array(64);
  /** Queue or replica each request belongs to. */
  owners: Int32Array = new Int32Array(64);
  next: Int32Array = new Int32Array(64);
  previous: Int32Array = new Int32Array(64);
  /** Slots allocated so far; free ones form a list through `next`. */
  private used = 0;
  private free = NONE;

  /** Number of slots the columns hold at present. */
  get capacity(): number {
    return this.rows.length;
  }

  /** Takes a slot for workload row `row` of queue or replica `owner`. Columns may be replaced. */
  allocate(row: number, owner: number): number {
    let slot = this.free;
    if (slot !== NONE) {
      this.free = this.next[slot];
    } else {
      slot = this.used++;
      if (slot === this.rows.length) this.grow();
    }
    this.rows[slot] = row;
    this.owners[slot] = owner;
    return slot;
  }

  /** Gives a slot back; it must not be in a list. */
  release(slot: number): void {
    this.next[slot] = this.free;
    this.free = slot;
  }

  /** Doubles the columns; a subclass with more of them doubles those too. */
  protected grow(): void {
    this.rows = grownInt32(this.rows);
    this.owners = grownInt32(this.owners);
    this.next = grownInt32(this.next);
    this.previous = grownInt32(this.previous);
  }
}

/** End of a list, or no slot. */
export const NONE = -1;

/** A copy of twice the length. */
export function grownInt32(column: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(column.length * 2);
  grown.set(column);
  return grown;
}

/** A copy of twice the length. */
export function grownFloat64(column: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(column.length * 2);
  grown.set(column);
  return grown;
}
