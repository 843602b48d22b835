import { solveMmc } from "./mmc.ts";

/** Independent gaps and service times of any law, several servers, one queue. */
export interface GeneralQueue {
  /** Arrivals per second, > 0. */
  readonly arrivalRate: number;
  /** Variance over squared mean of the gaps, ≥ 0: 0 constant, 1 Poisson arrivals. */
  readonly gapScv: number;
  /** Mean seconds of service, > 0. */
  readonly serviceMean: number;
  /** Variance over squared mean of the service time, ≥ 0. */
  readonly serviceScv: number;
  /** Identical servers, an integer ≥ 1. */
  readonly servers: number;
}

/**
 * Approximate mean wait in GI/G/c: that of M/M/c times the mean of the two squared coefficients of
 * variation. Exact for M/M/c, and for M/G/1, where it is the Pollaczek–Khinchine formula.
 *
 * It takes gaps as independent: traffic that comes in waves waits far longer than it says.
 *
 * @throws RangeError if the offered load isn't below the number of servers.
 * @see A. O. Allen, "Probability, Statistics, and Queueing Theory", 2nd ed. (1990), section 5.3
 */
export function allenCunneenWait(queue: GeneralQueue): number {
  const { arrivalRate, gapScv, serviceMean, serviceScv, servers } = queue;
  const { waitMean } = solveMmc({ arrivalRate, serviceRate: 1 / serviceMean, servers });
  return ((gapScv + serviceScv) / 2) * waitMean;
}
