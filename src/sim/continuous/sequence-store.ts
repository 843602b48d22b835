import type { Replica } from "./replica.ts";
import { Sequence, WAITING } from "./sequence.ts";

/** The records of all sequences in flight, recycled. */
export class SequenceStore {
  private readonly all: Sequence[] = [];
  /** Records not in use, linked by `next`. */
  private free: Sequence | null = null;

  /** The sequence of a slot that is in use. */
  at(slot: number): Sequence {
    return this.all[slot];
  }

  /** Sets up a record for a request that has just arrived. */
  open(row: number, input: number, output: number, replica: Replica | null): Sequence {
    const sequence = this.free ?? this.create();
    this.free = sequence.next;
    sequence.row = row;
    sequence.replica = replica;
    sequence.input = input;
    sequence.output = output;
    sequence.generated = 0;
    sequence.computed = 0;
    sequence.phase = WAITING;
    sequence.isGone = false;
    sequence.isRecomputing = false;
    sequence.start = NaN;
    sequence.first = NaN;
    sequence.spent = 0;
    sequence.recomputed = 0;
    return sequence;
  }

  /** Takes a record back; it must not be in a list. */
  close(sequence: Sequence): void {
    sequence.next = this.free;
    this.free = sequence;
  }

  private create(): Sequence {
    const sequence = new Sequence(this.all.length);
    this.all.push(sequence);
    return sequence;
  }
}
