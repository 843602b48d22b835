/**
 * A log-linear histogram of non-negative values.
 *
 * The bucket of a value is the top 22 bits of its float64 pattern: sign, exponent and ten bits of
 * mantissa, so buckets are at most 2⁻¹⁰ wide relative to the value, and finding one takes neither a
 * logarithm nor a comparison. Quantiles err by at most 0.1 %, merging is adding, and memory is
 * 4 KiB for each power of two that the values span.
 */
export class LogHistogram {
  /** Values recorded. */
  count = 0;
  /** Sum of the values. */
  sum = 0;
  /** Largest value; −Infinity when empty. */
  max: number = -Infinity;
  /** Values below `SMALLEST`: zeros, in practice. */
  private tiny = 0;
  private buckets: Uint32Array = new Uint32Array(0);
  /** Bucket number of `buckets[0]`. */
  private base = 0;
  /** Running sums of the buckets, as of when they were `buckets` and held `count` values. */
  private sums: {
    readonly buckets: Uint32Array;
    readonly count: number;
    readonly below: Float64Array;
  } | null = null;

  /**
   * Records a value.
   *
   * @param value - Finite, ≥ 0.
   */
  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    if (value < SMALLEST) {
      this.tiny++;
      return;
    }
    FLOAT[0] = value;
    const offset = (WORDS[1] >>> SHIFT) - this.base;
    if (offset >= 0 && offset < this.buckets.length) this.buckets[offset]++;
    else this.addOutside(WORDS[1] >>> SHIFT);
  }

  /** Adds all that another histogram holds. */
  merge(other: LogHistogram): void {
    this.count += other.count;
    this.sum += other.sum;
    if (other.max > this.max) this.max = other.max;
    this.tiny += other.tiny;
    if (other.buckets.length === 0) return;
    this.cover(other.base, other.base + other.buckets.length);
    const shift = other.base - this.base;
    for (let i = 0; i < other.buckets.length; i++) this.buckets[shift + i] += other.buckets[i];
  }

  /**
   * Inverse-ECDF quantile: the smallest bucket edge x such that at least a share `p` of the values
   * is ≤ x, capped at the maximum.
   *
   * @param p - Share in (0, 1].
   * @throws RangeError if the histogram is empty.
   */
  quantile(p: number): number {
    if (this.count === 0) throw new RangeError("a quantile needs at least one value");
    // The factor keeps p·n that is meant to be whole, such as 0.07·100, from rounding up.
    const rank = Math.ceil(p * this.count * (1 - 1e-14));
    if (rank <= this.tiny) return 0;
    let seen = this.tiny;
    for (let i = 0; i < this.buckets.length; i++) {
      seen += this.buckets[i];
      if (seen >= rank) return Math.min(upperEdge(this.base + i), this.max);
    }
    return this.max;
  }

  /**
   * Calls back for each bucket that holds values, ascending.
   *
   * @param visit - Gets the bucket's upper edge and its count.
   */
  forEachBucket(visit: (upperEdge: number, count: number) => void): void {
    if (this.tiny > 0) visit(0, this.tiny);
    for (let i = 0; i < this.buckets.length; i++) {
      if (this.buckets[i] > 0) visit(upperEdge(this.base + i), this.buckets[i]);
    }
  }

  /**
   * Number of values above a bucket edge.
   *
   * @param edge - An edge as `forEachBucket` reports it.
   */
  countAbove(edge: number): number {
    const aboveTiny = this.count - this.tiny;
    if (edge < SMALLEST) return aboveTiny;
    const below = Math.min(bucketOf(edge) - this.base, this.buckets.length);
    return below <= 0 ? aboveTiny : aboveTiny - this.sumsBelow()[below];
  }

  /** The state as plain data, for another thread. */
  toData(): LogHistogramData {
    let from = 0;
    let to = this.buckets.length;
    while (from < to && this.buckets[from] === 0) from++;
    while (to > from && this.buckets[to - 1] === 0) to--;
    return {
      count: this.count,
      sum: this.sum,
      max: this.max,
      tiny: this.tiny,
      base: this.base + from,
      buckets: this.buckets.slice(from, to),
    };
  }

  /** A histogram with the state that `toData` gave. */
  static fromData(data: LogHistogramData): LogHistogram {
    const histogram = new LogHistogram();
    histogram.count = data.count;
    histogram.sum = data.sum;
    histogram.max = data.max;
    histogram.tiny = data.tiny;
    histogram.base = data.base;
    histogram.buckets = data.buckets;
    return histogram;
  }

  /** Values in the buckets before each one, of which the last entry holds all. */
  private sumsBelow(): Float64Array {
    const { buckets, count, sums } = this;
    if (sums !== null && sums.buckets === buckets && sums.count === count) return sums.below;
    const below = new Float64Array(buckets.length + 1);
    for (let i = 0; i < buckets.length; i++) below[i + 1] = below[i] + buckets[i];
    this.sums = { buckets, count, below };
    return below;
  }

  private addOutside(bucket: number): void {
    this.cover(bucket, bucket + 1);
    this.buckets[bucket - this.base]++;
  }

  /** Makes room for the buckets [from, to), in whole powers of two. */
  private cover(from: number, to: number): void {
    const isEmpty = this.buckets.length === 0;
    const oldEnd = this.base + this.buckets.length;
    const low = Math.min(isEmpty ? from : this.base, from);
    const high = Math.max(isEmpty ? to : oldEnd, to);
    if (!isEmpty && low === this.base && high === oldEnd) return;
    const base = Math.floor(low / PER_OCTAVE) * PER_OCTAVE;
    const end = Math.ceil(high / PER_OCTAVE) * PER_OCTAVE;
    const buckets = new Uint32Array(end - base);
    if (!isEmpty) buckets.set(this.buckets, this.base - base);
    this.base = base;
    this.buckets = buckets;
  }
}

/** A histogram's state; see `LogHistogram.toData`. */
export interface LogHistogramData {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  readonly tiny: number;
  readonly base: number;
  readonly buckets: Uint32Array;
}

/** Values below a picosecond share one bucket, reported as 0. */
const SMALLEST = 2 ** -40;
/** Mantissa bits kept, and the bits of the high word below them. */
const MANTISSA_BITS = 10;
const SHIFT = 20 - MANTISSA_BITS;
const PER_OCTAVE = 2 ** MANTISSA_BITS;

/** One float64 and its two halves; the high word is at index 1 (little-endian, as Node runs on). */
const FLOAT = new Float64Array(1);
const WORDS = new Uint32Array(FLOAT.buffer);

function bucketOf(value: number): number {
  FLOAT[0] = value;
  return WORDS[1] >>> SHIFT;
}

/** The least float64 of the next bucket: no value of this bucket reaches it. */
function upperEdge(bucket: number): number {
  WORDS[0] = 0;
  WORDS[1] = (bucket + 1) << SHIFT;
  return FLOAT[0];
}
