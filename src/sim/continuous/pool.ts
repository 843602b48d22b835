import { CompletionHeaps } from "../completion-heaps.ts";
import { DeadlineHeap } from "../deadline-heap.ts";
import type { FinishedRequests } from "../finished-requests.ts";
import { KvBlocks } from "../kv-blocks.ts";
import { RequestSlots } from "../request-slots.ts";
import { Router } from "../router.ts";
import type { ContinuousPlan, SimPlan, WorkloadColumns } from "../sim-plan.ts";
import { SlotLists } from "../slot-lists.ts";
import type { Usage } from "../usage.ts";
import { WinnerTree } from "../winner-tree.ts";
import { Sequences } from "./sequences.ts";

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
  readonly replicas: number;
  readonly queueLimit: number;
  readonly cancels: boolean;
  readonly hasTimeouts: boolean;
  readonly columns: WorkloadColumns;
  readonly finished: FinishedRequests;
  readonly usage: Usage;
  readonly router: Router;
  readonly calendar: WinnerTree;
  readonly deadlines: DeadlineHeap = new DeadlineHeap();

  readonly slots: RequestSlots = new RequestSlots();
  readonly sequences: Sequences;
  /**
   * Waiting sequences of each replica and, in the last list, of the central queue. Behind a central
   * queue a replica's own list holds only sequences it preempted.
   */
  readonly waiting: SlotLists;
  /** Running sequences of each replica in order of admission. */
  readonly running: SlotLists;
  /** Decoding sequences of each replica by the step at which they end. */
  readonly completions: CompletionHeaps;
  readonly kv: KvBlocks;

  /** Steps each replica has completed. */
  readonly steps: Float64Array;
  /** Σ cached tokens of the decoding sequences, as of the step count. */
  readonly contexts: Float64Array;
  /** Sequences whose prompt tokens the step in progress computes: the tail of `running`. */
  readonly prefilling: Int32Array;
  /** Start of the step or leap in progress. */
  readonly leapStarts: Float64Array;
  /** Its steps; 0 when the replica is idle. */
  readonly leapSteps: Float64Array;
  /** Seconds of its first step, and by which each further one outlasts the one before. */
  readonly stepTimes: Float64Array;
  readonly stepGrowths: Float64Array;
  /**
   * Integral of dt / (sequences in the step) over the measured span: a sequence's equal share of
   * its replica's time is the difference between two readings.
   */
  readonly shares: Float64Array;
  /** Running sequences whose client has gone and that leave at the next boundary. */
  readonly goneCounts: Int32Array;

  constructor(
    plan: SimPlan,
    service: ContinuousPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    const { replicas } = plan;
    this.plan = service;
    this.replicas = replicas;
    this.queueLimit = plan.queueLimit;
    this.cancels = plan.cancel === 1;
    this.hasTimeouts = plan.timeout < Infinity || columns.timeouts.length > 0;
    this.columns = columns;
    this.finished = finished;
    this.usage = usage;
    this.router = new Router(plan, columns);
    this.calendar = new WinnerTree(replicas);
    this.sequences = new Sequences(this.slots.capacity);
    this.waiting = new SlotLists(this.slots, replicas + 1);
    this.running = new SlotLists(this.slots, replicas);
    this.completions = new CompletionHeaps(replicas);
    this.kv = new KvBlocks(replicas, service.kvBlocks, service.blockSize);
    this.steps = new Float64Array(replicas);
    this.contexts = new Float64Array(replicas);
    this.prefilling = new Int32Array(replicas);
    this.leapStarts = new Float64Array(replicas);
    this.leapSteps = new Float64Array(replicas);
    this.stepTimes = new Float64Array(replicas);
    this.stepGrowths = new Float64Array(replicas);
    this.shares = new Float64Array(replicas);
    this.goneCounts = new Int32Array(replicas);
  }

  /** Tokens a sequence has in the cache of its replica, as of the replica's step count. */
  cachedTokens(replica: number, slot: number): number {
    const { sequences } = this;
    if (sequences.phases[slot] !== DECODING) return sequences.computed[slot];
    const stepsLeft = this.completions.endOf(replica, slot) - this.steps[replica];
    return sequences.inputs[slot] + sequences.outputs[slot] - 1 - stepsLeft;
  }

  /**
   * Takes a running sequence off its replica and frees its blocks.
   *
   * @param tokens - Tokens it has in the cache.
   */
  stopRunning(replica: number, slot: number, tokens: number): void {
    const { kv, sequences } = this;
    this.running.remove(replica, slot);
    if (kv.total < Infinity) kv.used[replica] -= kv.blocksFor(tokens);
    if (sequences.phases[slot] === DECODING) {
      this.contexts[replica] -= tokens;
      kv.countDecoding(replica, tokens, this.steps[replica], -1);
    }
    const share = this.shares[replica] - sequences.shareMarks[slot];
    sequences.spent[slot] += share;
    if (sequences.isRecomputing[slot] === 1) this.bookRecomputed(slot, share);
  }

  /** Counts a share of replica time as spent on computing tokens again. */
  bookRecomputed(slot: number, share: number): void {
    this.sequences.recomputed[slot] += share;
    this.usage.recomputedTime += share;
  }

  /** Forgets a sequence that has left the pool; `isLost` if its client gave up on it. */
  forget(replica: number, slot: number, isLost: boolean): void {
    const { sequences } = this;
    if (isLost) this.usage.abandonedTime += sequences.spent[slot] - sequences.recomputed[slot];
    if (this.hasTimeouts) this.deadlines.remove(slot);
    this.router.leave(replica);
    this.slots.release(slot);
  }
}

/** Phases of a sequence. */
export const WAITING = 0;
export const PREFILLING = 1;
export const DECODING = 2;
