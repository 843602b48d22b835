import type { HedgePlan } from "../control-plan.ts";

/** Samples beyond the quantile that it takes to trust it. */
const SAMPLES_BEYOND = 10;
/** Latencies remembered: this many times what is needed, within these bounds. */
const WINDOW_FACTOR = 5;
const LEAST_WINDOW = 1000;
const MOST_WINDOW = 2 ** 16;

/** A bucket is the sign, the exponent and six bits of mantissa: 1/64 wide at most, relatively. */
const MANTISSA_BITS = 6;
const SHIFT = 20 - MANTISSA_BITS;
/** Latencies are told apart from 2⁻²⁰ s, about a microsecond, to 2¹⁷ s, 36 hours. */
const SMALLEST_EXPONENT = -20;
const OCTAVES = 37;
const BASE = (1023 + SMALLEST_EXPONENT) << MANTISSA_BITS;
const BUCKETS = OCTAVES << MANTISSA_BITS;

/** A double and its two halves, to read and build bit patterns. */
const FLOAT = new Float64Array(1);
const WORDS = new Uint32Array(FLOAT.buffer);

/**
 * How long to wait for an attempt before hedging it: a fixed delay, or a quantile of past latencies
 * once there are enough of them (ten beyond the quantile: 200 for the 95th percentile). Dean &
 * Barroso, "The Tail at Scale", CACM 2013, hedge at the 95th percentile.
 *
 * The quantile is that of the last W latencies, W five times what is needed and at least 1000, each
 * rounded up to the edge of a log-linear bucket, so up to 1.6 % above the exact one. The P²
 * algorithm (Jain & Chlamtac 1985) would take less memory, but weighs all of the past alike and so
 * lags ever further behind a drift; here a change of latency is fully seen after W answers. An
 * observation moves a pointer to the bucket in which the quantile lies, a few steps as a rule.
 */
export class HedgeDelay {
  /** Seconds from an attempt to its hedge, as of now. */
  delay: number;
  private readonly quantile: number;
  private readonly needed: number;
  /** Bucket of each of the last latencies, in a ring, and of how many. */
  private readonly ring: Uint16Array;
  private next = 0;
  private held = 0;
  private readonly counts = new Uint32Array(BUCKETS);
  /** Bucket of the quantile, and how many latencies lie in lower ones. */
  private bucket = 0;
  private below = 0;

  constructor({ delay, quantile }: HedgePlan) {
    this.delay = delay;
    this.quantile = quantile;
    // The factor keeps a quotient that is meant to be whole, such as 10/0.1, from rounding up.
    const needed = Math.ceil((SAMPLES_BEYOND / (1 - quantile)) * (1 - 1e-12));
    const window = Math.min(Math.max(LEAST_WINDOW, WINDOW_FACTOR * needed), MOST_WINDOW);
    this.needed = Math.min(needed, window);
    this.ring = new Uint16Array(quantile > 0 ? window : 0);
  }

  /**
   * Learns from an answered attempt.
   *
   * @param latency - Seconds from the attempt to its answer, ≥ 0.
   */
  observe(latency: number): void {
    const { counts, ring } = this;
    if (ring.length === 0) return;
    if (this.held === ring.length) {
      const oldest = ring[this.next];
      counts[oldest]--;
      if (oldest < this.bucket) this.below--;
    } else {
      this.held++;
    }
    const bucket = bucketOf(latency);
    ring[this.next++] = bucket;
    if (this.next === ring.length) this.next = 0;
    counts[bucket]++;
    if (bucket < this.bucket) this.below++;
    if (this.held >= this.needed) this.findQuantile();
  }

  private findQuantile(): void {
    const { counts } = this;
    const rank = Math.ceil(this.quantile * this.held * (1 - 1e-14));
    while (this.below >= rank) this.below -= counts[--this.bucket];
    while (this.below + counts[this.bucket] < rank) this.below += counts[this.bucket++];
    this.delay = upperEdge(this.bucket);
  }
}

function bucketOf(latency: number): number {
  FLOAT[0] = latency;
  return Math.min(Math.max((WORDS[1] >>> SHIFT) - BASE, 0), BUCKETS - 1);
}

function upperEdge(bucket: number): number {
  WORDS[0] = 0;
  WORDS[1] = (BASE + bucket + 1) << SHIFT;
  return FLOAT[0];
}
