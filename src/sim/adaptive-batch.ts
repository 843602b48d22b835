/**
 * Finds the largest batch that meets a latency: one more after a full batch that met it, a tenth
 * less after any batch that exceeded it.
 *
 * @see Crankshaw et al., "Clipper: A Low-Latency Online Prediction Serving System", NSDI 2017, §4.3.1.
 */
export class AdaptiveBatch {
  /** Requests a batch may hold now, from 1 to `most`; starts at 1. */
  largest = 1;
  private readonly latency: number;
  private readonly most: number;

  /**
   * @param latency - Seconds a batch may take.
   * @param most - Bound on `largest`, ≥ 1.
   */
  constructor(latency: number, most: number) {
    this.latency = latency;
    this.most = most;
  }

  /**
   * Learns from a batch that ended.
   *
   * @param size - Requests it held.
   * @param latency - Seconds it took.
   */
  observe(size: number, latency: number): void {
    if (latency > this.latency) {
      // Nine tenths in whole numbers, as 0.9·n may fall just below one that is whole.
      this.largest = Math.max(1, Math.floor((this.largest * 9) / 10));
    } else if (size >= this.largest) {
      this.largest = Math.min(this.most, this.largest + 1);
    }
  }
}
