/** Servers of the replay: as many as a small fleet has slots. */
const SERVERS = 8;

/**
 * The P99 of the waiting times in a queue of 8 servers, first come, first served.
 *
 * @param arrivals - Seconds, ascending, at least one.
 * @param work - What each request asks for, in any unit, as many; empty if all ask for the same.
 * @param use - Utilisation that the work is scaled to, in (0, 1), over the time from the first
 *   arrival to the last.
 * @returns Seconds: the smallest value that at least 99 % of the requests wait no longer than.
 */
export function replayWait(
  arrivals: Float64Array,
  work: Int32Array | Float64Array,
  use: number,
): number {
  const span = arrivals[arrivals.length - 1] - arrivals[0];
  let total = work.length === 0 ? arrivals.length : 0;
  for (const one of work) total += one;
  const scale = (use * SERVERS * span) / total;
  const free = new Float64Array(SERVERS);
  const waits = new Float64Array(arrivals.length);
  for (let row = 0; row < arrivals.length; row += 1) {
    let first = 0;
    for (let server = 1; server < SERVERS; server += 1) {
      if (free[server] < free[first]) first = server;
    }
    const start = Math.max(arrivals[row], free[first]);
    waits[row] = start - arrivals[row];
    free[first] = start + scale * (work.length === 0 ? 1 : work[row]);
  }
  waits.sort();
  return waits[Math.ceil(0.99 * waits.length) - 1];
}
