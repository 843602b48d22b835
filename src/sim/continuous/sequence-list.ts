import type { Sequence } from "./sequence.ts";

/** Waiting sequences, as a replica that admits from them sees them. */
export interface SequenceQueue {
  readonly length: number;
  /** The one that would be admitted next; null if none waits. */
  readonly head: Sequence | null;
  /** The same at a boundary, where it is to be admitted: what isn't to be served may be dropped. */
  next(now: number): Sequence | null;
  /** Takes a member out. */
  remove(sequence: Sequence): void;
}

/** A first-in-first-out list of sequences, linked through them; members can leave from anywhere. */
export class SequenceList implements SequenceQueue {
  head: Sequence | null = null;
  tail: Sequence | null = null;
  length = 0;

  next(): Sequence | null {
    return this.head;
  }

  /** Appends a sequence that is in no list. */
  pushBack(sequence: Sequence): void {
    const { tail } = this;
    sequence.next = null;
    sequence.previous = tail;
    if (tail === null) this.head = sequence;
    else tail.next = sequence;
    this.tail = sequence;
    this.length++;
  }

  /** Prepends a sequence that is in no list. */
  pushFront(sequence: Sequence): void {
    const { head } = this;
    sequence.next = head;
    sequence.previous = null;
    if (head === null) this.tail = sequence;
    else head.previous = sequence;
    this.head = sequence;
    this.length++;
  }

  /** Takes a member out, wherever it stands. */
  remove(sequence: Sequence): void {
    const { next, previous } = sequence;
    if (previous === null) this.head = next;
    else previous.next = next;
    if (next === null) this.tail = previous;
    else next.previous = previous;
    this.length--;
  }
}
