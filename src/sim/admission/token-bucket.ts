/** Room for rounding, so that requests exactly 1/rate apart always find their token. */
const TOLERANCE = 1e-9;

/**
 * A rate limit: tokens flow in at `rate` up to `burst`, and a request needs one. The bucket starts
 * full and is filled continuously; Envoy's local rate limit fills in steps instead.
 */
export class TokenBucket {
  private readonly rate: number;
  private readonly burst: number;
  private tokens: number;
  private filledAt = 0;

  /**
   * @param plan.rate - Tokens a second, > 0.
   * @param plan.burst - Tokens the bucket holds, ≥ 1.
   */
  constructor({ rate, burst }: { readonly rate: number; readonly burst: number }) {
    this.rate = rate;
    this.burst = burst;
    this.tokens = burst;
  }

  /**
   * Whether a request may pass; takes its token if so.
   *
   * @param now - Seconds, not before the call before.
   */
  allows(now: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + (now - this.filledAt) * this.rate);
    this.filledAt = now;
    if (this.tokens < 1 - TOLERANCE) return false;
    this.tokens -= 1;
    return true;
  }
}
