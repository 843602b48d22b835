import { costAt } from "../cost-curve.ts";
import { leapDuration } from "../leap.ts";
import { NONE } from "../request-slots.ts";
import { DECODING, PREFILLING, WAITING, type ContinuousPool } from "./pool.ts";

/**
 * Builds the next step of a replica at a boundary, as vLLM's V1 scheduler does: running sequences
 * first, in order of admission, then the waiting ones from the head while budget, batch slots and
 * KV-cache blocks last. Where every sequence decodes, as many steps as bring no change are taken in
 * one leap.
 *
 * @param now - The boundary, or the arrival that wakes an idle replica.
 * @see vllm/v1/core/sched/scheduler.py, read in 2026.
 */
export function buildStep(pool: ContinuousPool, replica: number, now: number): void {
  const { completions, kv, plan, running } = pool;
  const step = pool.steps[replica];
  const chunk = scheduleChunk(pool, replica);
  const hasPreempted = kv.total < Infinity && allocateRunning(pool, replica, chunk);

  // What survived: `chunk` is the last sequence's, so it went first if anything was preempted.
  let prefillTokens = hasPreempted ? 0 : chunk;
  let prefillWork = 0;
  if (prefillTokens > 0) {
    prefillWork = chunk * (pool.sequences.computed[running.tails[replica]] + chunk);
    pool.prefilling[replica] = 1;
  }
  if (!hasPreempted) {
    let budget = plan.maxBatchedTokens - completions.sizes[replica] - prefillTokens;
    while (budget > 0 && running.lengths[replica] < plan.maxSequences) {
      const tokens = admitHead(pool, replica, budget, now);
      if (tokens === 0) break;
      budget -= tokens;
      prefillTokens += tokens;
      prefillWork += tokens * tokens;
    }
  }

  const sequences = running.lengths[replica];
  if (sequences === 0) {
    pool.leapSteps[replica] = 0;
    pool.calendar.set(replica, Infinity);
    return;
  }
  const decoding = completions.sizes[replica];
  let duration =
    costAt(plan.sequenceCost, sequences) + plan.perContextToken * pool.contexts[replica];
  let steps = 1;
  if (prefillTokens > 0) {
    duration += costAt(plan.prefillCost, prefillTokens) + plan.perPrefillTokenSquared * prefillWork;
  } else if (!hasPreempted) {
    const toCompletion = completions.nextEnd(replica) - step;
    steps = 1 + kv.affordableSteps(replica, step + 1, toCompletion - 1, decoding);
  }
  const growth = plan.perContextToken * decoding;
  pool.leapStarts[replica] = now;
  pool.leapSteps[replica] = steps;
  pool.stepTimes[replica] = duration;
  pool.stepGrowths[replica] = growth;
  pool.calendar.set(replica, now + leapDuration(steps, duration, growth));
}

/** Tokens the step computes of the one prompt in progress, the last sequence's; 0 if none is. */
function scheduleChunk(pool: ContinuousPool, replica: number): number {
  const { sequences } = pool;
  const slot = pool.running.tails[replica];
  if (slot === NONE || sequences.phases[slot] !== PREFILLING) return 0;
  const left = sequences.inputs[slot] + sequences.generated[slot] - sequences.computed[slot];
  const budget = pool.plan.maxBatchedTokens - pool.completions.sizes[replica];
  const chunk = left < budget ? left : budget;
  sequences.chunks[slot] = chunk;
  return chunk;
}

/**
 * Gives the running sequences the blocks of the next step, preempting from the tail when they run
 * out.
 *
 * @returns True if anything was preempted.
 */
function allocateRunning(pool: ContinuousPool, replica: number, chunk: number): boolean {
  const { kv, running, sequences, slots } = pool;
  let need = kv.needAt(replica, pool.steps[replica]);
  if (chunk > 0) need += blocksForChunk(pool, running.tails[replica], chunk);
  if (need <= kv.free(replica)) {
    kv.used[replica] += need;
    return false;
  }
  for (let slot = running.heads[replica]; slot !== NONE; slot = slots.next[slot]) {
    let blocks = 0;
    if (sequences.phases[slot] === DECODING) {
      const tokens = pool.cachedTokens(replica, slot);
      blocks = kv.blocksFor(tokens + 1) - kv.blocksFor(tokens);
    } else {
      blocks = blocksForChunk(pool, slot, chunk);
    }
    while (kv.free(replica) < blocks) {
      const victim = running.tails[replica];
      preempt(pool, replica, victim);
      if (victim === slot) return true;
    }
    kv.used[replica] += blocks;
  }
  return true;
}

function blocksForChunk(pool: ContinuousPool, slot: number, chunk: number): number {
  const computed = pool.sequences.computed[slot];
  return pool.kv.blocksFor(computed + chunk) - pool.kv.blocksFor(computed);
}

/** Sends a running sequence back to the head of its replica's queue, with an empty cache. */
function preempt(pool: ContinuousPool, replica: number, slot: number): void {
  const { completions, sequences, slots } = pool;
  const tokens = pool.cachedTokens(replica, slot);
  pool.stopRunning(replica, slot, tokens);
  if (sequences.phases[slot] === DECODING) {
    completions.remove(replica, slot);
    sequences.generated[slot] = tokens + 1 - sequences.inputs[slot];
  }
  sequences.phases[slot] = WAITING;
  sequences.computed[slot] = 0;
  sequences.isRecomputing[slot] = 1;
  slots.owners[slot] = replica;
  pool.waiting.pushFront(replica, slot);
  pool.usage.preemptions++;
}

/**
 * Admits the head of the waiting queue if its first chunk finds blocks.
 *
 * @returns Tokens scheduled for it; 0 if nothing waits or the head doesn't fit.
 */
function admitHead(pool: ContinuousPool, replica: number, budget: number, now: number): number {
  const { kv, sequences, waiting } = pool;
  const queue = queueOf(pool, replica);
  const slot = waiting.heads[queue];
  if (slot === NONE) return 0;
  const target = sequences.inputs[slot] + sequences.generated[slot];
  const chunk = target < budget ? target : budget;
  if (kv.total < Infinity) {
    const blocks = kv.blocksFor(chunk);
    if (blocks > kv.free(replica)) return 0;
    kv.used[replica] += blocks;
  }
  waiting.remove(queue, slot);
  pool.running.pushBack(replica, slot);
  pool.slots.owners[slot] = replica;
  pool.prefilling[replica]++;
  sequences.phases[slot] = PREFILLING;
  sequences.chunks[slot] = chunk;
  sequences.shareMarks[slot] = pool.shares[replica];
  if (sequences.starts[slot] !== sequences.starts[slot]) sequences.starts[slot] = now;
  return chunk;
}

/** The list a replica admits from: its own, or the central queue when its own is empty. */
export function queueOf(pool: ContinuousPool, replica: number): number {
  if (pool.router.isCentral && pool.waiting.lengths[replica] === 0) return pool.replicas;
  return replica;
}
