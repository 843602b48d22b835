import { erlangC } from "./erlang-c.ts";
import { exponentialWait, type ExponentialWait } from "./exponential-wait.ts";

/** Poisson arrivals, exponential service, one queue served first come, first served. */
export interface MmcParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
}

/**
 * Delays in M/M/c: a request waits with the probability Erlang C, then exponentially with the rate
 * cμ − λ.
 *
 * @throws RangeError if the offered load λ/μ isn't below the number of servers.
 * @see A. K. Erlang (1917), https://en.wikipedia.org/wiki/M/M/c_queue
 */
export function solveMmc({ arrivalRate, serviceRate, servers }: MmcParameters): ExponentialWait {
  const waitProbability = erlangC(servers, arrivalRate / serviceRate);
  return exponentialWait(waitProbability, servers * serviceRate - arrivalRate, serviceRate);
}
