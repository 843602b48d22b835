/** What each of several router instances has outstanding on each replica, of its own requests. */
export class SentCounts {
  private readonly counts: Float64Array[];

  /** @param instances - Router instances, ≥ 1. */
  constructor(instances: number) {
    this.counts = Array.from({ length: instances }, () => new Float64Array(0));
  }

  /** One instance's counts by replica, for at least `replicas` of them. */
  of(instance: number, replicas: number): Float64Array {
    const counts = this.counts[instance];
    if (counts.length >= replicas) return counts;
    const longer = new Float64Array(Math.max(replicas, 2 * counts.length));
    longer.set(counts);
    this.counts[instance] = longer;
    return longer;
  }

  /** Counts a request sent (1) or ended (−1). */
  add(instance: number, replica: number, change: 1 | -1): void {
    this.of(instance, replica + 1)[replica] += change;
  }
}
