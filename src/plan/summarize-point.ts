import type { Scenario } from "../scenario/scenario.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_FAILED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
} from "../sim/sim-plan.ts";
import { costOf } from "./cost-of.ts";
import type { BatchingScheme } from "./batching-scheme.ts";
import { errorBudgetOf, type BudgetEvidence } from "./error-budget/error-budget.ts";
import type { Replication } from "./evaluate.ts";
import { HOURS_PER_MONTH } from "./hours-per-month.ts";
import { judgeResamples } from "./future/judge-resamples.ts";
import { resampledIntervals } from "./future/resampled-intervals.ts";
import type { PointResamples } from "./future/resample.ts";
import { judgeObjective } from "./judge-objective.ts";
import { splitBill } from "./ledger/split-bill.ts";
import { poolReplications, sumOf, type PooledReplications } from "./pool-replications.ts";
import type { Batching, Ledger, ObjectiveResult, Point, Verdict } from "./result.ts";
import { summarizeMetric } from "./summarize-metric.ts";
import { METRICS } from "./tally.ts";

/** Share of the arrival span beyond which the time to empty means saturation. */
const SATURATED_DRAIN_SHARE = 0.1;

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
  const { objectives } = scenario.slo;
  const pooled = poolReplications(replications, scheme, objectives.length);
  const span = sumOf(replications.map((replication) => replication.span));
  const drainTime = sumOf(replications.map((run) => run.drainTime)) / replications.length;
  const costPerHour = costOf(replicas, scenario.fleet.price);
  const goodput = pooled.good / span;
  const judged = objectives.map((objective, index) => ({
    ...(resamples === null || confidence === null
      ? judgeObjective(pooled, { ...objective, index }, confidence)
      : judgeResamples(pooled, { ...objective, index }, resamples, confidence)),
    versusFewer: null,
    errorBudget: errorBudgetOf(budgetEvidence(point, index), scenario.slo, index),
  }));
  const [latency, ttft, tpot, queueWait] = METRICS.map((_, metric) => {
    const summary = summarizeMetric(pooled.histograms[metric], pooled.finePerCoarse, confidence);
    if (resamples === null || confidence === null) return summary;
    return { ...summary, intervals: resampledIntervals(summary, metric, resamples, confidence) };
  });
  const ledger = ledgerOf(point, span);
  return {
    replicas,
    settings,
    costPerHour,
    costPerMonth: costOf(HOURS_PER_MONTH, costPerHour),
    outcomes: outcomesOf(pooled),
    saturated: drainTime > SATURATED_DRAIN_SHARE * point.duration,
    warmup: sumOf(replications.map(({ warmup }) => warmup)) / replications.length,
    drainTime,
    utilization: busyTime(point) / paidTime(point, span),
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
    costLedger: splitBill({ costPerHour, ledger }, null, 1),
    batching: batchingOf(point, span),
  };
}

function budgetEvidence(
  { confidence, replications, resamples }: SimulatedPoint,
  objective: number,
): BudgetEvidence {
  const runs = resamples?.runs ?? [];
  return {
    replications: replications.map(({ span, tally }) => ({ bins: tally.bins, span })),
    isExact: confidence === null,
    resampledRates: runs.length > 0 ? runs.map(({ rates }) => rates[objective]) : null,
  };
}

function outcomesOf({ outcomes }: PooledReplications): Point["outcomes"] {
  const rejectedQueueFull = outcomes[OUTCOME_REJECTED_QUEUE_FULL];
  const rejectedCannotFit = outcomes[OUTCOME_REJECTED_CANNOT_FIT];
  return {
    completed: outcomes[OUTCOME_COMPLETED],
    rejected: rejectedQueueFull + rejectedCannotFit,
    timedOut: outcomes[OUTCOME_TIMED_OUT],
    failed: outcomes[OUTCOME_FAILED],
    rejectedQueueFull,
    rejectedCannotFit,
  };
}

const VERDICTS_WORST_FIRST: readonly Verdict[] = ["missed", "insufficient", "undecided", "met"];

function worstOf(objectives: readonly ObjectiveResult[]): Verdict {
  const isGiven = (verdict: Verdict): boolean => objectives.some((o) => o.verdict === verdict);
  return VERDICTS_WORST_FIRST.find(isGiven) ?? "met";
}

function busyTime({ replications }: SimulatedPoint): number {
  return sumOf(replications.map(({ usage }) => usage.busyTime));
}

/** Slot time of the pool over the measured span. */
function paidTime({ replicas, scenario }: SimulatedPoint, span: number): number {
  const { service } = scenario;
  return replicas * (service.kind === "serial" ? service.concurrency : 1) * span;
}

function ledgerOf(point: SimulatedPoint, span: number): Ledger {
  const paid = paidTime(point, span);
  const recomputed = sumOf(point.replications.map(({ usage }) => usage.recomputedTime)) / paid;
  const abandoned = sumOf(point.replications.map(({ usage }) => usage.abandonedTime)) / paid;
  const busy = busyTime(point) / paid;
  return { useful: busy - recomputed - abandoned, recomputed, abandoned, idle: 1 - busy };
}

function batchingOf(point: SimulatedPoint, span: number): Batching | null {
  const { replicas, replications, scenario } = point;
  const { service } = scenario;
  if (service.kind === "serial") return null;
  const usages = replications.map(({ usage }) => usage);
  const batchTime = sumOf(usages.map((usage) => usage.batchTime));
  const slots = service.kind === "batch" ? service.maxBatch : service.maxSequences;
  const batches = sumOf(usages.map((usage) => usage.batches));
  const busy = busyTime(point);
  const blocks = service.kind === "continuous" ? (service.kvCache?.blocks ?? null) : null;
  const blockTime = sumOf(usages.map((usage) => usage.kvBlockTime));
  return {
    meanBatchSize:
      service.kind === "batch"
        ? sumOf(usages.map((usage) => usage.batchedRequests)) / Math.max(1, batches)
        : batchTime / (busy > 0 ? busy : 1),
    occupancy: batchTime / (replicas * span * slots),
    kvUseMean: blocks === null ? null : blockTime / (replicas * span * blocks),
    kvUsePeak:
      blocks === null ? null : Math.max(...usages.map((usage) => usage.kvBlockPeak)) / blocks,
    preemptions: sumOf(usages.map((usage) => usage.preemptions)),
  };
}
