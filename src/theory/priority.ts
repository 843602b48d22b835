import { erlangC } from "./erlang-c.ts";

/** M/M/c with classes of which a lower one is always served before a higher one. */
export interface PriorityParameters {
  /** Arrivals per second of each class, the most urgent first; each > 0. */
  readonly arrivalRates: readonly number[];
  /** Requests a busy server completes per second μ, > 0; the same for all classes. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
}

/**
 * Mean waits under strict priority without preemption, first come first served within a class:
 * W_k = C/(cμ·(1 − σ_{k−1})(1 − σ_k)) with C of Erlang C and σ_k the load per server of the classes
 * up to k.
 *
 * @returns Mean wait of each class, in the order given.
 * @throws RangeError if the offered load isn't below the number of servers.
 * @see A. Cobham, "Priority Assignment in Waiting Line Problems", J. Oper. Res. Soc. Am. 2 (1954)
 *   70–76, https://doi.org/10.1287/opre.2.1.70
 */
export function priorityWaitMeans(parameters: PriorityParameters): number[] {
  const { arrivalRates, serviceRate, servers } = parameters;
  const drainRate = servers * serviceRate;
  const total = arrivalRates.reduce((sum, rate) => sum + rate, 0);
  const waitProbability = erlangC(servers, total / serviceRate);
  let loadAbove = 0;
  return arrivalRates.map((rate) => {
    const load = loadAbove + rate / drainRate;
    const waitMean = waitProbability / (drainRate * (1 - loadAbove) * (1 - load));
    loadAbove = load;
    return waitMean;
  });
}
