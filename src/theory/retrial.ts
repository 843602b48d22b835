import { phasedMean, stationaryLawOfPhases } from "./phased-chain.ts";

/** Servers without a queue whose rejected clients try again until they are served. */
export interface RetrialParameters {
  /** New requests per second λ, > 0. */
  readonly arrivalRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
  /** Rate ν at which each rejected client tries again, > 0: one over the mean backoff. */
  readonly retryRate: number;
}

/** What retries do to a request on average. */
export interface RetrialMeans {
  /** Requests between two attempts. */
  readonly orbitMean: number;
  /** Seconds from a request's first attempt to the one that is served. */
  readonly waitMean: number;
  /** Seconds from a request's first attempt to its answer. */
  readonly sojournMean: number;
  /** Attempts a request needs, the first one included. */
  readonly attemptsMean: number;
  /** Share of new requests whose first attempt is rejected. */
  readonly blockingProbability: number;
}

/**
 * Means of M/M/1 with classical retrials, E[orbit] = ρ²(μ + ν)/(ν(1 − ρ)); the rest by Little's
 * law.
 *
 * @param parameters - The queue; `servers` is 1.
 * @throws RangeError if there are more servers, or λ/μ isn't below 1.
 * @see G. I. Falin, J. G. C. Templeton, "Retrial Queues", Chapman & Hall (1997), section 1.2
 */
export function solveRetrialMm1(parameters: RetrialParameters): RetrialMeans {
  const { arrivalRate, serviceRate, servers, retryRate } = parameters;
  if (servers !== 1) throw new RangeError(`servers must be 1, got ${servers}`);
  const load = loadPerServer(parameters);
  const orbitMean = (load ** 2 * (serviceRate + retryRate)) / (retryRate * (1 - load));
  return describeOrbit(parameters, orbitMean, arrivalRate / serviceRate);
}

/**
 * Means of M/M/c with classical retrials, from the stationary law of the number in orbit and the
 * number of busy servers, truncated where it has faded.
 *
 * @throws RangeError if λ/μ isn't below c.
 * @see G. I. Falin, J. G. C. Templeton, "Retrial Queues", Chapman & Hall (1997), chapter 2
 */
export function solveRetrialMmc(parameters: RetrialParameters): RetrialMeans {
  const { arrivalRate, serviceRate, servers, retryRate } = parameters;
  loadPerServer(parameters);
  const phases = servers + 1;
  const law = stationaryLawOfPhases({
    phases,
    moves: (orbit, busy) => [
      busy < servers ? [orbit, busy + 1, arrivalRate] : [orbit + 1, busy, arrivalRate],
      ...(busy > 0 ? [[orbit, busy - 1, busy * serviceRate] as const] : []),
      ...(busy < servers && orbit > 0 ? [[orbit - 1, busy + 1, orbit * retryRate] as const] : []),
    ],
  });
  return describeOrbit(
    parameters,
    phasedMean(law, phases, (orbit) => orbit),
    phasedMean(law, phases, (_, busy) => (busy === servers ? 1 : 0)),
  );
}

function loadPerServer({ arrivalRate, serviceRate, servers }: RetrialParameters): number {
  const load = arrivalRate / (servers * serviceRate);
  if (!(load < 1)) throw new RangeError(`load per server must be below 1, got ${load}`);
  return load;
}

function describeOrbit(
  { arrivalRate, serviceRate, retryRate }: RetrialParameters,
  orbitMean: number,
  blockingProbability: number,
): RetrialMeans {
  const waitMean = orbitMean / arrivalRate;
  return {
    orbitMean,
    waitMean,
    sojournMean: waitMean + 1 / serviceRate,
    attemptsMean: 1 + retryRate * waitMean,
    blockingProbability,
  };
}
