import type { ContinuousPlan } from "../../src/sim/sim-plan.ts";
import { type Ledger, recordServiceEnd, recordTimeout } from "./request-table.ts";
import { type Chunk, stepTime } from "./step-time.ts";

/** A request inside a replica or its queue. */
export interface Sequence {
  readonly row: number;
  readonly input: number;
  readonly output: number;
  /** Tokens emitted so far. */
  generated: number;
  /** Tokens in the KV cache. */
  computed: number;
  /** KV-cache blocks held. */
  blocks: number;
  /** Whether its client gave up while it was running. */
  clientGone: boolean;
}

/** A sequence's place in the step being executed. */
interface ScheduledChunk extends Chunk {
  readonly sequence: Sequence;
}

/** A replica; it is idle when it has no step. */
export interface Replica {
  readonly index: number;
  /** Its own queue, head first; with the central queue only its preempted sequences. */
  readonly waiting: Sequence[];
  /** In the order of admission. */
  running: Sequence[];
  step: { readonly end: number; readonly chunks: readonly ScheduledChunk[] } | null;
}

/** Blocks of the replica's KV cache that nobody holds. */
function freeBlocks(replica: Replica, service: ContinuousPlan): number {
  const held = replica.running.reduce((sum, sequence) => sum + sequence.blocks, 0);
  return service.kvBlocks - held;
}

/**
 * Builds the next step of a replica and starts it, or leaves the replica idle if there is nothing
 * to do.
 */
export function buildStep(
  replica: Replica,
  fifo: Sequence[],
  now: number,
  service: ContinuousPlan,
  ledger: Ledger,
): void {
  const preemptionsBefore = ledger.table.preemptions;
  const chunks = scheduleRunning(replica, service, ledger);
  if (ledger.table.preemptions === preemptionsBefore) {
    admitWaiting(replica, fifo, chunks, now, service, ledger);
  }
  replica.step = chunks.length > 0 ? { end: now + stepTime(service, chunks), chunks } : null;
}

function scheduleRunning(
  replica: Replica,
  service: ContinuousPlan,
  ledger: Ledger,
): ScheduledChunk[] {
  const chunks: ScheduledChunk[] = [];
  let budget = service.maxBatchedTokens;
  for (let place = 0; place < replica.running.length && budget > 0; place++) {
    const sequence = replica.running[place];
    const tokens = Math.min(targetOf(sequence) - sequence.computed, budget);
    const blocks = Math.ceil((sequence.computed + tokens) / service.blockSize);
    while (blocks - sequence.blocks > freeBlocks(replica, service)) {
      const victim = preemptLast(replica, ledger);
      ledger.observe(victim === sequence ? "preemption of itself" : "preemption of another");
      if (victim === sequence) return chunks;
    }
    schedule(sequence, tokens, blocks, chunks);
    budget -= tokens;
  }
  return chunks;
}

function admitWaiting(
  replica: Replica,
  fifo: Sequence[],
  chunks: ScheduledChunk[],
  now: number,
  service: ContinuousPlan,
  ledger: Ledger,
): void {
  const { table, observe } = ledger;
  let budget = service.maxBatchedTokens - chunks.reduce((sum, { tokens }) => sum + tokens, 0);
  while (budget > 0 && replica.running.length < service.maxSequences) {
    const queue = replica.waiting.length > 0 ? replica.waiting : fifo;
    const sequence = queue[0];
    if (sequence === undefined) return;
    const tokens = Math.min(targetOf(sequence) - sequence.computed, budget);
    const blocks = Math.ceil((sequence.computed + tokens) / service.blockSize);
    if (blocks > freeBlocks(replica, service)) {
      observe("head of queue blocked by memory");
      return;
    }
    if (tokens < targetOf(sequence)) observe("prompt is chunked");
    queue.shift();
    replica.running.push(sequence);
    table.replica[sequence.row] = replica.index;
    if (Number.isNaN(table.start[sequence.row])) table.start[sequence.row] = now;
    schedule(sequence, tokens, blocks, chunks);
    budget -= tokens;
  }
}

/** Ends the step of a replica: tokens are credited and emitted, and whoever is done leaves. */
export function endStep(replica: Replica, now: number, ledger: Ledger): void {
  const { plan, table, observe } = ledger;
  for (const { sequence, tokens } of replica.step!.chunks) {
    sequence.computed += tokens;
    if (sequence.computed === targetOf(sequence)) {
      sequence.generated += 1;
      if (sequence.generated === 1) table.first[sequence.row] = now;
    }
  }
  replica.step = null;

  const staying: Sequence[] = [];
  for (const sequence of replica.running) {
    if (sequence.generated === sequence.output) {
      if (sequence.clientGone && plan.cancel === 0) observe("running sequence outlives its client");
      recordServiceEnd(ledger, sequence.row, now);
    } else if (sequence.clientGone && plan.cancel === 1) {
      observe("running sequence is cancelled");
      recordTimeout(ledger, sequence.row);
    } else {
      staying.push(sequence);
    }
  }
  replica.running = staying;
}

function targetOf(sequence: Sequence): number {
  return sequence.input + sequence.generated;
}

function schedule(
  sequence: Sequence,
  tokens: number,
  blocks: number,
  chunks: ScheduledChunk[],
): void {
  const { computed } = sequence;
  const isDecode = sequence.generated >= 1 && computed === targetOf(sequence) - 1;
  sequence.blocks = blocks;
  chunks.push({ sequence, tokens, computed, isDecode });
}

function preemptLast(replica: Replica, ledger: Ledger): Sequence {
  const victim = replica.running.pop()!;
  victim.blocks = 0;
  victim.computed = 0;
  replica.waiting.unshift(victim);
  ledger.table.preemptions += 1;
  if (victim.clientGone) ledger.observe("preempted after its client left");
  return victim;
}
