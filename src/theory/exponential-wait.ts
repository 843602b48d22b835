import { quantileOfTail } from "./quantile-of-tail.ts";

/**
 * Delays in a queue where a request waits with some probability, then for an exponential time, and
 * is served for an independent exponential time. Several classical queues come down to this.
 */
export interface ExponentialWait {
  /** P(wait > 0). */
  readonly waitProbability: number;
  /** Mean wait in the queue. */
  readonly waitMean: number;
  /** Mean time from arrival to departure. */
  readonly sojournMean: number;
  /** P(wait > t), t ≥ 0. */
  readonly waitTail: (t: number) => number;
  /** Quantile of the wait, p in [0, 1). */
  readonly waitQuantile: (p: number) => number;
  /** P(sojourn > t), t ≥ 0. */
  readonly sojournTail: (t: number) => number;
  /** Quantile of the sojourn time, p in [0, 1). */
  readonly sojournQuantile: (p: number) => number;
}

/**
 * Describes the delays of such a queue.
 *
 * @param waitProbability - P(wait > 0) in [0, 1].
 * @param drainRate - Rate of the exponential wait of those who wait, > 0.
 * @param serviceRate - Rate of the exponential service, > 0.
 */
export function exponentialWait(
  waitProbability: number,
  drainRate: number,
  serviceRate: number,
): ExponentialWait {
  const waitMean = waitProbability / drainRate;
  const sojournMean = waitMean + 1 / serviceRate;
  const sojournTail = (t: number): number =>
    (1 - waitProbability) * Math.exp(-serviceRate * t) +
    waitProbability * tailOfSum(drainRate, serviceRate, t);
  return {
    waitProbability,
    waitMean,
    sojournMean,
    waitTail: (t) => waitProbability * Math.exp(-drainRate * t),
    waitQuantile: (p) => Math.max(0, Math.log(waitProbability / (1 - p)) / drainRate),
    sojournTail,
    sojournQuantile: (p) => quantileOfTail(sojournTail, p, sojournMean),
  };
}

/**
 * P(X + Y > t) for exponential X and Y: e^(−at)·(1 + a·(1 − e^(−(b−a)t))/(b − a)), which keeps its
 * accuracy where the rates are nearly equal.
 */
function tailOfSum(rate: number, otherRate: number, t: number): number {
  const gap = otherRate - rate;
  const share = Math.abs(gap * t) < 1e-12 ? t : -Math.expm1(-gap * t) / gap;
  return Math.exp(-rate * t) * (1 + rate * share);
}
