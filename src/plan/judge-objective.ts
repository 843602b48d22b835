import {
  boundViolations,
  clopperPearson,
  type BatchedViolations,
  type ViolationBounds,
} from "../stats/violation-bounds.ts";
import { budgetRungs } from "./budget-rungs.ts";
import { mostIndependent } from "./common-slowness.ts";
import { canBound, coarsen, sumOf, type PooledReplications } from "./pool-replications.ts";
import type { ObjectiveJudgement, Verdict } from "./result.ts";
import { EFFECTIVE_VIOLATIONS_NEEDED, SureLimits } from "./sure-limits.ts";
import { thresholdAt, violationsAbove } from "./violations-above.ts";

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
  const bounds = boundObjective(pooled, objective, rate, confidence);
  const counted = { within, violations: pooled.violations[objective.index] };
  // What is missed for sure needs no upper bound.
  if (bounds.lower > budget) return { ...common, ...judgeBounds(bounds, rate, budget, requests) };
  const sure = new SureLimits(pooled, metric, confidence).surenessOf(counted, budget);
  const closed = { ...bounds, upper: sure.upper };
  return { ...common, ...judgeBounds(closed, rate, budget, requests, sure.isTrusted) };
}

/**
 * What bounds on a violation rate make of an objective.
 *
 * @param rate - Violations over requests.
 * @param budget - 1 − target.
 * @param requests - Measured requests.
 * @param isTrusted - True if the upper bound has the evidence that it needs.
 */
export function judgeBounds(
  bounds: ViolationBounds,
  rate: number,
  budget: number,
  requests: number,
  isTrusted: boolean = isEnough(bounds, rate, budget),
): Pick<ObjectiveJudgement, "interval" | "verdict" | "effectiveViolations" | "requestsToSettle"> {
  const verdict = verdictOf(bounds, rate, budget, isTrusted);
  return {
    interval: [1 - bounds.upper, 1 - bounds.lower],
    verdict,
    effectiveViolations: bounds.effectiveViolations,
    requestsToSettle:
      verdict === "met" || verdict === "missed"
        ? null
        : requestsToSettle(bounds, rate, budget, requests),
  };
}

function isEnough(bounds: ViolationBounds, rate: number, budget: number): boolean {
  return bounds.effectiveViolations >= EFFECTIVE_VIOLATIONS_NEEDED || rate < budget / 3;
}

function verdictOf(
  bounds: ViolationBounds,
  rate: number,
  budget: number,
  isTrusted: boolean,
): Verdict {
  if (bounds.lower > budget) return "missed";
  const isBounded = bounds.upper <= budget;
  if (isBounded && isTrusted) return "met";
  return isBounded || !isEnough(bounds, rate, budget) ? "insufficient" : "undecided";
}

/**
 * Bounds on the violation rate of an objective by itself.
 *
 * Where violations are too few to bound (under a tenth of the budget), the upper bound is taken at
 * the largest lower threshold that at least a tenth of the budget violates: who is slower than
 * `within` is slower than that too. None counts for more independent requests than
 * `mostIndependent` allows.
 */
function boundObjective(
  pooled: PooledReplications,
  objective: JudgedObjective,
  rate: number,
  confidence: number,
): ViolationBounds {
  const asked: BatchedViolations = {
    violations: pooled.violations[objective.index],
    requests: pooled.batchRequests,
  };
  const [size] = budgetRungs(1 - objective.target);
  const limit = mostIndependent(pooled, objective, size, confidence);
  const direct = boundBatches(pooled, asked, confidence, limit);
  if (rate >= size / 10) return direct;
  const threshold = thresholdAt(pooled, objective, size / 10);
  const standIn = violationsAbove(pooled, objective.metric, threshold);
  const bounds = boundBatches(pooled, standIn, confidence, limit);
  // A measure that takes few values (an idle service's own time) can jump over the whole budget
  // between one value and the next; its rate then bounds nothing. The correlation seen there does.
  if (bounds.rate > size / 2) return clopperPearson(rate, bounds.effectiveRequests, confidence);
  return { ...direct, upper: bounds.upper, effectiveViolations: bounds.effectiveViolations };
}

function boundBatches(
  pooled: PooledReplications,
  fine: BatchedViolations,
  confidence: number,
  effectiveLimit: number,
): ViolationBounds {
  return boundViolations(coarsen(fine, pooled.finePerCoarse), fine, confidence, effectiveLimit);
}

/**
 * About how many more requests would settle an open verdict: the distance from the bound to the
 * rate shrinks with the square root of their number, effective violations grow in proportion.
 *
 * @returns A count; null if the rate is so close to the budget that none would do.
 */
function requestsToSettle(
  bounds: ViolationBounds,
  rate: number,
  budget: number,
  requests: number,
): number | null {
  const gap = Math.abs(budget - rate);
  const half = rate <= budget ? bounds.upper - rate : rate - bounds.lower;
  const forBound = gap > 0 ? (half / gap) ** 2 : Infinity;
  // A looser limit that a third of the budget violates must have the evidence, too.
  const needed = EFFECTIVE_VIOLATIONS_NEEDED * (rate <= budget ? (3 * rate) / budget : 1);
  const forEvidence = bounds.effectiveViolations > 0 ? needed / bounds.effectiveViolations : 1;
  const factor = Math.max(forBound, rate >= budget / 3 ? forEvidence : 1);
  if (!(factor < 1e6)) return null;
  const more = Math.max(0, factor - 1) * requests;
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(more || 1)) - 1);
  return Math.ceil(more / magnitude) * magnitude;
}
