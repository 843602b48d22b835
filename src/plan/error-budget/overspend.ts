import { studentShare } from "../../stats/special-functions.ts";
import type { BatchedViolations } from "../../stats/violation-bounds.ts";
import { sumOf } from "../pool-replications.ts";

/** How the violation rates of simulated blocks differ. */
export interface RateSpread {
  /** Violation rate of them all. */
  readonly rate: number;
  /** Variance of a block's rate around it. */
  readonly variance: number;
  /** Degrees of freedom of that variance, ≥ 1. */
  readonly degrees: number;
}

/** What a window is expected to do to its budget. */
export interface OverspendForecast {
  /** Probability that the violation rate of a window exceeds the budget. */
  readonly probability: number;
  /** Standard deviation of that rate as seen from here, the estimate's own uncertainty included. */
  readonly deviation: number;
}

/**
 * Probability that a window overspends its budget, as the prediction of a mean.
 *
 * The window is a number m of blocks like the simulated ones, all independent. If the rate of a
 * block has variance s², that of the window is around the estimate with variance s²/m from the
 * window's own luck plus s²/E from that of the estimate, which rests on E blocks, and
 * (rate − budget)/s√(1/m + 1/E) is referred to Student's t. The second term is what keeps an hour
 * of traffic from being sure about a month.
 *
 * @param spread - Of the simulated blocks.
 * @param budget - Violation rate allowed, in (0, 1).
 * @param windowBlocks - m, > 0.
 * @param evidenceBlocks - E, ≥ 1.
 */
export function forecastOverspend(
  { degrees, rate, variance }: RateSpread,
  budget: number,
  windowBlocks: number,
  evidenceBlocks: number,
): OverspendForecast {
  const deviation = Math.sqrt(variance * (1 / windowBlocks + 1 / evidenceBlocks));
  return { probability: studentShare(degrees, (rate - budget) / deviation), deviation };
}

/**
 * Spread of the violation rates of blocks, by the residuals of a ratio estimate.
 *
 * @param blocks - At least one, with at least one request among them.
 * @see Cochran, Sampling Techniques, 3rd edition 1977, chapter 6.
 */
export function spreadOfBlocks({ requests, violations }: BatchedViolations): RateSpread {
  const total = sumOf(requests);
  const bad = sumOf(violations);
  const rate = bad / total;
  const perBlock = total / requests.length;
  const degrees = Math.max(1, requests.length - 1);
  const squares = requests.map((count, block) => (violations[block] - rate * count) ** 2);
  const variance = sumOf(squares) / degrees / perBlock ** 2;
  return { rate, variance: Math.max(variance, leastVariance(bad, total, perBlock)), degrees };
}

/**
 * Spread of the violation rate of a trace, by that of its resamples.
 *
 * @param rates - One a resample, at least one.
 * @param bad - Violations in the trace itself.
 * @param total - Its requests, at least one.
 */
export function spreadOfResamples(
  rates: readonly number[],
  bad: number,
  total: number,
): RateSpread {
  const degrees = Math.max(1, rates.length - 1);
  const mean = sumOf(rates) / rates.length;
  const variance = sumOf(rates.map((rate) => (rate - mean) ** 2)) / degrees;
  const least = leastVariance(bad, total, total);
  return { rate: bad / total, variance: Math.max(variance, least), degrees };
}

/**
 * Variance of a block's rate if its requests were independent. Requests that arrive together are
 * slow together, so none is smaller; half a violation more keeps blocks without any from proving
 * that there can be none.
 */
function leastVariance(bad: number, total: number, perBlock: number): number {
  const rate = (bad + 0.5) / (total + 1);
  return (rate * (1 - rate)) / perBlock;
}
