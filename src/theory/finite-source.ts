import { poissonWeights } from "./poisson-weights.ts";
import { quantileOfTail } from "./quantile-of-tail.ts";

/** M/M/c//N: users who wait for their answer, think, and ask again. */
export interface FiniteSourceParameters {
  /** Users N, an integer ≥ 1. */
  readonly users: number;
  /** Rate at which a thinking user asks, > 0: one over the mean think time. */
  readonly thinkRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
}

/** What the users get. */
export interface FiniteSourceDelays {
  /** Requests completed per second, by all users together. */
  readonly throughput: number;
  /** Mean wait in the queue. */
  readonly waitMean: number;
  /** Mean time from request to answer. */
  readonly sojournMean: number;
  /** P(wait > t), t ≥ 0. */
  readonly waitTail: (t: number) => number;
  /** Quantile of the wait, p in [0, 1). */
  readonly waitQuantile: (p: number) => number;
  /** P(time from request to answer > t), t ≥ 0. */
  readonly sojournTail: (t: number) => number;
  /** Quantile of the time from request to answer, p in [0, 1). */
  readonly sojournQuantile: (p: number) => number;
}

/** With more users the sums underflow. */
const MOST_USERS = 500;

/**
 * Delays in a closed loop, the machine repair model. A request finds the others as a system of
 * N − 1 users has them in the long run (the arrival theorem); if it finds n ≥ c of them it waits
 * for n − c + 1 departures at the rate cμ.
 *
 * Tails are seen through a Poisson process of rate cμ: each event is a departure while the request
 * waits, and its own with probability 1/c while it is served. So all terms are positive.
 *
 * @throws RangeError if there are more than 500 users.
 * @see S. S. Lavenberg, M. Reiser, "Stationary State Probabilities at Arrival Instants for Closed
 *   Queueing Networks with Multiple Types of Customers", J. Appl. Probab. 17 (1980) 1048–1061,
 *   https://doi.org/10.2307/3213214
 */
export function solveFiniteSource(parameters: FiniteSourceParameters): FiniteSourceDelays {
  const { users, thinkRate, serviceRate, servers } = parameters;
  if (users > MOST_USERS) {
    throw new RangeError(`users must be at most ${MOST_USERS}, got ${users}`);
  }
  const drainRate = servers * serviceRate;
  const found = inSystemLaw(parameters, users - 1);

  // Shares of requests that still wait, and still are in the system, after so many events.
  const waiting = [sum(found.subarray(servers))];
  const present = [1];
  const stays = 1 - 1 / servers;
  let served = sum(found.subarray(0, servers));
  for (let events = 1; events < users - servers + 1 || served > 1e-20; events += 1) {
    const starting = found[servers + events - 1] ?? 0;
    served = served * stays + starting;
    waiting.push(sum(found.subarray(servers + events)));
    present.push(served + waiting[events]);
  }

  const tailOf =
    (remaining: readonly number[]) =>
    (t: number): number =>
      poissonWeights(drainRate * t).reduce(
        (total, weight, events) => total + weight * (remaining[events] ?? 0),
        0,
      );
  const waitMean = sum(Float64Array.from(waiting)) / drainRate;
  const sojournMean = waitMean + 1 / serviceRate;
  const waitTail = tailOf(waiting);
  const sojournTail = tailOf(present);
  return {
    throughput: users / (sojournMean + 1 / thinkRate),
    waitMean,
    sojournMean,
    waitTail,
    waitQuantile: (p) => quantileOfTail(waitTail, p, sojournMean),
    sojournTail,
    sojournQuantile: (p) => quantileOfTail(sojournTail, p, sojournMean),
  };
}

/** Stationary law of the number of requests in the system, of so many users. */
function inSystemLaw(parameters: FiniteSourceParameters, users: number): Float64Array {
  const { thinkRate, serviceRate, servers } = parameters;
  const law = new Float64Array(users + 1);
  law[0] = 1;
  for (let n = 1; n <= users; n += 1) {
    const asking = (users - n + 1) * thinkRate;
    law[n] = (law[n - 1] * asking) / (Math.min(n, servers) * serviceRate);
  }
  const total = sum(law);
  return law.map((weight) => weight / total);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
