import { standardNormalQuantile, standardNormalShare } from "../stats/special-functions.ts";
import type { ViolationBounds } from "../stats/violation-bounds.ts";
import { roundUpCount } from "./round-up-count.ts";
import { EFFECTIVE_VIOLATIONS_NEEDED } from "./sure-limits.ts";

/** What is asked about a violation rate, and was counted. */
export interface CountedRate {
  /** 1 − target. */
  readonly budget: number;
  /** Of each bound, in (0, 1). */
  readonly confidence: number;
  /** Violations over requests. */
  readonly rate: number;
  /** Measured requests. */
  readonly requests: number;
}

/**
 * How many more requests are as likely as not to settle an open verdict.
 *
 * The distance from a bound to the rate shrinks with the square root of the requests, and has to
 * get below the distance from the rate to the budget. That distance is uncertain itself, most of
 * all where the verdict is open: a rate counted right at the budget is likely not to stay there.
 * So its median is taken over what the rate may be by its own bounds, as if that were normal.
 * Effective violations grow in proportion to the requests.
 *
 * @param bounds - On the violation rate.
 * @param counted - The rate, and the budget that it is held against.
 * @returns A count in two digits.
 */
export function requestsToSettle(
  bounds: Pick<ViolationBounds, "lower" | "upper" | "effectiveViolations">,
  { budget, confidence, rate, requests }: CountedRate,
): number {
  const wide = standardNormalQuantile((1 + confidence) / 2);
  const half = rate <= budget ? bounds.upper - rate : rate - bounds.lower;
  const deviations = half > 0 ? (wide * Math.abs(budget - rate)) / half : Infinity;
  const forBound = (wide / medianDistance(deviations)) ** 2;
  // A looser limit that a third of the budget violates must have the evidence, too.
  const needed = EFFECTIVE_VIOLATIONS_NEEDED * (rate <= budget ? (3 * rate) / budget : 1);
  const forEvidence = bounds.effectiveViolations > 0 ? needed / bounds.effectiveViolations : 1;
  const factor = Math.max(forBound, rate >= budget / 3 ? forEvidence : 1);
  return roundUpCount(Math.max(0, factor - 1) * requests);
}

/** Beyond this many deviations the median distance is the mean's to the last bit. */
const FAR = 10;

/** Median of the absolute value of a normal variate with deviation 1 and a mean of at least 0. */
function medianDistance(mean: number): number {
  if (mean > FAR) return mean;
  let low = 0;
  let high = mean + 1;
  while (low < (low + high) / 2 && (low + high) / 2 < high) {
    const middle = (low + high) / 2;
    const within = standardNormalShare(middle - mean) - standardNormalShare(-middle - mean);
    if (within < 0.5) low = middle;
    else high = middle;
  }
  return high;
}
