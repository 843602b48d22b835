import { mg1WaitMean, type Mg1Parameters } from "./mg1.ts";

/** M/G/1 whose server is switched off when it has nothing to do. */
export interface SetupParameters extends Mg1Parameters {
  /** Mean seconds from the arrival that switches the server on until it serves, ≥ 0. */
  readonly setupMean: number;
  /** Variance over squared mean of that time, ≥ 0: 0 constant, 1 exponential. */
  readonly setupScv: number;
  /**
   * Probability that the request that ends an idle period finds the server off, in [0, 1]: 1 if it
   * is switched off the moment it is empty, e^(−λD) if it lingers D seconds before.
   */
  readonly coldProbability: number;
}

/**
 * Mean wait behind a server with set-up times: that of Pollaczek and Khinchine plus
 * (2E[U] + λE[U²])/(2(1 + λE[U])), where U is the set-up time that the request ending an idle
 * period meets, 0 if the server is still on.
 *
 * @throws RangeError if λ·E[S] isn't below 1.
 * @see P. D. Welch, "On a Generalized M/G/1 Queuing Process in Which the First Customer of Each
 *   Busy Period Receives Exceptional Service", Operations Research 12 (1964) 736–752,
 *   https://doi.org/10.1287/opre.12.5.736
 */
export function setupWaitMean(parameters: SetupParameters): number {
  const { arrivalRate, setupMean, setupScv, coldProbability } = parameters;
  const first = coldProbability * setupMean;
  const second = coldProbability * setupMean ** 2 * (1 + setupScv);
  const extra = (2 * first + arrivalRate * second) / (2 * (1 + arrivalRate * first));
  return mg1WaitMean(parameters) + extra;
}
