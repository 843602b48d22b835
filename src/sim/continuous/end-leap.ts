import { NONE } from "../request-slots.ts";
import { DECODING, type ContinuousPool } from "./pool.ts";

/**
 * Ends the step or leap of a replica: credits its tokens, lets finished sequences leave, then those
 * whose clients have gone.
 *
 * @param now - The boundary.
 */
export function endLeap(pool: ContinuousPool, replica: number, now: number): void {
  accountFor(pool, replica, now);
  const steps = pool.leapSteps[replica];
  const decoding = pool.completions.sizes[replica];
  pool.steps[replica] += steps;
  pool.contexts[replica] += decoding * steps;
  finishDecoding(pool, replica, now);
  if (pool.prefilling[replica] > 0) creditChunks(pool, replica, now);
  if (pool.goneCounts[replica] > 0) dropGone(pool, replica);
}

/** Adds the leap to the time integrals, and the blocks its later steps took to those in use. */
function accountFor(pool: ContinuousPool, replica: number, now: number): void {
  const { kv, usage } = pool;
  const sequences = pool.running.lengths[replica];
  const span = usage.overlap(pool.leapStarts[replica], now);
  pool.shares[replica] += span / sequences;
  usage.busyTime += span;
  usage.batchTime += span * sequences;
  if (kv.total === Infinity) return;
  const before = kv.used[replica];
  const laterSteps = pool.leapSteps[replica] - 1;
  if (laterSteps > 0) {
    const decoding = pool.completions.sizes[replica];
    kv.used[replica] += kv.growth(replica, pool.steps[replica] + 1, laterSteps, decoding);
  }
  const after = kv.used[replica];
  usage.kvBlockTime += (span * (before + after)) / 2;
  if (span > 0 && after > usage.kvBlockPeak) usage.kvBlockPeak = after;
}

function finishDecoding(pool: ContinuousPool, replica: number, now: number): void {
  const { completions, sequences } = pool;
  const step = pool.steps[replica];
  while (completions.nextEnd(replica) === step) {
    const slot = completions.pop(replica);
    pool.stopRunning(replica, slot, sequences.inputs[slot] + sequences.outputs[slot] - 1);
    leave(pool, replica, slot, now);
  }
}

/** Credits the prompt chunks of the step; a sequence whose prompt is complete emits a token. */
function creditChunks(pool: ContinuousPool, replica: number, now: number): void {
  const { sequences, slots } = pool;
  let slot = pool.running.tails[replica];
  for (let back = pool.prefilling[replica]; back > 1; back--) slot = slots.previous[slot];
  pool.prefilling[replica] = 0;
  while (slot !== NONE) {
    const next = slots.next[slot];
    sequences.computed[slot] += sequences.chunks[slot];
    const target = sequences.inputs[slot] + sequences.generated[slot];
    const isComplete = sequences.computed[slot] === target;
    if (isComplete) {
      if (sequences.generated[slot]++ === 0) sequences.firsts[slot] = now;
    }
    if (sequences.generated[slot] === sequences.outputs[slot]) {
      pool.stopRunning(replica, slot, sequences.computed[slot]);
      leave(pool, replica, slot, now);
    } else if (isComplete || isOneTokenShort(pool, slot)) {
      beginDecoding(pool, replica, slot);
    }
    slot = next;
  }
}

/** True for a resumed sequence that lacks only its newest generated token: that is a decode. */
function isOneTokenShort(pool: ContinuousPool, slot: number): boolean {
  const { computed, generated, inputs } = pool.sequences;
  return generated[slot] > 0 && inputs[slot] + generated[slot] - computed[slot] === 1;
}

function beginDecoding(pool: ContinuousPool, replica: number, slot: number): void {
  const { sequences } = pool;
  const step = pool.steps[replica];
  const computed = sequences.computed[slot];
  sequences.phases[slot] = DECODING;
  const tokensLeft = sequences.outputs[slot] - sequences.generated[slot];
  pool.completions.push(replica, slot, step + tokensLeft);
  pool.contexts[replica] += computed;
  pool.kv.countDecoding(replica, computed, step, 1);
  if (sequences.isRecomputing[slot] === 1) {
    sequences.isRecomputing[slot] = 0;
    const share = pool.shares[replica] - sequences.shareMarks[slot];
    sequences.spent[slot] += share;
    sequences.shareMarks[slot] = pool.shares[replica];
    pool.bookRecomputed(slot, share);
  }
}

function leave(pool: ContinuousPool, replica: number, slot: number, now: number): void {
  const { sequences, slots } = pool;
  const row = slots.rows[slot];
  if (sequences.isGone[slot] === 1) pool.goneCounts[replica]--;
  const isLost = pool.finished.serve(
    row,
    replica,
    sequences.starts[slot],
    sequences.firsts[slot],
    now,
  );
  pool.forget(replica, slot, isLost);
}

function dropGone(pool: ContinuousPool, replica: number): void {
  const { sequences, slots } = pool;
  let slot = pool.running.heads[replica];
  while (slot !== NONE) {
    const next = slots.next[slot];
    if (sequences.isGone[slot] === 1) {
      const tokens = pool.cachedTokens(replica, slot);
      pool.stopRunning(replica, slot, tokens);
      if (sequences.phases[slot] === DECODING) pool.completions.remove(replica, slot);
      const { starts, firsts } = sequences;
      pool.finished.abandon(slots.rows[slot], replica, starts[slot], firsts[slot]);
      pool.forget(replica, slot, true);
    }
    slot = next;
  }
  pool.goneCounts[replica] = 0;
}
