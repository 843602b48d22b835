import type { ContinuousPool } from "./pool.ts";
import type { Replica } from "./replica.ts";
import { DECODING, type Sequence } from "./sequence.ts";

/**
 * Ends the step or leap of a replica: credits its tokens, lets finished sequences leave, then those
 * whose clients have gone.
 *
 * @param now - The boundary.
 */
export function endLeap(pool: ContinuousPool, replica: Replica, now: number): void {
  const decoding = replica.decoding.size;
  accountFor(pool, replica, decoding, now);
  replica.steps += replica.leapSteps;
  replica.context += decoding * replica.leapSteps;
  finishDecoding(pool, replica, now);
  if (replica.prefilling > 0) creditChunks(pool, replica, now);
  if (replica.goneCount > 0) dropGone(pool, replica);
}

/** Adds the leap to the time integrals, and the blocks its later steps took to those in use. */
function accountFor(pool: ContinuousPool, replica: Replica, decoding: number, now: number): void {
  const { usage } = pool;
  const { kv } = replica;
  const sequences = replica.running.length;
  const span = usage.overlap(replica.leapStart, now);
  replica.share += span / sequences;
  usage.busyTime += span;
  usage.batchTime += span * sequences;
  if (kv.total === Infinity) return;
  const before = kv.used;
  const laterSteps = replica.leapSteps - 1;
  if (laterSteps > 0) kv.used += kv.growth(replica.steps + 1, laterSteps, decoding);
  const after = kv.used;
  usage.kvBlockTime += (span * (before + after)) / 2;
  if (span > 0 && after > usage.kvBlockPeak) usage.kvBlockPeak = after;
}

function finishDecoding(pool: ContinuousPool, replica: Replica, now: number): void {
  const { decoding, steps } = replica;
  while (decoding.nextEnd === steps) {
    const sequence = decoding.pop();
    pool.stopRunning(replica, sequence, sequence.input + sequence.output - 1);
    leave(pool, replica, sequence, now);
  }
}

/** Credits the prompt chunks of the step; a sequence whose prompt is complete emits a token. */
function creditChunks(pool: ContinuousPool, replica: Replica, now: number): void {
  let sequence = replica.running.tail;
  for (let back = replica.prefilling; back > 1; back--) sequence = sequence?.previous ?? null;
  replica.prefilling = 0;
  while (sequence !== null) {
    const { next }: Sequence = sequence;
    sequence.computed += sequence.chunk;
    const isComplete = sequence.computed === sequence.input + sequence.generated;
    if (isComplete && sequence.generated++ === 0) sequence.first = now;
    if (sequence.generated === sequence.output) {
      pool.stopRunning(replica, sequence, sequence.computed);
      leave(pool, replica, sequence, now);
    } else if (isComplete || isOneTokenShort(sequence)) {
      beginDecoding(pool, replica, sequence);
    }
    sequence = next;
  }
}

/** True for a resumed sequence that lacks only its newest generated token: that is a decode. */
function isOneTokenShort({ computed, generated, input }: Sequence): boolean {
  return generated > 0 && input + generated - computed === 1;
}

function beginDecoding(pool: ContinuousPool, replica: Replica, sequence: Sequence): void {
  const { computed } = sequence;
  const tokensLeft = sequence.output - sequence.generated;
  sequence.phase = DECODING;
  sequence.endStep = replica.steps + tokensLeft;
  replica.decoding.push(sequence);
  replica.context += computed;
  replica.kv.countDecoding(computed, replica.steps, 1);
  if (sequence.isRecomputing) {
    sequence.isRecomputing = false;
    const share = replica.share - sequence.shareMark;
    sequence.spent += share;
    sequence.shareMark = replica.share;
    pool.bookRecomputed(sequence, share);
  }
}

function leave(pool: ContinuousPool, replica: Replica, sequence: Sequence, now: number): void {
  const { first, row, start } = sequence;
  if (sequence.isGone) replica.goneCount--;
  const isLost = pool.finished.serve(row, replica.index, start, first, now);
  pool.forget(sequence, isLost);
}

function dropGone(pool: ContinuousPool, replica: Replica): void {
  let sequence = replica.running.head;
  while (sequence !== null) {
    const { first, next, row, start }: Sequence = sequence;
    if (sequence.isGone) {
      pool.stopRunning(replica, sequence, pool.cachedTokens(replica, sequence));
      if (sequence.phase === DECODING) replica.decoding.remove(sequence);
      pool.finished.abandon(row, replica.index, start, first);
      pool.forget(sequence, true);
    }
    sequence = next;
  }
  replica.goneCount = 0;
}
