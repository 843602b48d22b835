import { firstBoundaryAfter, leapDuration } from "../leap.ts";
import type { ContinuousPool } from "./pool.ts";
import type { Replica } from "./replica.ts";

/**
 * Shortens the leap of a replica to end at its first boundary after `now`, if it would run on.
 *
 * @param now - An instant inside the leap.
 */
export function cutLeap(pool: ContinuousPool, replica: Replica, now: number): void {
  if (replica.leapSteps > 1) cutTo(pool, replica, boundaryAfter(replica, now));
}

/**
 * Shortens the leap of a replica to its first boundary after `now` if the head of its queue can be
 * admitted there. If it can't, it can't before the leap's end either: inside a leap no block is
 * freed and no batch slot.
 */
export function cutLeapForHead(pool: ContinuousPool, replica: Replica, now: number): void {
  if (replica.leapSteps <= 1) return;
  const boundary = boundaryAfter(replica, now);
  if (canAdmitAt(pool, replica, boundary)) cutTo(pool, replica, boundary);
}

/**
 * Behind a central queue: shortens the one leap at whose next boundary the head of the queue is
 * admitted first. Called whenever the queue gets another head.
 *
 * @param now - The present instant.
 * @param handled - Number of the replica whose boundary is being handled: boundaries at this very
 *   instant still lie ahead of replicas with a higher number. Infinity when none is: all are past.
 */
export function cutEarliestLeap(pool: ContinuousPool, now: number, handled: number): void {
  let earliest = Infinity;
  let winner: Replica | null = null;
  let winnerBoundary = 0;
  for (const replica of pool.replicas) {
    const steps = replica.leapSteps;
    if (steps === 0 || replica.waiting.length > 0) continue;
    let boundary = steps;
    if (steps > 1) {
      boundary = boundaryAfter(replica, now);
      const isAhead = replica.index > handled && boundary > 1;
      if (isAhead && boundaryTime(replica, boundary - 1) === now) boundary--;
    }
    const time = boundaryTime(replica, boundary);
    if (time < earliest && canAdmitAt(pool, replica, boundary)) {
      earliest = time;
      winner = replica;
      winnerBoundary = boundary;
    }
  }
  if (winner !== null) cutTo(pool, winner, winnerBoundary);
}

/** True if the head of a replica's queue finds budget, a batch slot and blocks at a boundary. */
function canAdmitAt(pool: ContinuousPool, replica: Replica, boundary: number): boolean {
  const { plan } = pool;
  const { kv } = replica;
  const { head } = pool.queueOf(replica);
  if (head === null) return false;
  const runningCount = replica.running.length;
  const budget = plan.maxBatchedTokens - runningCount;
  if (budget <= 0 || runningCount >= plan.maxSequences) return false;
  if (kv.total === Infinity) return true;
  const target = head.input + head.generated;
  const blocks = kv.blocksFor(target < budget ? target : budget);
  // Blocks of the step in progress are in use already; those of the steps up to and including the
  // one that starts at the boundary come on top.
  const decoding = replica.decoding.size;
  // Mostly there is room even if each needed a block too many.
  if (kv.free - decoding * kv.blocksFor(boundary) >= blocks) return true;
  return kv.free - kv.growth(replica.steps + 1, boundary, decoding) >= blocks;
}

function boundaryAfter({ leapStart, stepGrowth, stepTime }: Replica, now: number): number {
  return firstBoundaryAfter(leapStart, now, stepTime, stepGrowth);
}

function boundaryTime({ leapStart, stepGrowth, stepTime }: Replica, boundary: number): number {
  return leapStart + leapDuration(boundary, stepTime, stepGrowth);
}

function cutTo(pool: ContinuousPool, replica: Replica, boundary: number): void {
  if (boundary >= replica.leapSteps) return;
  replica.leapSteps = boundary;
  pool.calendar.set(replica.index, boundaryTime(replica, boundary));
}
