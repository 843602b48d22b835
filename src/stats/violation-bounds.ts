import { sampleSkewness } from "simple-statistics";
import { estimateRatio } from "./ratio-estimate.ts";
import { betaQuantile, standardNormalQuantile, studentQuantile } from "./special-functions.ts";

/** Violations counted in batches of consecutive requests. */
export interface BatchedViolations {
  /** Violations in each batch. */
  readonly violations: readonly number[];
  /** Requests in each batch. */
  readonly requests: readonly number[];
}

/** Interval on a violation rate, and how much evidence stands behind it. */
export interface ViolationBounds {
  /** Violations over requests. */
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
  /** Independent requests that the correlated ones are worth. */
  readonly effectiveRequests: number;
  /** Violations among those: below about 10 the bounds are not to be trusted. */
  readonly effectiveViolations: number;
}

/**
 * Bounds on a violation rate from correlated requests.
 *
 * Tail violations come in clumps, so an interval for independent requests would cover 3–43 %
 * instead of 95 %. The upper bound that held in experiments is the larger of a Clopper–Pearson
 * bound at the effective sample size, from few long batches, and a skewness-adjusted t bound, from
 * more and shorter ones, each at (1 + confidence)/2. The lower one is Clopper–Pearson's.
 *
 * @param coarse - About 10 batches, at least 2 with requests.
 * @param fine - About 50 batches of the same requests.
 * @param confidence - In (0, 1).
 * @param effectiveLimit - Most independent requests that these may count as, > 0: what is known of
 *   their correlation from elsewhere.
 * @throws RangeError if there are no requests or fewer than two batches.
 * @see Korn and Graubard, "Confidence intervals for proportions with small expected number of
 *   positive counts estimated from survey data", 1998 (Clopper–Pearson at effective size).
 * @see Johnson, "Modified t tests and confidence intervals for asymmetrical populations", 1978;
 *   Willink, "A confidence interval and test for the mean of an asymmetric distribution", 2005.
 */
export function boundViolations(
  coarse: BatchedViolations,
  fine: BatchedViolations,
  confidence: number,
  effectiveLimit: number = Infinity,
): ViolationBounds {
  const { rate, requests, effectiveRequests } = effectiveSample(coarse, (1 + confidence) / 2);
  if (requests === 0) throw new RangeError("bounds need at least one request");
  const believed = Math.min(effectiveRequests, effectiveLimit);
  const bounds = clopperPearson(rate, believed, confidence);
  const upper = Math.max(bounds.upper, skewAdjustedUpper(fine, (1 + confidence) / 2));
  return { ...bounds, upper: Math.min(1, upper) };
}

/**
 * From so few effective violations the lower bound is below 10⁻⁴⁰ at any confidence from 75 %; from
 * still fewer it is less than the smallest float64, which the beta quantile refuses.
 */
const NO_VIOLATIONS = 0.02;

/**
 * Clopper–Pearson bounds on a rate seen in a number of independent requests, which may be
 * fractional.
 *
 * @param rate - Share of violations, in [0, 1].
 * @param effectiveRequests - > 0.
 * @param confidence - In (0, 1).
 */
export function clopperPearson(
  rate: number,
  effectiveRequests: number,
  confidence: number,
): ViolationBounds {
  const level = (1 + confidence) / 2;
  const violations = effectiveRequests * rate;
  const others = effectiveRequests - violations;
  return {
    rate,
    lower: violations > NO_VIOLATIONS ? betaQuantile(violations, others + 1, 1 - level) : 0,
    upper: others > 0 ? betaQuantile(violations + 1, others, level) : 1,
    effectiveRequests,
    effectiveViolations: violations,
  };
}

/**
 * Number of independent requests whose violations would scatter as those of the batches do, on the
 * cautious side of what so few batches tell.
 *
 * @param coarse - About 10 batches, at least 2 with requests.
 * @param confidence - In (0, 1), of the bounds that it is for.
 * @throws RangeError for fewer than two batches with requests.
 */
export function effectiveRequests(coarse: BatchedViolations, confidence: number): number {
  return effectiveSample(coarse, (1 + confidence) / 2).effectiveRequests;
}

/** Rate of the batches together, and the number of independent requests with its variance. */
function effectiveSample(
  batches: BatchedViolations,
  level: number,
): { rate: number; requests: number; effectiveRequests: number } {
  const {
    ratio: rate,
    total: requests,
    standardError,
    count,
  } = estimateRatio(batches.violations, batches.requests);
  let effectiveRequests = requests;
  if (standardError > 0) {
    const ratio = standardNormalQuantile(level) / studentQuantile(count - 1, level);
    const worth = ((rate * (1 - rate)) / standardError ** 2) * ratio ** 2;
    effectiveRequests = Math.min(requests, worth);
  }
  return { rate, requests, effectiveRequests };
}

/** Upper t bound with Johnson's correction for the skewness of the batches. */
function skewAdjustedUpper(batches: BatchedViolations, level: number): number {
  const {
    ratio: rate,
    deviations,
    standardError,
    count,
  } = estimateRatio(batches.violations, batches.requests);
  if (standardError === 0) return rate;
  const t = -studentQuantile(count - 1, level);
  const skew = count >= 3 ? sampleSkewness(deviations) : 0;
  const a = skew / (6 * Math.sqrt(count));
  const adjusted = a === 0 ? t : (Math.cbrt(1 + 6 * a * (t - a)) - 1) / (2 * a);
  return rate - adjusted * standardError;
}
