/**
 * The calendar of replica events: an indexed winner (tournament) tree.
 *
 * Each leaf holds the time of one replica's next event; the root names the earliest, ties to the
 * lowest index, which is the order in which the model handles simultaneous events. Changing a leaf
 * replays only its path: log₂(size) comparisons, no allocation, and no stale entries as a heap of
 * event objects would leave when a leap is cut short.
 */
export class WinnerTree {
  /** Time of each leaf's next event; Infinity when it has none. Write through `set`. */
  times: Float64Array;
  /** Leaf with the earliest time. */
  winner = 0;
  /**
   * `winners[n]` is the winning leaf below inner node n; node 1 is the root, n's children 2n, 2n+1.
   */
  private winners: Int32Array;
  private leaves: number;

  /** @param size - Number of leaves, ≥ 1. */
  constructor(size: number) {
    this.leaves = leavesFor(size);
    this.times = new Float64Array(this.leaves).fill(Infinity);
    this.winners = leftmostWinners(this.leaves);
  }

  /** Makes room for more leaves; those there keep their events. `times` may be replaced. */
  grow(size: number): void {
    const leaves = leavesFor(size);
    if (leaves <= this.leaves) return;
    const known = this.times;
    this.leaves = leaves;
    this.times = new Float64Array(leaves).fill(Infinity);
    this.winners = leftmostWinners(leaves);
    this.winner = 0;
    for (const [leaf, time] of known.entries()) if (time < Infinity) this.set(leaf, time);
  }

  /** Earliest time of all leaves. */
  get minTime(): number {
    return this.times[this.winner];
  }

  /**
   * Moves a leaf's event.
   *
   * @param leaf - Index of the leaf.
   * @param time - Its new time; Infinity for none.
   */
  set(leaf: number, time: number): void {
    const { times, winners, leaves } = this;
    times[leaf] = time;
    let node = (leaves + leaf) >> 1;
    // The lowest level compares leaves; above it, winners of the two halves. The left one wins
    // ties, so the lowest index does. The one that comes up is known, so only its rival is read.
    const left = leaf & ~1;
    let best = times[left] <= times[left | 1] ? left : left | 1;
    let bestTime = times[best];
    winners[node] = best;
    while (node > 1) {
      const rival = winners[node ^ 1];
      const rivalTime = times[rival];
      if (rivalTime < bestTime || (rivalTime === bestTime && rival < best)) {
        best = rival;
        bestTime = rivalTime;
      }
      node >>= 1;
      winners[node] = best;
    }
    this.winner = best;
  }
}

/** The least power of two that holds `size` leaves, at least 2. */
function leavesFor(size: number): number {
  let leaves = 2;
  while (leaves < size) leaves *= 2;
  return leaves;
}

/** The winners of a tree in which no leaf has an event. */
function leftmostWinners(leaves: number): Int32Array {
  const winners = new Int32Array(leaves);
  for (let node = leaves - 1; node >= 1; node--) {
    winners[node] = node >= leaves / 2 ? 2 * node - leaves : winners[2 * node];
  }
  return winners;
}
