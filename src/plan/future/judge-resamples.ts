import { percentileInterval } from "../../stats/percentile-interval.ts";
import { clopperPearson, type ViolationBounds } from "../../stats/violation-bounds.ts";
import { judgeBounds, type JudgedObjective } from "../judge-objective.ts";
import { requestsToResample } from "./lay-out-blocks.ts";
import { sumOf, type PooledReplications } from "../pool-replications.ts";
import { standInFor, type PointResamples, type Resample } from "./resample.ts";
import type { ObjectiveJudgement } from "../result.ts";

/**
 * Judges one objective at one configuration by what resamples of the trace would have made of it.
 *
 * Compliance is that of the trace itself; the bounds on it are percentiles over the resamples. An
 * objective that the trace hardly violates is bounded by a tighter limit that it does violate, as
 * in `judgeObjective`. If the trace is too short to resample, every verdict is `insufficient`.
 *
 * @param pooled - The replications on the trace itself.
 * @param objective - What was asked for.
 * @param resamples - Of the same configuration.
 * @param confidence - Of each bound, in (0, 1), corrections for several settings included.
 */
export function judgeResamples(
  pooled: PooledReplications,
  objective: JudgedObjective,
  resamples: PointResamples,
  confidence: number,
): ObjectiveJudgement {
  const { metric, target, within } = objective;
  const budget = 1 - target;
  const requests = sumOf(pooled.batchRequests);
  const violations = sumOf(pooled.violations[objective.index]);
  const rate = violations / requests;
  const compliance = (requests - violations) / requests;
  const common = { metric, within, target, compliance, budgetUsed: rate / budget };
  if (resamples.runs.length === 0) {
    return {
      ...common,
      interval: null,
      verdict: "insufficient",
      effectiveViolations: null,
      requestsToSettle: requestsToResample(resamples.resampling, requests),
    };
  }
  const bounds = boundByResamples(pooled, objective, resamples.runs, confidence);
  return { ...common, ...judgeBounds(bounds, { budget, confidence, rate, requests }) };
}

function boundByResamples(
  pooled: PooledReplications,
  objective: JudgedObjective,
  runs: readonly Resample[],
  confidence: number,
): ViolationBounds {
  const { index, target } = objective;
  const requests = sumOf(pooled.batchRequests);
  const rate = sumOf(pooled.violations[index]) / requests;
  const direct = boundRates(
    runs.map(({ rates }) => rates[index]),
    rate,
    requests,
    confidence,
  );
  const standIn = standInFor(pooled, objective);
  if (standIn === null) return direct;
  const standInRates = runs.map(({ standInRates }) => standInRates[index]);
  const bounds = boundRates(standInRates, standIn.rate, requests, confidence);
  // A measure that takes few values can jump over the whole budget from one to the next; its rate
  // then bounds nothing. The correlation seen there does.
  if (standIn.rate > (1 - target) / 2) {
    return clopperPearson(rate, bounds.effectiveRequests, confidence);
  }
  return {
    ...direct,
    upper: Math.max(direct.upper, bounds.upper),
    effectiveViolations: bounds.effectiveViolations,
  };
}

/** Percentile bounds around the rate of the trace itself. */
function boundRates(
  rates: readonly number[],
  rate: number,
  requests: number,
  confidence: number,
): ViolationBounds {
  const [low, high] = percentileInterval(rates, confidence);
  const mean = sumOf(rates) / rates.length;
  const variance = sumOf(rates.map((one) => (one - mean) ** 2)) / (rates.length - 1);
  // As many independent requests as would spread the rate as widely.
  const worth = variance > 0 ? (mean * (1 - mean)) / variance : requests;
  const effectiveRequests = Math.min(requests, worth);
  return {
    rate,
    // Joins between blocks can shift all resamples to one side of the trace.
    lower: Math.min(low, rate),
    upper: Math.max(high, rate),
    effectiveRequests,
    effectiveViolations: effectiveRequests * rate,
  };
}
