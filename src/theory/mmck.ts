import { quantileOfTail } from "./quantile-of-tail.ts";

/** M/M/c with room for K requests, those in service included; others are turned away. */
export interface MmckParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
  /** Most requests in the system K, an integer ≥ c. */
  readonly capacity: number;
}

/** Blocking, and the delays of the requests that get in. */
export interface MmckDelays {
  /** Share of requests turned away. */
  readonly blockingProbability: number;
  /** Mean wait of accepted requests. */
  readonly waitMean: number;
  /** P(wait > t) of accepted requests, t ≥ 0. */
  readonly waitTail: (t: number) => number;
  /** Quantile of the wait of accepted requests, p in [0, 1). */
  readonly waitQuantile: (p: number) => number;
}

/**
 * Blocking and waits in M/M/c/K, from the stationary law of its birth–death chain. An accepted
 * request that finds n ≥ c others waits for n − c + 1 departures at the rate cμ.
 *
 * @see https://en.wikipedia.org/wiki/M/M/c_queue#Finite_capacity
 */
export function solveMmck(parameters: MmckParameters): MmckDelays {
  const { arrivalRate, serviceRate, servers, capacity } = parameters;
  // Weights relative to the state in which the last server has just become busy.
  const found = new Float64Array(capacity + 1);
  const offeredLoad = arrivalRate / serviceRate;
  found[servers] = 1;
  for (let n = servers; n > 0; n -= 1) found[n - 1] = (found[n] * n) / offeredLoad;
  for (let n = servers; n < capacity; n += 1) found[n + 1] = (found[n] * offeredLoad) / servers;
  const total = found.reduce((sum, weight) => sum + weight, 0);
  const blockingProbability = found[capacity] / total;
  const accepted = found.subarray(0, capacity).map((weight) => weight / (total - found[capacity]));
  const drainRate = servers * serviceRate;

  let waitMean = 0;
  for (let n = servers; n < capacity; n += 1) {
    waitMean += (accepted[n] * (n - servers + 1)) / drainRate;
  }
  const waitTail = (t: number): number => {
    let sum = 0;
    let term = Math.exp(-drainRate * t);
    let atMost = term;
    for (let n = servers; n < capacity; n += 1) {
      sum += accepted[n] * atMost;
      term *= (drainRate * t) / (n - servers + 1);
      atMost += term;
    }
    return sum;
  };
  return {
    blockingProbability,
    waitMean,
    waitTail,
    waitQuantile: (p) => quantileOfTail(waitTail, p, capacity / drainRate),
  };
}
