/** Buckets of a doubling: each is at most 2.2 % wide. */
const PER_OCTAVE = 32;
/** Values told apart: 2⁻²⁰ s (a microsecond) to 2²⁰ s (twelve days). */
const OCTAVES = 40;
const LEAST = 2 ** -20;
const BUCKETS = OCTAVES * PER_OCTAVE + 1;

/** Quantiles of durations by bin of time; 5 KiB a bin, however many durations. */
export class BinnedHistogram {
  private readonly counts: Uint32Array;
  private readonly totals: Uint32Array;
  private readonly most: Float64Array;

  /** @param bins - Number of bins, ≥ 1. */
  constructor(bins: number) {
    this.counts = new Uint32Array(bins * BUCKETS);
    this.totals = new Uint32Array(bins);
    this.most = new Float64Array(bins);
  }

  /**
   * Adds a duration.
   *
   * @param bin - From 0.
   * @param seconds - At least 0; NaN is left out.
   */
  add(bin: number, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    this.counts[bin * BUCKETS + bucketOf(seconds)]++;
    this.totals[bin]++;
    if (seconds > this.most[bin]) this.most[bin] = seconds;
  }

  /**
   * A quantile of the durations of each bin, at most 2.2 % too high and never above the longest;
   * NaN for none.
   *
   * @param share - Of durations that are at most as long, in (0, 1).
   */
  quantile(share: number): Float64Array {
    return Float64Array.from(this.totals, (total, bin) => {
      if (total === 0) return NaN;
      let seen = 0;
      const rank = Math.ceil(share * total * (1 - 1e-14));
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        seen += this.counts[bin * BUCKETS + bucket];
        if (seen >= rank) return Math.min(this.most[bin], upperEdge(bucket));
      }
      return this.most[bin];
    });
  }
}

function bucketOf(seconds: number): number {
  if (!(seconds > LEAST)) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(PER_OCTAVE * Math.log2(seconds / LEAST)));
}

function upperEdge(bucket: number): number {
  return LEAST * 2 ** (bucket / PER_OCTAVE);
}
