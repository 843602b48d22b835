import { exponentialWait, type ExponentialWait } from "./exponential-wait.ts";

/** Independent gaps of any law, exponential service, one server. */
export interface Gim1Parameters {
  /** Arrivals per second λ, the reciprocal of the mean gap, > 0. */
  readonly arrivalRate: number;
  /** Laplace transform of the gap, s ↦ E[e^(−s·gap)]. */
  readonly gapTransform: (s: number) => number;
  /** Requests the busy server completes per second μ, > λ. */
  readonly serviceRate: number;
}

/**
 * Delays in GI/M/1: a request waits with probability σ, the root of σ = A(μ(1 − σ)) in (0, 1), then
 * exponentially with the rate μ(1 − σ). The root is approached from below by substitution.
 *
 * Poisson arrivals dealt out in turn to N servers make each an E_N/M/1 queue.
 *
 * @throws RangeError if λ isn't below μ.
 * @see D. G. Kendall, "Stochastic Processes Occurring in the Theory of Queues", Ann. Math. Statist.
 *   24 (1953) 338–354; https://en.wikipedia.org/wiki/G/M/1_queue
 */
export function solveGim1(parameters: Gim1Parameters): ExponentialWait {
  const { arrivalRate, gapTransform, serviceRate } = parameters;
  if (!(arrivalRate < serviceRate)) {
    throw new RangeError(
      `arrival rate must be below ${serviceRate} per second, got ${arrivalRate}`,
    );
  }
  let sigma = 0;
  let next = gapTransform(serviceRate);
  while (next > sigma) {
    sigma = next;
    next = gapTransform(serviceRate * (1 - sigma));
  }
  return exponentialWait(sigma, serviceRate * (1 - sigma), serviceRate);
}

/**
 * Laplace transform of a constant gap.
 *
 * @param gap - Seconds, > 0.
 */
export function constantTransform(gap: number): (s: number) => number {
  return (s) => Math.exp(-s * gap);
}

/**
 * Laplace transform of the sum of `phases` exponential gaps.
 *
 * @param phases - Number of gaps added up, an integer ≥ 1.
 * @param rate - Rate of each, per second, > 0.
 */
export function erlangTransform(phases: number, rate: number): (s: number) => number {
  return (s) => (rate / (rate + s)) ** phases;
}
