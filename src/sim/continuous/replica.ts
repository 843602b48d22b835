import { KvBlocks } from "../kv-blocks.ts";
import { CompletionHeap } from "./completion-heap.ts";
import { SequenceList, type SequenceQueue } from "./sequence-list.ts";

/** State of one continuously batching replica. */
export class Replica {
  readonly index: number;
  /** Waiting sequences; with another source: only those it preempted. */
  readonly waiting: SequenceList = new SequenceList();
  /** Where it admits from when nothing it preempted waits. */
  source: SequenceQueue;
  /** Running sequences in order of admission. */
  readonly running: SequenceList = new SequenceList();
  /** Those of them that decode, by the step at which they end. */
  readonly decoding: CompletionHeap = new CompletionHeap();
  readonly kv: KvBlocks;
  /** Steps completed. */
  steps = 0;
  /** Σ cached tokens of the decoding sequences, as of the step count. */
  context = 0;
  /** Factor on the time of every step: 1 on a healthy replica. */
  slowness = 1;
  /** Sequences whose prompt tokens the step in progress computes: the tail of `running`. */
  prefilling = 0;
  /** Those tokens, and Σ n·(computed + n) over the chunks of n tokens. */
  prefillTokens = 0;
  prefillWork = 0;
  /** Start of the step or leap in progress. */
  leapStart = 0;
  /** Its steps; 0 when the replica is idle. */
  leapSteps = 0;
  /** Seconds of its first step, and by which each further one outlasts the one before. */
  stepTime = 0;
  stepGrowth = 0;
  /**
   * Integral of dt / (sequences in the step) over the measured span: a sequence's equal share of
   * the replica's time is the difference between two readings.
   */
  share = 0;
  /** Running sequences whose client has gone and that leave at the next boundary. */
  goneCount = 0;

  /**
   * @param index - Its number, from 0.
   * @param kvBlocks - KV-cache blocks; Infinity for no limit.
   * @param blockSize - Tokens a block holds, ≥ 1.
   * @param source - The queue it admits from; null for its own list.
   */
  constructor(index: number, kvBlocks: number, blockSize: number, source: SequenceQueue | null) {
    this.index = index;
    this.source = source ?? this.waiting;
    this.kv = new KvBlocks(kvBlocks, blockSize);
  }
}
