import type { ViolationBounds } from "../stats/violation-bounds.ts";
import { canBound, sumOf, type PooledReplications } from "./pool-replications.ts";
import { requestsToSettle, type CountedRate } from "./requests-to-settle.ts";
import type { ObjectiveJudgement, Verdict } from "./result.ts";
import { EFFECTIVE_VIOLATIONS_NEEDED, SureLimits } from "./sure-limits.ts";

/** An objective with its place among those counted. */
export interface JudgedObjective {
  readonly index: number;
  readonly metric: ObjectiveJudgement["metric"];
  readonly within: number;
  readonly target: number;
}

/**
 * Judges one objective at one configuration.
 *
 * @param pooled - All replications of the configuration.
 * @param objective - What was asked for.
 * @param confidence - Of each bound, in (0, 1), corrections for several settings included; null in
 *   hindsight, where compliance is exact.
 */
export function judgeObjective(
  pooled: PooledReplications,
  objective: JudgedObjective,
  confidence: number | null,
): ObjectiveJudgement {
  const { metric, within, target } = objective;
  const budget = 1 - target;
  const requests = sumOf(pooled.batchRequests);
  const violations = sumOf(pooled.violations[objective.index]);
  const rate = violations / requests;
  const compliance = (requests - violations) / requests;
  const common = { metric, within, target, compliance, budgetUsed: rate / budget };
  if (confidence === null) {
    // Compared as counted, so that 99 of 100 meets 99 % whatever 1 − 0.99 rounds to.
    const verdict = compliance >= target ? "met" : "missed";
    return {
      ...common,
      interval: null,
      verdict,
      effectiveViolations: null,
      requestsToSettle: null,
    };
  }
  if (!canBound(pooled)) {
    return {
      ...common,
      interval: [0, 1],
      verdict: "insufficient",
      effectiveViolations: 0,
      requestsToSettle: null,
    };
  }
  const limits = new SureLimits(pooled, metric, confidence);
  const counted = { within, violations: pooled.violations[objective.index] };
  const bounds = limits.boundsOf(counted, budget);
  const evidence = { budget, confidence, rate, requests };
  // What is missed for sure needs no upper bound.
  if (bounds.lower > budget) return { ...common, ...judgeBounds(bounds, evidence) };
  const sure = limits.surenessOf(counted, budget);
  const closed = { ...bounds, upper: sure.upper };
  return { ...common, ...judgeBounds(closed, evidence, sure.isTrusted) };
}

/**
 * What bounds on a violation rate make of an objective.
 *
 * @param isTrusted - True if the upper bound has the evidence that it needs.
 */
export function judgeBounds(
  bounds: ViolationBounds,
  counted: CountedRate,
  isTrusted: boolean = isEnough(bounds, counted),
): Pick<ObjectiveJudgement, "interval" | "verdict" | "effectiveViolations" | "requestsToSettle"> {
  const verdict = verdictOf(bounds, counted, isTrusted);
  const isSettled = verdict === "met" || verdict === "missed";
  return {
    interval: [1 - bounds.upper, 1 - bounds.lower],
    verdict,
    effectiveViolations: bounds.effectiveViolations,
    requestsToSettle: isSettled ? null : requestsToSettle(bounds, counted),
  };
}

function isEnough(bounds: ViolationBounds, { budget, rate }: CountedRate): boolean {
  return bounds.effectiveViolations >= EFFECTIVE_VIOLATIONS_NEEDED || rate < budget / 3;
}

function verdictOf(bounds: ViolationBounds, counted: CountedRate, isTrusted: boolean): Verdict {
  if (bounds.lower > counted.budget) return "missed";
  const isBounded = bounds.upper <= counted.budget;
  if (isBounded && isTrusted) return "met";
  return isBounded || !isEnough(bounds, counted) ? "insufficient" : "undecided";
}
