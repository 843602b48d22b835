import { erlangB } from "./erlang-b.ts";

/** M/M/c whose clients leave the queue after waiting for a fixed time. */
export interface MmcPlusDParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
  /** Seconds every client is willing to wait for service to start τ, > 0. */
  readonly patience: number;
}

/** Abandonment, and the wait offered to a client of endless patience. */
export interface MmcPlusDDelays {
  /** Share of clients that leave before service. */
  readonly abandonProbability: number;
  /** P(offered wait > t) for t in [0, patience]. */
  readonly offeredWaitTail: (t: number) => number;
}

/**
 * Abandonment in M/M/c+D. With J(t) = ∫ₜ^∞ exp(λ·min(x, τ) − cμx) dx and E = 1/B(c − 1, λ/μ), where
 * B is Erlang B: P(V > t) = λJ(t)/(E + λJ(0)) and P(abandon) = (1 + (λ − cμ)J(0))/(E + λJ(0)), the
 * same as P(V > τ). The queue is stable at any load.
 *
 * @see F. Baccelli, G. Hebuterne, "On queues with impatient customers", Performance '81 (1981)
 *   159–179; A. Mandelbaum, S. Zeltyn, "Call Centers with Impatient Customers", Queueing Systems 51
 *   (2005) 361–402, https://doi.org/10.1007/s11134-005-3699-8
 */
export function solveMmcPlusD(parameters: MmcPlusDParameters): MmcPlusDDelays {
  const { arrivalRate, serviceRate, servers, patience } = parameters;
  const drift = arrivalRate - servers * serviceRate;
  const beyondPatience = Math.exp(drift * patience) / (servers * serviceRate);

  const integral = (t: number): number => {
    const rest = patience - t;
    const within = drift === 0 ? rest : (Math.exp(drift * t) * Math.expm1(drift * rest)) / drift;
    return within + beyondPatience;
  };
  const total = 1 / erlangB(servers - 1, arrivalRate / serviceRate) + arrivalRate * integral(0);
  return {
    abandonProbability: (1 + drift * integral(0)) / total,
    offeredWaitTail: (t) => (arrivalRate * integral(t)) / total,
  };
}
