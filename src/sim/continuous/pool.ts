import { DeadlineHeap } from "../deadline-heap.ts";
import type { FinishedRequests } from "../finished-requests.ts";
import { Router } from "../router.ts";
import type { ContinuousPlan, SimPlan, WorkloadColumns } from "../sim-plan.ts";
import type { Usage } from "../usage.ts";
import { WinnerTree } from "../winner-tree.ts";
import { Replica } from "./replica.ts";
import { SequenceList } from "./sequence-list.ts";
import { SequenceStore } from "./sequence-store.ts";
import { DECODING, type Sequence } from "./sequence.ts";

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
  readonly queueLimit: number;
  readonly cancels: boolean;
  readonly hasTimeouts: boolean;
  readonly columns: WorkloadColumns;
  readonly finished: FinishedRequests;
  readonly usage: Usage;
  readonly router: Router;
  readonly calendar: WinnerTree;
  readonly deadlines: DeadlineHeap = new DeadlineHeap();

  readonly sequences: SequenceStore = new SequenceStore();
  readonly replicas: readonly Replica[];
  /** The central queue; stays empty without one. */
  readonly central: SequenceList = new SequenceList();

  constructor(
    plan: SimPlan,
    service: ContinuousPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    const { replicas } = plan;
    const { blockSize, kvBlocks } = service;
    this.plan = service;
    this.queueLimit = plan.queueLimit;
    this.cancels = plan.cancel === 1;
    this.hasTimeouts = plan.timeout < Infinity || columns.timeouts.length > 0;
    this.columns = columns;
    this.finished = finished;
    this.usage = usage;
    this.router = new Router(plan, columns);
    this.calendar = new WinnerTree(replicas);
    this.replicas = Array.from(
      { length: replicas },
      (_, index) => new Replica(index, kvBlocks, blockSize),
    );
  }

  /** The list a replica admits from: its own, or the central queue when its own is empty. */
  queueOf(replica: Replica): SequenceList {
    return this.router.isCentral && replica.waiting.length === 0 ? this.central : replica.waiting;
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
    if (sequence.replica !== null) this.router.leave(sequence.replica.index);
    this.sequences.close(sequence);
  }
}
