import { costAt } from "../cost-curve.ts";
import { leapDuration } from "../leap.ts";
import type { ContinuousPool } from "./pool.ts";
import type { Replica } from "./replica.ts";
import { DECODING, PREFILLING, WAITING, type Sequence } from "./sequence.ts";

/**
 * Builds the next step of a replica at a boundary, as vLLM's V1 scheduler does: running sequences
 * first, in order of admission, then the waiting ones from the head while budget, batch slots and
 * KV-cache blocks last. Where every sequence decodes, as many steps as bring no change are taken in
 * one leap.
 *
 * @param now - The boundary, or the arrival that wakes an idle replica.
 * @see vllm/v1/core/sched/scheduler.py, read in 2026.
 */
export function buildStep(pool: ContinuousPool, replica: Replica, now: number): void {
  const hasPreempted = scheduleRunning(pool, replica);
  if (!hasPreempted && pool.queueOf(replica).length > 0) admitWaiting(pool, replica, now);
  if (replica.running.length > 0) {
    startLeap(pool, replica, hasPreempted, now);
  } else {
    replica.leapSteps = 0;
    pool.calendar.set(replica.index, Infinity);
  }
}

/** Starts the step just built, or the leap it opens. */
function startLeap(
  pool: ContinuousPool,
  replica: Replica,
  hasPreempted: boolean,
  now: number,
): void {
  const { plan } = pool;
  const { context, index, prefillTokens, slowness } = replica;
  const decoding = replica.decoding.size;
  let first = costAt(plan.sequenceCost, replica.running.length) + plan.perContextToken * context;
  let steps = 1;
  if (prefillTokens > 0) {
    const quadratic = plan.perPrefillTokenSquared * replica.prefillWork;
    first += costAt(plan.prefillCost, prefillTokens) + quadratic;
  } else if (!hasPreempted) {
    const toCompletion = replica.decoding.nextEnd - replica.steps;
    steps = 1 + replica.kv.affordableSteps(replica.steps + 1, toCompletion - 1, decoding);
  }
  const growth = plan.perContextToken * decoding * slowness;
  first *= slowness;
  replica.leapStart = now;
  replica.leapSteps = steps;
  replica.stepTime = first;
  replica.stepGrowth = growth;
  pool.calendar.set(index, now + leapDuration(steps, first, growth));
}

/**
 * Schedules the running sequences: a token of each that decodes, and of the one prompt in progress,
 * which is the last sequence's, what the budget leaves.
 *
 * @returns True if anything was preempted.
 */
function scheduleRunning(pool: ContinuousPool, replica: Replica): boolean {
  const last = replica.running.tail;
  let chunk = 0;
  if (last !== null && last.phase === PREFILLING) {
    const left = last.input + last.generated - last.computed;
    const budget = pool.plan.maxBatchedTokens - replica.decoding.size;
    chunk = left < budget ? left : budget;
    last.chunk = chunk;
  }
  replica.prefillTokens = 0;
  replica.prefillWork = 0;
  // If anything is preempted the last sequence goes first, and its chunk with it.
  if (replica.kv.total < Infinity && allocateRunning(pool, replica, chunk)) return true;
  if (chunk > 0 && last !== null) {
    replica.prefillTokens = chunk;
    replica.prefillWork = chunk * (last.computed + chunk);
    replica.prefilling = 1;
  }
  return false;
}

/** Admits waiting sequences from the head while budget, batch slots and blocks last. */
function admitWaiting(pool: ContinuousPool, replica: Replica, now: number): void {
  const { maxBatchedTokens, maxSequences } = pool.plan;
  let budget = maxBatchedTokens - replica.decoding.size - replica.prefillTokens;
  while (budget > 0 && replica.running.length < maxSequences) {
    const tokens = admitHead(pool, replica, budget, now);
    if (tokens === 0) break;
    budget -= tokens;
    replica.prefillTokens += tokens;
  }
}

/**
 * Gives the running sequences the blocks of the next step, preempting from the tail when they run
 * out.
 *
 * @returns True if anything was preempted.
 */
function allocateRunning(pool: ContinuousPool, replica: Replica, chunk: number): boolean {
  const { kv, running } = replica;
  let need = kv.needAt(replica.steps);
  if (chunk > 0 && running.tail !== null) need += blocksForChunk(replica, running.tail, chunk);
  if (need <= kv.free) {
    kv.used += need;
    return false;
  }
  preemptForStep(pool, replica, chunk);
  return true;
}

/** Goes through the running sequences one by one, since the blocks don't suffice for all. */
function preemptForStep(pool: ContinuousPool, replica: Replica, chunk: number): void {
  const { kv, running } = replica;
  for (let sequence = running.head; sequence !== null; sequence = sequence.next) {
    let blocks = 0;
    if (sequence.phase === DECODING) {
      const tokens = pool.cachedTokens(replica, sequence);
      blocks = kv.blocksFor(tokens + 1) - kv.blocksFor(tokens);
    } else {
      blocks = blocksForChunk(replica, sequence, chunk);
    }
    while (kv.free < blocks) {
      const victim: Sequence = running.tail ?? sequence;
      preempt(pool, replica, victim);
      if (victim === sequence) return;
    }
    kv.used += blocks;
  }
}

function blocksForChunk({ kv }: Replica, { computed }: Sequence, chunk: number): number {
  return kv.blocksFor(computed + chunk) - kv.blocksFor(computed);
}

/** Sends a running sequence back to the head of its replica's queue, with an empty cache. */
function preempt(pool: ContinuousPool, replica: Replica, sequence: Sequence): void {
  const tokens = pool.cachedTokens(replica, sequence);
  pool.stopRunning(replica, sequence, tokens);
  if (sequence.phase === DECODING) {
    replica.decoding.remove(sequence);
    sequence.generated = tokens + 1 - sequence.input;
  }
  sequence.phase = WAITING;
  sequence.computed = 0;
  sequence.isRecomputing = true;
  replica.waiting.pushFront(sequence);
  pool.usage.preemptions++;
}

/**
 * Admits the head of the waiting queue if its first chunk finds blocks.
 *
 * @returns Tokens scheduled for it; 0 if nothing waits or the head doesn't fit.
 */
function admitHead(pool: ContinuousPool, replica: Replica, budget: number, now: number): number {
  const { kv } = replica;
  const queue = pool.queueOf(replica);
  const sequence = queue.next(now);
  if (sequence === null) return 0;
  // Nothing is computed yet but what a prefix cache holds.
  const { computed } = sequence;
  const left = sequence.input + sequence.generated - computed;
  const chunk = left < budget ? left : budget;
  if (kv.total < Infinity) {
    const blocks = kv.blocksFor(computed + chunk);
    if (blocks > kv.free) return 0;
    kv.used += blocks;
  }
  queue.remove(sequence);
  replica.running.pushBack(sequence);
  replica.prefilling++;
  replica.prefillWork += chunk * (computed + chunk);
  sequence.replica = replica;
  sequence.phase = PREFILLING;
  sequence.chunk = chunk;
  sequence.shareMark = replica.share;
  if (Number.isNaN(sequence.start)) sequence.start = now;
  return chunk;
}
