import { compilePlan } from "../compile/compile-plan.ts";
import type { OpenedWorkload } from "../compile/open-columns.ts";
import { sourcesOf } from "../scenario/class-section.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { chooseBatching } from "./batching-scheme.ts";
import { classIndexOf, classNames } from "./class-names.ts";
import type { Evaluation } from "./evaluate.ts";

/** A workload in which nothing is measured. */
export class WorkloadError extends Error {
  override readonly name: string = "WorkloadError";
}

/**
 * What to run for one configuration.
 *
 * @param scenario - A valid scenario.
 * @param replicas - Replicas of the pool; with an autoscaler those at the start.
 * @param drawn - The workload of the replication.
 * @param replication - Counted from 0.
 */
export function evaluationOf(
  scenario: Scenario,
  replicas: number,
  { columns, duration }: OpenedWorkload,
  replication: number,
): Evaluation {
  const { length: arrivals } = columns.arrivals;
  return {
    plan: compilePlan(scenario, replicas, { replication, duration, arrivals }),
    objectives: scenario.slo.objectives.map((objective) => ({
      metric: objective.metric,
      within: objective.within,
      target: objective.target,
      classIndex: classIndexOf(scenario, objective),
    })),
    classes: classNames(scenario).length,
    batches: chooseBatching(scenario.run.replications).fine,
    binning: scenario.slo,
    isWarmupAuto: scenario.run.warmupAuto,
    targets: null,
  };
}

/**
 * What to run for one configuration on a resample of its trace: as for any workload, but uncut,
 * since the resamples themselves are the evidence.
 */
export function evaluationOfResample(...args: Parameters<typeof evaluationOf>): Evaluation {
  return { ...evaluationOf(...args), batches: 1 };
}

/**
 * Checks that a workload has something to measure.
 *
 * @throws WorkloadError if it ends before the warm-up does, or nothing arrives after it.
 */
export function requireMeasured(drawn: OpenedWorkload, scenario: Scenario): void {
  const { warmup } = scenario.run;
  // What closed-loop users ask for is only known when the run is over.
  if (sourcesOf(scenario.workload).some((source) => "users" in source)) return;
  const { arrivals } = drawn.columns;
  const last = arrivals.length > 0 ? arrivals[arrivals.length - 1] : -Infinity;
  if (arrivals.length === 0) {
    throw new WorkloadError(
      `the workload has no request in its ${drawn.duration} s; lengthen it, raise its rate or widen the window`,
    );
  }
  if (drawn.duration === 0) {
    throw new WorkloadError("the trace spans no time: all its requests arrive at once, at 0 s");
  }
  if (last < warmup || drawn.duration <= warmup) {
    throw new WorkloadError(
      `no request arrives after run.warmup (${warmup} s): the last one comes at ${last} s; shorten the warm-up or lengthen the workload`,
    );
  }
}
