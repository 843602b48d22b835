import { stationaryLawOfBand } from "./banded-chain.ts";
import { poissonWeights } from "./poisson-weights.ts";
import { quantileOfTail } from "./quantile-of-tail.ts";

/** Poisson arrivals, constant service, one queue served first come, first served. */
export interface MdcParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Seconds of service D, > 0. */
  readonly serviceTime: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
}

/** Waits in M/D/c; the sojourn time is the wait plus D. */
export interface MdcDelays {
  /** P(wait > 0). */
  readonly waitProbability: number;
  /** Mean wait. */
  readonly waitMean: number;
  /** P(wait > t), t ≥ 0. */
  readonly waitTail: (t: number) => number;
  /** Quantile of the wait, p in [0, 1). */
  readonly waitQuantile: (p: number) => number;
}

/**
 * Waits in M/D/c, of which M/D/1 is the case c = 1.
 *
 * In a stretch of length D exactly those leave that were in service at its start, which makes the
 * number in system at distances D a Markov chain. With Q(m) the stationary probability of at most m
 * waiting, Franx' formula adds only positive terms: for (k − 1)D ≤ x < kD,
 * P(W ≤ x) = Σ_{j<kc} Q(kc − 1 − j)·Poisson(j; λ(kD − x)).
 *
 * @throws RangeError if λD isn't below the number of servers.
 * @see C. D. Crommelin, "Delay Probability Formulae When the Holding Times Are Constant", Post
 *   Office Electrical Engineers' Journal 25 (1932) 41–50; G. J. Franx, "A simple solution for the
 *   M/D/c waiting time distribution", Operations Research Letters 29 (2001) 221–229,
 *   https://doi.org/10.1016/S0167-6377(01)00108-0
 */
export function solveMdc({ arrivalRate, serviceTime, servers }: MdcParameters): MdcDelays {
  const offeredLoad = arrivalRate * serviceTime;
  if (!(offeredLoad < servers)) {
    throw new RangeError(`offered load must be below ${servers} servers, got ${offeredLoad}`);
  }
  const arrivals = poissonWeights(offeredLoad);
  const inSystem = stationaryLawOfBand({
    reachDown: servers,
    reachUp: arrivals.length - 1,
    transition: (from, to) => arrivals[to - Math.max(0, from - servers)] ?? 0,
  });

  let cumulated = 0;
  let queueLength = 0;
  const queueAtMost = inSystem.map((share, n) => {
    queueLength += share * Math.max(0, n - servers);
    cumulated += share;
    return cumulated;
  });
  const waitTail = (t: number): number => {
    const k = Math.floor(t / serviceTime) + 1;
    const weights = poissonWeights(arrivalRate * (k * serviceTime - t));
    let sum = 0;
    for (let j = 0; j < Math.min(k * servers, weights.length); j += 1) {
      const queued = k * servers - 1 - j + servers;
      sum += weights[j] * queueAtMost[Math.min(queued, queueAtMost.length - 1)];
    }
    return 1 - sum;
  };
  return {
    waitProbability: 1 - queueAtMost[servers - 1],
    waitMean: queueLength / arrivalRate,
    waitTail,
    waitQuantile: (p) => quantileOfTail(waitTail, p, serviceTime),
  };
}
