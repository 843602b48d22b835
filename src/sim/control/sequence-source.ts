import type { SequenceQueue } from "../continuous/sequence-list.ts";
import type { Sequence } from "../continuous/sequence.ts";
import { NONE } from "../request-slots.ts";
import { RUNNING, type Attempts } from "./attempts.ts";
import type { QueueBook } from "./queue-book.ts";

/** Tells how many leading tokens of a prompt a replica's prefix cache holds, and keeps prompts. */
export interface PrefixMemory {
  /** Tokens of the prompt of a row of the workload that need no computing; less than `input`. */
  cachedTokens(replica: number, sizeRow: number, input: number): number;
  /** Keeps a prompt that is being computed. */
  cache(replica: number, sizeRow: number): void;
  /** Counts a prompt that was admitted, and how much of it was cached. */
  countPrompt(input: number, cached: number): void;
}

/** The queue of attempts behind a continuously batching replica, as step building wants it. */
export class SequenceSource implements SequenceQueue {
  private readonly attempts: Attempts;
  private readonly queues: QueueBook;
  private readonly queue: number;
  private readonly replica: number;
  /** The sequence of each attempt. */
  private readonly sequences: readonly Sequence[];
  private readonly prefixes: PrefixMemory | null;
  private now = 0;

  /**
   * @param queue - The queue, a replica's own or CENTRAL.
   * @param replica - Who admits.
   * @param sequences - By attempt; read as it changes.
   * @param prefixes - null without prefix caches.
   */
  constructor(
    attempts: Attempts,
    queues: QueueBook,
    queue: number,
    replica: number,
    sequences: readonly Sequence[],
    prefixes: PrefixMemory | null,
  ) {
    this.attempts = attempts;
    this.queues = queues;
    this.queue = queue;
    this.replica = replica;
    this.sequences = sequences;
    this.prefixes = prefixes;
  }

  get length(): number {
    return this.queues.at(this.queue).length;
  }

  get head(): Sequence | null {
    return this.sequenceOf(this.queues.at(this.queue).front(this.now));
  }

  next(now: number): Sequence | null {
    this.now = now;
    const sequence = this.sequenceOf(this.queues.at(this.queue).next(now));
    if (sequence !== null && this.prefixes !== null) {
      const sizeRow = this.attempts.sizeRows[sequence.row];
      sequence.computed = this.prefixes.cachedTokens(this.replica, sizeRow, sequence.input);
    }
    return sequence;
  }

  remove(sequence: Sequence): void {
    const { attempts, prefixes } = this;
    const attempt = sequence.row;
    this.queues.take(attempt, this.replica);
    attempts.phases[attempt] = RUNNING;
    attempts.starts[attempt] = this.now;
    prefixes?.countPrompt(sequence.input, sequence.computed);
    prefixes?.cache(this.replica, attempts.sizeRows[attempt]);
  }

  private sequenceOf(attempt: number): Sequence | null {
    return attempt === NONE ? null : this.sequences[attempt];
  }
}
