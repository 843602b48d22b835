import {
  boundViolations,
  clopperPearson,
  effectiveRequests,
  type BatchedViolations,
  type ViolationBounds,
} from "../stats/violation-bounds.ts";
import {
  canBound,
  mergeAll,
  coarsen,
  sumOf,
  type PooledReplications,
} from "./pool-replications.ts";
import type { ObjectiveJudgement, Verdict } from "./result.ts";
import { METRICS } from "./metrics.ts";
import { violationsAbove } from "./violations-above.ts";

/** An objective with its place among those counted. */
export interface JudgedObjective {
  readonly index: number;
  readonly metric: ObjectiveJudgement["metric"];
  readonly within: number;
  readonly target: number;
}

/** Below this many effective violations a bound is not to be trusted on its own. */
const EFFECTIVE_VIOLATIONS_NEEDED = 10;

/**
 * How correlated violations are can't be told from a run that happens to see few of them: it looks
 * like many independent requests. So the same is asked of slowness that every run sees, that of 20
 * times the budget, and the sample is taken to be worth at most twice what it is worth there.
 * Without this rule a bursty queue whose budget is just used up is called `met` after 100,000
 * requests in 22 % of runs, with it in 4 % (docs/validation.md).
 */
const COMMON_SLOWNESS = { budgets: 20, most: 0.5 } as const;
const MOST_WORTH_OF_RARE = 2;

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
  const bounds = boundObjective(pooled, objective, rate, budget, confidence);
  return { ...common, ...judgeBounds(bounds, rate, budget, requests) };
}

/**
 * What bounds on a violation rate make of an objective.
 *
 * @param rate - Violations over requests.
 * @param budget - 1 − target.
 * @param requests - Measured requests.
 */
export function judgeBounds(
  bounds: ViolationBounds,
  rate: number,
  budget: number,
  requests: number,
): Pick<ObjectiveJudgement, "interval" | "verdict" | "effectiveViolations" | "requestsToSettle"> {
  const verdict = verdictOf(bounds, rate, budget);
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

/** What bounds on a violation rate say about a budget. */
export function verdictOf(bounds: ViolationBounds, rate: number, budget: number): Verdict {
  if (bounds.lower > budget) return "missed";
  const isThin = bounds.effectiveViolations < EFFECTIVE_VIOLATIONS_NEEDED && rate >= budget / 3;
  if (isThin) return "insufficient";
  return bounds.upper <= budget ? "met" : "undecided";
}

/**
 * Bounds on the violation rate of an objective.
 *
 * Where violations are too few to bound (under a tenth of the budget), the upper bound is taken at
 * the largest lower threshold that at least a tenth of the budget violates: who is slower than
 * `within` is slower than that too. None counts for more independent requests than
 * `MOST_WORTH_OF_RARE` allows.
 */
function boundObjective(
  pooled: PooledReplications,
  objective: JudgedObjective,
  rate: number,
  budget: number,
  confidence: number,
): ViolationBounds {
  const asked: BatchedViolations = {
    violations: pooled.violations[objective.index],
    requests: pooled.batchRequests,
  };
  const limit = mostIndependent(pooled, objective, budget, confidence);
  const direct = boundBatches(pooled, asked, confidence, limit);
  if (rate >= budget / 10) return direct;
  const surrogate = violationsAt(pooled, objective, budget / 10);
  const bounds = boundBatches(pooled, surrogate, confidence, limit);
  // A measure that takes few values (an idle service's own time) can jump over the whole budget
  // between one value and the next; its rate then bounds nothing. The correlation seen there does.
  if (bounds.rate > budget / 2) return clopperPearson(rate, bounds.effectiveRequests, confidence);
  return { ...direct, upper: bounds.upper, effectiveViolations: bounds.effectiveViolations };
}

/**
 * Most independent requests that the violations of an objective may count as, by what common
 * slowness tells of their correlation.
 */
export function mostIndependent(
  pooled: PooledReplications,
  objective: Pick<JudgedObjective, "metric" | "within">,
  budget: number,
  confidence: number,
): number {
  const commonRate = Math.min(COMMON_SLOWNESS.most, COMMON_SLOWNESS.budgets * budget);
  const common = coarsen(violationsAt(pooled, objective, commonRate), pooled.finePerCoarse);
  return MOST_WORTH_OF_RARE * effectiveRequests(common, confidence);
}

function boundBatches(
  pooled: PooledReplications,
  fine: BatchedViolations,
  confidence: number,
  effectiveLimit: number,
): ViolationBounds {
  return boundViolations(coarsen(fine, pooled.finePerCoarse), fine, confidence, effectiveLimit);
}

/** Violations at the largest histogram edge ≤ `within` that at least a share `least` violates. */
function violationsAt(
  pooled: PooledReplications,
  objective: Pick<JudgedObjective, "metric" | "within">,
  least: number,
): BatchedViolations {
  return violationsAbove(pooled, objective.metric, thresholdAt(pooled, objective, least));
}

/**
 * The largest histogram edge ≤ `within` that at least a share `least` of the requests violates;
 * null if every edge is violated by fewer.
 */
export function thresholdAt(
  pooled: PooledReplications,
  objective: Pick<JudgedObjective, "metric" | "within">,
  least: number,
): number | null {
  const histograms = pooled.histograms[METRICS.indexOf(objective.metric)];
  const all = mergeAll(histograms);
  const failures = sumOf(pooled.batchFailures);
  const needed = least * sumOf(pooled.batchRequests) - failures;
  let threshold: number | null = null;
  let above = all.count;
  all.forEachBucket((edge, count) => {
    above -= count;
    if (edge <= objective.within && above >= needed) threshold = edge;
  });
  return threshold;
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
  const forEvidence =
    bounds.effectiveViolations > 0 ? EFFECTIVE_VIOLATIONS_NEEDED / bounds.effectiveViolations : 1;
  const factor = Math.max(forBound, rate >= budget / 3 ? forEvidence : 1);
  if (!(factor < 1e6)) return null;
  const more = Math.max(0, factor - 1) * requests;
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(more || 1)) - 1);
  return Math.ceil(more / magnitude) * magnitude;
}
