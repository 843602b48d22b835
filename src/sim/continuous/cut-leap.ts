import { firstBoundaryAfter, leapDuration } from "../leap.ts";
import { NONE } from "../request-slots.ts";
import { queueOf } from "./build-step.ts";
import type { ContinuousPool } from "./pool.ts";

/**
 * Shortens the leap of a replica to end at its first boundary after `now`, if it would run on.
 *
 * @param now - An instant inside the leap.
 */
export function cutLeap(pool: ContinuousPool, replica: number, now: number): void {
  if (pool.leapSteps[replica] > 1) cutTo(pool, replica, boundaryAfter(pool, replica, now));
}

/**
 * Shortens the leap of a replica to its first boundary after `now` if the head of its queue can be
 * admitted there. If it can't, it can't before the leap's end either: inside a leap no block is
 * freed and no batch slot.
 */
export function cutLeapForHead(pool: ContinuousPool, replica: number, now: number): void {
  if (pool.leapSteps[replica] <= 1) return;
  const boundary = boundaryAfter(pool, replica, now);
  if (canAdmitAt(pool, replica, boundary)) cutTo(pool, replica, boundary);
}

/**
 * Behind a central queue: shortens the one leap at whose next boundary the head of the queue is
 * admitted first. Called whenever the queue gets another head.
 *
 * @param now - The present instant.
 * @param replica - The replica whose boundary is being handled: boundaries at this very instant
 *   still lie ahead of replicas with a higher number. `replicas` when no boundary is: all are past.
 */
export function cutEarliestLeap(pool: ContinuousPool, now: number, replica: number): void {
  let earliest = Infinity;
  let winner = NONE;
  let winnerBoundary = 0;
  for (let other = 0; other < pool.replicas; other++) {
    const steps = pool.leapSteps[other];
    if (steps === 0 || queueOf(pool, other) !== pool.replicas) continue;
    let boundary = steps;
    if (steps > 1) {
      boundary = boundaryAfter(pool, other, now);
      if (other > replica && boundary > 1 && boundaryTime(pool, other, boundary - 1) === now) {
        boundary--;
      }
    }
    const time = boundaryTime(pool, other, boundary);
    if (time < earliest && canAdmitAt(pool, other, boundary)) {
      earliest = time;
      winner = other;
      winnerBoundary = boundary;
    }
  }
  if (winner !== NONE) cutTo(pool, winner, winnerBoundary);
}

/** True if the head of a replica's queue finds budget, a batch slot and blocks at a boundary. */
function canAdmitAt(pool: ContinuousPool, replica: number, boundary: number): boolean {
  const { kv, plan, sequences } = pool;
  const head = pool.waiting.heads[queueOf(pool, replica)];
  if (head === NONE) return false;
  const runningCount = pool.running.lengths[replica];
  const budget = plan.maxBatchedTokens - runningCount;
  if (budget <= 0 || runningCount >= plan.maxSequences) return false;
  if (kv.total === Infinity) return true;
  const target = sequences.inputs[head] + sequences.generated[head];
  const blocks = kv.blocksFor(target < budget ? target : budget);
  // Blocks of the step in progress are in use already; those of the steps up to and including the
  // one that starts at the boundary come on top.
  const firstStep = pool.steps[replica] + 1;
  const growth = kv.growth(replica, firstStep, boundary, pool.completions.sizes[replica]);
  return kv.free(replica) - growth >= blocks;
}

function boundaryAfter(pool: ContinuousPool, replica: number, now: number): number {
  const start = pool.leapStarts[replica];
  return firstBoundaryAfter(start, now, pool.stepTimes[replica], pool.stepGrowths[replica]);
}

function boundaryTime(pool: ContinuousPool, replica: number, boundary: number): number {
  const { leapStarts, stepGrowths, stepTimes } = pool;
  return leapStarts[replica] + leapDuration(boundary, stepTimes[replica], stepGrowths[replica]);
}

function cutTo(pool: ContinuousPool, replica: number, boundary: number): void {
  if (boundary >= pool.leapSteps[replica]) return;
  pool.leapSteps[replica] = boundary;
  pool.calendar.set(replica, boundaryTime(pool, replica, boundary));
}
