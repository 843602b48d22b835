import { erlangB } from "./erlang-b.ts";
import { quantileOfTail } from "./quantile-of-tail.ts";

/** M/M/c whose clients leave the queue after an exponential time of their own. */
export interface ErlangAParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
  /** Rate at which a waiting client loses patience θ, > 0: one over its mean patience. */
  readonly patienceRate: number;
}

/** Abandonment, and the waits that clients are offered and really have. */
export interface ErlangADelays {
  /** Share of clients that leave before service. */
  readonly abandonProbability: number;
  /** P(offered wait > 0): the share that is not served at once. */
  readonly waitProbability: number;
  /** Mean time in the queue over all clients, whether they were served or left. */
  readonly waitMean: number;
  /** P(V > t) of the wait V offered to a client of endless patience, t ≥ 0. */
  readonly offeredWaitTail: (t: number) => number;
  /** P(time in the queue > t) over all clients, t ≥ 0. */
  readonly waitTail: (t: number) => number;
  /** Quantile of the time in the queue over all clients, p in [0, 1). */
  readonly waitQuantile: (p: number) => number;
}

/**
 * Erlang-A, M/M/c+M. With J(t) = ∫ₜ^∞ exp(λ(1 − e^(−θx))/θ − cμx) dx and E = 1/B(c − 1, λ/μ), where
 * B is Erlang B: P(V > t) = λJ(t)/(E + λJ(0)) and P(abandon) = (1 + (λ − cμ)J(0))/(E + λJ(0)). A
 * client is in the queue for min(V, R), R its patience, on average for P(abandon)/θ. The queue is
 * stable at any load.
 *
 * J is an incomplete gamma function, summed by its series of positive terms: with s = cμ/θ and
 * y = λe^(−θt)/θ, J(t) = exp((λ/θ − y) − cμt)/θ · Σₙ yⁿ/(s(s + 1)…(s + n)).
 *
 * @see C. Palm, "Research on Telephone Traffic Carried by Full Availability Groups", Tele 1 (1957);
 *   A. Mandelbaum, S. Zeltyn, "Service Engineering in Action: The Palm/Erlang-A Queue" (2007),
 *   https://doi.org/10.1007/978-3-540-29860-1_2
 */
export function solveErlangA(parameters: ErlangAParameters): ErlangADelays {
  const { arrivalRate, serviceRate, servers, patienceRate } = parameters;
  const drainRate = servers * serviceRate;
  const drain = drainRate / patienceRate;

  const integral = (t: number): number => {
    const fading = (arrivalRate / patienceRate) * Math.exp(-patienceRate * t);
    const fallen = -(arrivalRate / patienceRate) * Math.expm1(-patienceRate * t);
    let term = 1 / drain;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n += 1) {
      term *= fading / (drain + n);
      sum += term;
    }
    return (Math.exp(fallen - drainRate * t) * sum) / patienceRate;
  };
  const whole = integral(0);
  const total = 1 / erlangB(servers - 1, arrivalRate / serviceRate) + arrivalRate * whole;
  const abandonProbability = (1 + (arrivalRate - drainRate) * whole) / total;
  const offeredWaitTail = (t: number): number => (arrivalRate * integral(t)) / total;
  const waitTail = (t: number): number => offeredWaitTail(t) * Math.exp(-patienceRate * t);
  return {
    abandonProbability,
    waitProbability: (arrivalRate * whole) / total,
    waitMean: abandonProbability / patienceRate,
    offeredWaitTail,
    waitTail,
    waitQuantile: (p) => quantileOfTail(waitTail, p, 1 / drainRate),
  };
}
