import { phasedMean, stationaryLawOfPhases, type PhasedMove } from "./phased-chain.ts";
import { setupWaitMean } from "./setup.ts";

/** M/M/c whose servers fail and are repaired independently, busy or idle. */
export interface BreakdownParameters {
  /** Arrivals per second λ, > 0. */
  readonly arrivalRate: number;
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
  /** Rate at which a server that is up fails f, > 0. */
  readonly failureRate: number;
  /** Rate at which a server that is down comes back r, > 0. */
  readonly repairRate: number;
}

/**
 * Mean time from arrival to departure with one server, ((f + r)² + fμ)/((f + r)(rμ − λ(f + r))).
 * The request that is interrupted waits for the repair; with exponential service it makes no
 * difference whether it resumes or starts anew.
 *
 * @param parameters - The queue; `servers` is 1.
 * @throws RangeError if there are more servers, or λ isn't below what they manage while up.
 * @see H. White, L. S. Christie, "Queuing with Preemptive Priorities or with Breakdown", Operations
 *   Research 6 (1958) 79–95, https://doi.org/10.1287/opre.6.1.79
 */
export function breakdownSojournMean(parameters: BreakdownParameters): number {
  const { arrivalRate, serviceRate, servers, failureRate, repairRate } = parameters;
  if (servers !== 1) throw new RangeError(`servers must be 1, got ${servers}`);
  checkLoad(parameters);
  const turnover = failureRate + repairRate;
  const spare = repairRate * serviceRate - arrivalRate * turnover;
  return (turnover ** 2 + failureRate * serviceRate) / (turnover * spare);
}

/** One server that fails at all times, and what it does with every request. */
export interface RestartParameters extends Omit<BreakdownParameters, "serviceRate" | "servers"> {
  /** Seconds of undisturbed service that every request needs, > 0. */
  readonly serviceTime: number;
}

/**
 * Mean time from arrival to departure with one server and constant service times s, where a failure
 * undoes all that was done for the request: M/G/1 with the time until s passes without a failure,
 * repairs included, as service time, and a repair in progress as the set-up time of a request that
 * ends an idle period, which it meets with probability f/(λ + f + r).
 *
 * @throws RangeError if λ isn't below what the server manages.
 * @see D. P. Gaver, "A Waiting Line with Interrupted Service, Including Priorities", J. R. Stat.
 *   Soc. B 24 (1962) 73–90, https://doi.org/10.1111/j.2517-6161.1962.tb00438.x
 */
export function restartedSojournMean(parameters: RestartParameters): number {
  const { arrivalRate, failureRate, repairRate, serviceTime } = parameters;
  const success = Math.exp(-failureRate * serviceTime);
  const failure = -Math.expm1(-failureRate * serviceTime);
  // A try that fails, with its repair: mean and second moment of the time until the failure, given
  // that it comes before the end.
  const lostMean = 1 / failureRate - (serviceTime * success) / failure;
  const lostSecond =
    2 / failureRate ** 2 -
    ((serviceTime ** 2 + (2 * serviceTime) / failureRate) * success) / failure;
  const tryMean = lostMean + 1 / repairRate;
  const tryVariance = lostSecond - lostMean ** 2 + 1 / repairRate ** 2;
  const serviceMean = serviceTime + (failure / success) * tryMean;
  const serviceVariance =
    (failure / success) * tryVariance + (failure / success ** 2) * tryMean ** 2;
  const wait = setupWaitMean({
    arrivalRate,
    serviceMean,
    serviceScv: serviceVariance / serviceMean ** 2,
    setupMean: 1 / repairRate,
    setupScv: 1,
    coldProbability: failureRate / (arrivalRate + failureRate + repairRate),
  });
  return wait + serviceMean;
}

/**
 * Mean time from arrival to departure with any number of servers, where a request interrupted by a
 * failure goes on at any other server that is free, and waits if there is none: the chain of the
 * number of requests and of servers down, solved numerically.
 *
 * @throws RangeError if λ isn't below what the servers manage while up.
 * @see I. L. Mitrany, B. Avi-Itzhak, "A Many-Server Queue with Service Interruptions", Operations
 *   Research 16 (1968) 628–638, https://doi.org/10.1287/opre.16.3.628
 */
export function reroutedSojournMean(parameters: BreakdownParameters): number {
  const { arrivalRate, serviceRate, servers, failureRate, repairRate } = parameters;
  checkLoad(parameters);
  const phases = servers + 1;
  const law = stationaryLawOfPhases({
    phases,
    moves: (inSystem, down) => {
      const up = servers - down;
      const busy = Math.min(inSystem, up);
      const moves: PhasedMove[] = [[inSystem + 1, down, arrivalRate]];
      if (busy > 0) moves.push([inSystem - 1, down, busy * serviceRate]);
      if (up > 0) moves.push([inSystem, down + 1, up * failureRate]);
      if (down > 0) moves.push([inSystem, down - 1, down * repairRate]);
      return moves;
    },
  });
  return phasedMean(law, phases, (inSystem) => inSystem) / arrivalRate;
}

/**
 * The same where an interrupted request stays with its server until that is back: the chain of the
 * number of requests, of servers down with a request (held) and of those down without one (bare).
 *
 * @throws RangeError if λ isn't below what the servers manage while up.
 */
export function heldSojournMean(parameters: BreakdownParameters): number {
  const { arrivalRate, serviceRate, servers, failureRate, repairRate } = parameters;
  checkLoad(parameters);
  const downs = Array.from({ length: servers + 1 }, (_, held) =>
    Array.from({ length: servers + 1 - held }, (_, bare) => [held, bare] as const),
  ).flat();
  const phases = downs.length;
  const phaseOf = (held: number, bare: number): number =>
    held * (servers + 1) - (held * (held - 1)) / 2 + bare;
  const law = stationaryLawOfPhases({
    phases,
    moves: (inSystem, phase) => {
      const [held, bare] = downs[phase];
      // Never entered; the chain only asks for a way down.
      if (held > inSystem) return [[inSystem, phase - 1, 1]];
      const up = servers - held - bare;
      const busy = Math.min(inSystem - held, up);
      const moves: PhasedMove[] = [[inSystem + 1, phase, arrivalRate]];
      if (busy > 0) {
        moves.push([inSystem - 1, phase, busy * serviceRate]);
        moves.push([inSystem, phaseOf(held + 1, bare), busy * failureRate]);
      }
      if (up > busy) moves.push([inSystem, phaseOf(held, bare + 1), (up - busy) * failureRate]);
      if (held > 0) moves.push([inSystem, phaseOf(held - 1, bare), held * repairRate]);
      if (bare > 0) moves.push([inSystem, phaseOf(held, bare - 1), bare * repairRate]);
      return moves;
    },
  });
  return phasedMean(law, phases, (inSystem) => inSystem) / arrivalRate;
}

function checkLoad(parameters: BreakdownParameters): void {
  const { arrivalRate, serviceRate, servers, failureRate, repairRate } = parameters;
  const capacity = (servers * serviceRate * repairRate) / (failureRate + repairRate);
  if (!(arrivalRate < capacity)) {
    throw new RangeError(`arrival rate must be below ${capacity}, got ${arrivalRate}`);
  }
}
