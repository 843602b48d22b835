const BINS_PER_DECADE = 90;
/** Powers of ten from a microsecond to eleven days. */
const DECADES = 12;

/**
 * The histogram in which Envoy gathers latencies, a log-linear one of two decimal digits: a value
 * v = d.d·10ᵉ lies in the bin [v, v + 0.1·10ᵉ), so that a bin is 1 to 10 % wide. Quantiles are
 * interpolated in their bin and may so lie above every value.
 *
 * @see libcircllhist, `int_scale_to_hist_bucket` and `hist_approx_quantile`.
 */
export class LatencyBins {
  /** Values inserted. */
  count = 0;
  private readonly counts = new Uint32Array(DECADES * BINS_PER_DECADE);
  /** Lowest and highest bin in use; crossed when there is none. */
  private lowest: number = DECADES * BINS_PER_DECADE;
  private highest = -1;

  /**
   * Inserts a latency.
   *
   * @param microseconds - Whole; below 1 counts as 1.
   */
  insert(microseconds: number): void {
    const value = Math.max(1, microseconds);
    let decade = 0;
    let scale = 1;
    while (decade < DECADES - 1 && value >= scale * 10) {
      scale *= 10;
      decade++;
    }
    const digits = Math.min(Math.floor((value * 10) / scale), 99);
    const bin = decade * BINS_PER_DECADE + digits - 10;
    this.counts[bin]++;
    this.count++;
    if (bin < this.lowest) this.lowest = bin;
    if (bin > this.highest) this.highest = bin;
  }

  /**
   * The value below which a share of the values lies, in microseconds; 0 when there are none.
   *
   * @param share - In [0, 1].
   */
  quantile(share: number): number {
    if (this.count === 0) return 0;
    const rank = this.count * share;
    let bin = this.lowest;
    let below = 0;
    while (bin < this.highest && below + this.counts[bin] < rank) below += this.counts[bin++];
    const width = 10 ** (Math.floor(bin / BINS_PER_DECADE) - 1);
    const left = ((bin % BINS_PER_DECADE) + 10) * width;
    return left + ((rank - below) / this.counts[bin]) * width;
  }

  /** Forgets every value. */
  clear(): void {
    if (this.count > 0) this.counts.fill(0, this.lowest, this.highest + 1);
    this.count = 0;
    this.lowest = this.counts.length;
    this.highest = -1;
  }
}
