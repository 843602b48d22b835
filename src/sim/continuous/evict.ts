import type { ContinuousPool } from "./pool.ts";
import type { Replica } from "./replica.ts";
import type { Sequence } from "./sequence.ts";

/**
 * Books the work that a replica has done on the step or leap in progress, as of an instant inside
 * it, and takes all its sequences: those that run first, in order of admission, then those it had
 * preempted. The replica is of no further use.
 *
 * @returns The sequences; what they had computed is lost.
 */
export function evictSequences(pool: ContinuousPool, replica: Replica, now: number): Sequence[] {
  const { usage } = pool;
  const evicted: Sequence[] = [];
  if (replica.leapSteps > 0) {
    const sequences = replica.running.length;
    const span = usage.overlap(replica.leapStart, now);
    replica.share += span / sequences;
    usage.busyTime += span;
    usage.batchTime += span * sequences;
    usage.kvBlockTime += span * replica.kv.used;
  }
  for (const list of [replica.running, replica.waiting]) {
    while (list.head !== null) {
      const sequence: Sequence = list.head;
      list.remove(sequence);
      if (list === replica.running) sequence.spent += replica.share - sequence.shareMark;
      usage.lostTime += sequence.spent - sequence.recomputed;
      evicted.push(sequence);
    }
  }
  replica.leapSteps = 0;
  pool.calendar.set(replica.index, Infinity);
  return evicted;
}
