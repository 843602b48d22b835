import type { Scenario } from "../scenario/scenario.ts";
import type { Alone } from "./alone.ts";
import type { BatchingScheme } from "./batching-scheme.ts";
import { classIndexOf } from "./class-names.ts";
import { costOf } from "./cost-of.ts";
import { errorBudgetOf, type BudgetEvidence } from "./error-budget/error-budget.ts";
import type { Replication } from "./evaluate.ts";
import { costInterval } from "./fleet/cost-interval.ts";
import { billOf } from "./fleet/fleet-bill.ts";
import { batchingOf, ledgerOf, utilizationOf } from "./fleet/slot-time.ts";
import { summarizeClients, summarizeFleet } from "./fleet/summarize-fleet.ts";
import { HOURS_PER_MONTH } from "./hours-per-month.ts";
import { judgeResamples } from "./future/judge-resamples.ts";
import { resampledIntervals } from "./future/resampled-intervals.ts";
import type { PointResamples } from "./future/resample.ts";
import { judgeObjective } from "./judge-objective.ts";
import { splitBill } from "./ledger/split-bill.ts";
import { outcomesOf } from "./outcomes-of.ts";
import {
  coarsen,
  ofClass,
  poolReplications,
  sumOf,
  type PooledReplications,
} from "./pool-replications.ts";
import type { ObjectiveResult, Point, Verdict } from "./result.ts";
import { summarizeClasses } from "./summarize-classes.ts";
import { summarizeMetric } from "./summarize-metric.ts";
import { METRICS } from "./metrics.ts";

/** Share of the arrival span beyond which the time to empty means saturation, … */
const SATURATED_DRAIN_SHARE = 0.1;
/** … and times of what requests with a replica to themselves would take to leave. */
const SATURATED_DRAIN_FACTOR = 2;

/** One configuration that has been simulated. */
export interface SimulatedPoint {
  readonly scenario: Scenario;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly replicas: number;
  /** In order of replication. */
  readonly replications: readonly Replication[];
  /** Resamples of the trace, if the question is about its future; else null. */
  readonly resamples: PointResamples | null;
  readonly scheme: BatchingScheme;
  /** Confidence of each interval and bound; null in hindsight. */
  readonly confidence: number | null;
  /** End of the workload, in seconds, mean over replications. */
  readonly duration: number;
}

/** Puts the replications of one configuration together into what the result says of it. */
export function summarizePoint(point: SimulatedPoint): Point {
  const { confidence, replicas, replications, resamples, scenario, scheme, settings } = point;
  const { fleet, slo } = scenario;
  const { objectives } = slo;
  const pooled = poolReplications(replications, scheme, objectives.length);
  const span = sumOf(replications.map((replication) => replication.span));
  const drainTime = sumOf(replications.map((run) => run.drainTime)) / replications.length;
  const bill = billOf(point);
  const { costPerHour } = bill;
  const goodput = pooled.good / span;
  const judged = objectives.map((objective, index) => {
    const counted = ofClass(pooled, classIndexOf(scenario, objective));
    const judgement =
      resamples === null || confidence === null
        ? judgeObjective(counted, { ...objective, index }, confidence)
        : judgeResamples(counted, { ...objective, index }, resamples, confidence);
    return {
      class: objective.class,
      ...judgement,
      byBatch: goodByBatch(counted, index),
      alone: aloneOf(replications, index, judgement),
      versusFewer: null,
      errorBudget: errorBudgetOf(budgetEvidence(point, index), slo, index),
    };
  });
  const [latency, ttft, tpot, queueWait] = METRICS.map((_, metric) => {
    const summary = summarizeMetric(pooled.histograms[metric], pooled.finePerCoarse, confidence);
    if (resamples === null || confidence === null) return summary;
    return { ...summary, intervals: resampledIntervals(summary, metric, resamples, confidence) };
  });
  const ledger = ledgerOf(point);
  return {
    replicas,
    settings,
    costPerHour,
    costInterval: costInterval(point),
    costPerMonth: costOf(HOURS_PER_MONTH, costPerHour),
    outcomes: outcomesOf(pooled.outcomes),
    saturated: isSaturated(point, drainTime),
    warmup: sumOf(replications.map(({ warmup }) => warmup)) / replications.length,
    drainTime,
    utilization: utilizationOf(point),
    throughput: pooled.completedInSpan / span,
    goodput,
    costPerThousandGood: goodput > 0 ? (1000 * costPerHour) / (3600 * goodput) : null,
    latency,
    // Without tokens the first answer is the whole one.
    ttft: scenario.service.kind === "continuous" ? ttft : latency,
    tpot,
    queueWait,
    objectives: judged,
    verdict: worstOf(judged),
    ledger,
    costLedger: splitBill({ ...bill, ledger }, null, 1),
    batching: batchingOf(point),
    fleet: summarizeFleet(point),
    clients: summarizeClients(point, fleet.routing.prefixCache !== null),
    classes: summarizeClasses(pooled, scenario),
    timeline: null,
  };
}

/**
 * True if the pool takes long to empty, and most of that isn't the requests' own service: beside a
 * short span even that is long.
 */
function isSaturated({ duration, replications }: SimulatedPoint, drainTime: number): boolean {
  // A run that empties soon takes no longer alone.
  const drains = replications.map((run) => run.alone?.drainTime ?? run.drainTime);
  const alone = sumOf(drains) / replications.length;
  return drainTime > SATURATED_DRAIN_SHARE * duration && drainTime > SATURATED_DRAIN_FACTOR * alone;
}

/** What an objective would be if every request had an idle replica to itself. */
function aloneOf(
  replications: readonly Replication[],
  objective: number,
  { target, verdict }: Pick<ObjectiveResult, "target" | "verdict">,
): Alone | null {
  const counts = replications.flatMap(({ alone }) => alone?.objectives?.[objective] ?? []);
  const requests = sumOf(counts.map((count) => count.requests));
  if (requests === 0 || counts.length < replications.length) return null;
  const violations = sumOf(counts.map((count) => count.violations));
  const fastest = Math.min(...counts.map((count) => count.fastest));
  const compliance = (requests - violations) / requests;
  const timedOut = sumOf(counts.map((count) => count.timedOut)) / requests;
  const neverFit = sumOf(counts.map((count) => count.neverFit)) / requests;
  return {
    compliance,
    fastest: Number.isFinite(fastest) ? fastest : null,
    ...(timedOut > 0 ? { timedOut } : {}),
    ...(neverFit > 0 ? { neverFit } : {}),
    isOutOfReach: verdict === "missed" && compliance < target,
  };
}

/** Good and all requests of an objective in the coarse batches of all replications. */
function goodByBatch(
  { batchRequests, finePerCoarse, violations }: PooledReplications,
  objective: number,
): ObjectiveResult["byBatch"] {
  const fine = { requests: batchRequests, violations: violations[objective] };
  const coarse = coarsen(fine, finePerCoarse);
  return coarse.requests.map((total, batch) => [total - coarse.violations[batch], total]);
}

function budgetEvidence(
  { confidence, replications, resamples, scenario }: SimulatedPoint,
  objective: number,
): BudgetEvidence {
  const runs = resamples?.runs ?? [];
  const classIndex = classIndexOf(scenario, scenario.slo.objectives[objective]);
  return {
    replications: replications.map(({ span, tally: { bins, classes } }) => ({
      bins: classIndex < 0 ? bins : { ...bins, requests: classes[classIndex].binRequests },
      span,
    })),
    isExact: confidence === null,
    resampledRates: runs.length > 0 ? runs.map(({ rates }) => rates[objective]) : null,
  };
}

const VERDICTS_WORST_FIRST: readonly Verdict[] = ["missed", "insufficient", "undecided", "met"];

function worstOf(objectives: readonly ObjectiveResult[]): Verdict {
  const isGiven = (verdict: Verdict): boolean => objectives.some((o) => o.verdict === verdict);
  return VERDICTS_WORST_FIRST.find(isGiven) ?? "met";
}
