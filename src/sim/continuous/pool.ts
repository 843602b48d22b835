import { DeadlineHeap } from "../deadline-heap.ts";
import type { ContinuousPlan } from "../sim-plan.ts";
import type { Usage } from "../usage.ts";
import { WinnerTree } from "../winner-tree.ts";
import { Replica } from "./replica.ts";
import type { SequenceQueue } from "./sequence-list.ts";
import { SequenceStore } from "./sequence-store.ts";
import { DECODING, type Sequence } from "./sequence.ts";

/** Is told what becomes of sequences, by their rows; see `FinishedRequests`. */
export interface SequenceEnds {
  serve(row: number, replica: number, start: number, first: number, end: number): boolean;
  abandon(row: number, replica: number, start: number, first: number): void;
}

/** Is told of each sequence that leaves a replica. */
export interface Departures {
  leave(replica: number): void;
}

/**
 * State of a pool of continuously batching replicas.
 *
 * A replica alternates between two kinds of stretch, both ending at one calendar event: a single
 * step that computes some prompt tokens, and a *leap* of k steps in which every running sequence
 * decodes and nothing else changes. What follows from the rules of step building and makes this
 * work: of the running sequences, in order of admission, all but the last have their whole prompt
 * computed (a chunk is cut short only by an empty budget, which also stops admission), and since
 * each took a token of budget when the last was admitted, every running sequence is scheduled in
 * every step. So a step's prompt chunks belong to the last `prefilling` sequences of the list.
 */
export class ContinuousPool {
  readonly plan: ContinuousPlan;
  /** True if a running sequence leaves at the next boundary once its client has gone. */
  readonly cancels: boolean;
  readonly hasTimeouts: boolean;
  readonly finished: SequenceEnds;
  readonly usage: Usage;
  readonly departures: Departures;
  readonly calendar: WinnerTree;
  readonly deadlines: DeadlineHeap = new DeadlineHeap();

  readonly sequences: SequenceStore = new SequenceStore();
  readonly replicas: Replica[] = [];

  constructor(
    service: ContinuousPlan,
    clients: { readonly cancels: boolean; readonly hasTimeouts: boolean },
    finished: SequenceEnds,
    departures: Departures,
    usage: Usage,
  ) {
    this.plan = service;
    this.cancels = clients.cancels;
    this.hasTimeouts = clients.hasTimeouts;
    this.finished = finished;
    this.departures = departures;
    this.usage = usage;
    this.calendar = new WinnerTree(1);
  }

  /**
   * Sets up replica `index`, idle and empty, in place of any that was there.
   *
   * @param source - The queue it admits from; null for one of its own.
   */
  openReplica(index: number, source: SequenceQueue | null): Replica {
    const replica = new Replica(index, this.plan.kvBlocks, this.plan.blockSize, source);
    this.calendar.grow(index + 1);
    this.calendar.set(index, Infinity);
    this.replicas[index] = replica;
    return replica;
  }

  /** The queue a replica admits from: what it preempted first, then its source. */
  queueOf(replica: Replica): SequenceQueue {
    return replica.waiting.length > 0 ? replica.waiting : replica.source;
  }

  /** Tokens a sequence has in the cache of its replica, as of the replica's step count. */
  cachedTokens(replica: Replica, sequence: Sequence): number {
    if (sequence.phase !== DECODING) return sequence.computed;
    return sequence.input + sequence.output - 1 - (sequence.endStep - replica.steps);
  }

  /**
   * Takes a running sequence off its replica and frees its blocks.
   *
   * @param tokens - Tokens it has in the cache.
   */
  stopRunning(replica: Replica, sequence: Sequence, tokens: number): void {
    const { kv } = replica;
    replica.running.remove(sequence);
    if (kv.total < Infinity) kv.used -= kv.blocksFor(tokens);
    if (sequence.phase === DECODING) {
      replica.context -= tokens;
      kv.countDecoding(tokens, replica.steps, -1);
    }
    const share = replica.share - sequence.shareMark;
    sequence.spent += share;
    if (sequence.isRecomputing) this.bookRecomputed(sequence, share);
  }

  /** Counts a share of replica time as spent on computing tokens again. */
  bookRecomputed(sequence: Sequence, share: number): void {
    sequence.recomputed += share;
    this.usage.recomputedTime += share;
  }

  /** Forgets a sequence that has left the pool; `isLost` if its client gave up on it. */
  forget(sequence: Sequence, isLost: boolean): void {
    if (isLost) this.usage.abandonedTime += sequence.spent - sequence.recomputed;
    if (this.hasTimeouts) this.deadlines.remove(sequence.slot);
    if (sequence.replica !== null) this.departures.leave(sequence.replica.index);
    this.sequences.close(sequence);
  }
}
