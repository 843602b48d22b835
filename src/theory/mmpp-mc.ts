import { add, IDENTITY, invert, multiply, sandwich, scale, subtract } from "./matrix2.ts";
import type { Matrix2 } from "./matrix2.ts";
import { quantileOfTail } from "./quantile-of-tail.ts";

/** Arrivals whose Poisson rate switches between two values, exponential service, one queue. */
export interface MmppMcParameters {
  /** Arrivals per second in the two states. */
  readonly arrivalRates: readonly [number, number];
  /** Rates of leaving the two states, per second, > 0. */
  readonly leaveRates: readonly [number, number];
  /** Requests a busy server completes per second μ, > 0. */
  readonly serviceRate: number;
  /** Identical servers c, an integer ≥ 1. */
  readonly servers: number;
}

/** Waits as arriving requests find them. */
export interface MmppMcDelays {
  /** Mean arrival rate. */
  readonly arrivalRate: number;
  /** P(wait > 0). */
  readonly waitProbability: number;
  /** Mean wait. */
  readonly waitMean: number;
  /** P(wait > t), t ≥ 0. */
  readonly waitTail: (t: number) => number;
  /** Quantile of the wait, p in [0, 1). */
  readonly waitQuantile: (p: number) => number;
  /** P(wait + service > t), t ≥ 0. */
  readonly sojournTail: (t: number) => number;
  /** Quantile of the time from arrival to departure, p in [0, 1). */
  readonly sojournQuantile: (p: number) => number;
}

type Row = readonly [number, number];

/**
 * Waits in MMPP₂/M/c, a quasi-birth–death process with two phases.
 *
 * From level c on the stationary vectors are π_{c+k} = π_c·R^k. An arrival that finds c + k
 * requests waits for k + 1 departures at the rate cμ, so that with λ the vector of arrival rates
 * P(W > t) = π_c·exp(−cμt(I − R))·(I − R)⁻¹·λ/λ̄ and E W = π_c·(I − R)⁻²·λ/(λ̄cμ). The service that
 * follows is independent of the wait, so P(T > t) = e^(−μt) + ∫₀ᵗ μe^(−μ(t−s))·P(W > s) ds.
 *
 * @throws RangeError if the mean arrival rate isn't below cμ.
 * @see G. Latouche, V. Ramaswami, "A Logarithmic Reduction Algorithm for Quasi-Birth-Death
 *   Processes", J. Appl. Probab. 30 (1993) 650–674, https://doi.org/10.2307/3214773
 */
export function solveMmppMc(parameters: MmppMcParameters): MmppMcDelays {
  const { arrivalRates, leaveRates, serviceRate, servers } = parameters;
  const drainRate = servers * serviceRate;
  const leaving = leaveRates[0] + leaveRates[1];
  const arrivalRate = (arrivalRates[0] * leaveRates[1] + arrivalRates[1] * leaveRates[0]) / leaving;
  if (!(arrivalRate < drainRate)) {
    throw new RangeError(`mean arrival rate must be below ${drainRate}, got ${arrivalRate}`);
  }

  const ratio = ratioAbove(parameters);
  const first = firstWaitingLevel(parameters, ratio);
  const drained = invert(subtract(IDENTITY, ratio));
  const share = (x: Matrix2): number => sandwich(first, x, arrivalRates) / arrivalRate;
  const waitMean = share(multiply(drained, drained)) / drainRate;
  const waitTail = (t: number): number =>
    share(multiply(applyTo(ratio, decayOver(drainRate * t)), drained));
  const sojournTail = (t: number): number =>
    Math.exp(-serviceRate * t) +
    share(multiply(applyTo(ratio, servedAfter(serviceRate, drainRate, t)), drained));
  return {
    arrivalRate,
    waitProbability: share(drained),
    waitMean,
    waitTail,
    waitQuantile: (p) => quantileOfTail(waitTail, p, waitMean),
    sojournTail,
    sojournQuantile: (p) => quantileOfTail(sojournTail, p, waitMean + 1 / serviceRate),
  };
}

/** Negated rates within a level at which `busy` servers work: the diagonal holds what leaves it. */
function stayMatrix({ arrivalRates, leaveRates }: MmppMcParameters, drain: number): Matrix2 {
  return [
    arrivalRates[0] + leaveRates[0] + drain,
    -leaveRates[0],
    -leaveRates[1],
    arrivalRates[1] + leaveRates[1] + drain,
  ];
}

/** R for the levels at which all servers work, by logarithmic reduction. */
function ratioAbove(parameters: MmppMcParameters): Matrix2 {
  const drain = parameters.servers * parameters.serviceRate;
  const up: Matrix2 = [parameters.arrivalRates[0], 0, 0, parameters.arrivalRates[1]];
  const stay = stayMatrix(parameters, drain);
  const inverse = invert(stay);
  let rise = multiply(inverse, up);
  let fall = scale(inverse, drain);
  let descent = fall;
  let reach = rise;
  for (let round = 0; round < 64; round += 1) {
    const back = add(multiply(rise, fall), multiply(fall, rise));
    const settle = invert(subtract(IDENTITY, back));
    rise = multiply(settle, multiply(rise, rise));
    fall = multiply(settle, multiply(fall, fall));
    const more = multiply(reach, fall);
    descent = add(descent, more);
    reach = multiply(reach, rise);
    if (Math.max(...more.map(Math.abs)) < 1e-17) break;
  }
  return multiply(up, invert(subtract(stay, multiply(up, descent))));
}

/**
 * π_c, from the levels below by R_n = up·(stay_n − R_{n+1}·drain_{n+1})⁻¹, scaled to a total of 1.
 */
function firstWaitingLevel(parameters: MmppMcParameters, ratio: Matrix2): Row {
  const { arrivalRates, serviceRate, servers } = parameters;
  const up: Matrix2 = [arrivalRates[0], 0, 0, arrivalRates[1]];
  const ratios = Array.from({ length: servers + 1 }, () => ratio);
  const leftover = (n: number): Matrix2 =>
    subtract(stayMatrix(parameters, n * serviceRate), scale(ratios[n + 1], (n + 1) * serviceRate));
  for (let n = servers - 1; n > 0; n -= 1) ratios[n] = multiply(up, invert(leftover(n)));

  // The empty level solves π₀·leftover(0) = 0.
  const empty = leftover(0);
  let level: Row = [-empty[2], empty[0]];
  let total = 0;
  for (let n = 1; n <= servers; n += 1) {
    total += level[0] + level[1];
    level = [sandwich(level, ratios[n], [1, 0]), sandwich(level, ratios[n], [0, 1])];
  }
  total += sandwich(level, invert(subtract(IDENTITY, ratio)), [1, 1]);
  return [level[0] / total, level[1] / total];
}

/** e^(−(1 − r)·x) as a function of an eigenvalue r of the ratio. */
function decayOver(x: number): (eigenvalue: number) => number {
  return (eigenvalue) => Math.exp(-(1 - eigenvalue) * x);
}

/**
 * ∫₀ᵗ μe^(−μ(t−s))·e^(−(1 − r)cμs) ds as a function of an eigenvalue r of the ratio, in a form that
 * keeps its accuracy where the two rates are nearly equal.
 */
function servedAfter(
  serviceRate: number,
  drainRate: number,
  t: number,
): (eigenvalue: number) => number {
  return (eigenvalue) => {
    const gap = (1 - eigenvalue) * drainRate - serviceRate;
    const span = Math.abs(gap * t) < 1e-12 ? t : -Math.expm1(-gap * t) / gap;
    return serviceRate * Math.exp(-serviceRate * t) * span;
  };
}

/**
 * A function of the ratio through its eigenvalues, which are real and distinct: its entries off the
 * diagonal are positive.
 */
function applyTo(ratio: Matrix2, f: (eigenvalue: number) => number): Matrix2 {
  const centre = (ratio[0] + ratio[3]) / 2;
  const spread = Math.hypot((ratio[0] - ratio[3]) / 2, Math.sqrt(ratio[1] * ratio[2]));
  const high = centre + spread;
  const low = centre - spread;
  return scale(
    subtract(
      scale(subtract(ratio, scale(IDENTITY, low)), f(high)),
      scale(subtract(ratio, scale(IDENTITY, high)), f(low)),
    ),
    1 / (2 * spread),
  );
}
