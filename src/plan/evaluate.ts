import type { FinishedSink } from "../sim/finished-requests.ts";
import { simulate } from "../sim/simulate.ts";
import type { SimPlan, WorkloadColumns } from "../sim/sim-plan.ts";
import { chooseBins } from "./error-budget/time-bins.ts";
import { Tally, type CountedObjective, type TallyData } from "./tally.ts";
import { findWarmup } from "./warmup/find-warmup.ts";

/** One replication of one configuration: everything needed to run it, in plain data. */
export interface Evaluation {
  readonly plan: SimPlan;
  readonly objectives: readonly CountedObjective[];
  /** Fine batches to cut the measured requests into. */
  readonly batches: number;
  /** What decides the stretches of time to count violations in. */
  readonly binning: Parameters<typeof chooseBins>[0];
  /** True if a pilot run finds where measuring starts, whatever the plan says. */
  readonly isWarmupAuto: boolean;
}

/** What one replication of one configuration found. */
export interface Replication {
  readonly tally: TallyData;
  readonly usage: UsageData;
  /** Seconds from the last arrival until the pool was empty. */
  readonly drainTime: number;
  /** Seconds from the start that were simulated and not measured. */
  readonly warmup: number;
  /** Seconds of the measured span. */
  readonly span: number;
}

/** The time integrals of a run as plain data; see `Usage`. */
export interface UsageData {
  readonly busyTime: number;
  readonly abandonedTime: number;
  readonly recomputedTime: number;
  readonly batchTime: number;
  readonly batches: number;
  readonly batchedRequests: number;
  readonly kvBlockTime: number;
  readonly kvBlockPeak: number;
  readonly preemptions: number;
}

/**
 * Simulates one replication of one configuration and counts what its decision needs.
 *
 * @param evaluation - The configuration and its objectives.
 * @param columns - The replication's workload, shared between configurations; only read.
 * @param observer - Sees every request too, with its replica; null for none.
 */
export function evaluate(
  evaluation: Evaluation,
  columns: WorkloadColumns,
  observer: FinishedSink | null,
): Replication {
  const { batches, binning, isWarmupAuto, objectives } = evaluation;
  const warmup = isWarmupAuto ? findWarmup(evaluation.plan, columns) : evaluation.plan.measureFrom;
  const plan = { ...evaluation.plan, measureFrom: warmup };
  const span = plan.measureTo - warmup;
  const tally = new Tally(plan, columns, objectives, batches, chooseBins(binning, span));
  const sink = observer === null ? tally : teeInto(tally, observer);
  const needsReplicas = observer !== null;
  const { drainTime, usage } = simulate(plan, columns, sink, { needsReplicas });
  return {
    tally: tally.toData(),
    usage: {
      busyTime: usage.busyTime,
      abandonedTime: usage.abandonedTime,
      recomputedTime: usage.recomputedTime,
      batchTime: usage.batchTime,
      batches: usage.batches,
      batchedRequests: usage.batchedRequests,
      kvBlockTime: usage.kvBlockTime,
      kvBlockPeak: usage.kvBlockPeak,
      preemptions: usage.preemptions,
    },
    drainTime,
    warmup,
    span,
  };
}

function teeInto(first: FinishedSink, second: FinishedSink): FinishedSink {
  return {
    accept(block, count): void {
      first.accept(block, count);
      second.accept(block, count);
    },
  };
}
