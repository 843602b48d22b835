/** Poisson arrivals at one server with any law of the service time. */
export interface Mg1Parameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Mean seconds of service, > 0. */
  readonly serviceMean: number;
  /** Variance over squared mean of the service time, ≥ 0: 0 constant, 1 exponential. */
  readonly serviceScv: number;
}

/**
 * Mean wait in M/G/1 by the Pollaczek–Khinchine formula, λ·E[S²]/(2(1 − ρ)).
 *
 * @throws RangeError if λ·E[S] isn't below 1.
 * @see F. Pollaczek, "Über eine Aufgabe der Wahrscheinlichkeitstheorie", Math. Z. 32 (1930) 64–100;
 *   https://en.wikipedia.org/wiki/Pollaczek–Khinchine_formula
 */
export function mg1WaitMean({ arrivalRate, serviceMean, serviceScv }: Mg1Parameters): number {
  const utilization = arrivalRate * serviceMean;
  if (!(utilization < 1)) {
    throw new RangeError(`utilization must be below 1, got ${utilization}`);
  }
  return (utilization * serviceMean * (1 + serviceScv)) / (2 * (1 - utilization));
}
