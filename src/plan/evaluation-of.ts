import { compilePlan } from "../compile/compile-plan.ts";
import type { OpenedWorkload } from "../compile/open-columns.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { chooseBatching } from "./batching-scheme.ts";
import type { Evaluation } from "./evaluate.ts";

/** A workload in which nothing is measured. */
export class WorkloadError extends Error {
  override readonly name: string = "WorkloadError";
}

/** What to run for one configuration on a workload that ends at `duration`. */
export function evaluationOf(scenario: Scenario, replicas: number, duration: number): Evaluation {
  return {
    plan: compilePlan(scenario, replicas, duration),
    objectives: scenario.slo.objectives,
    batches: chooseBatching(scenario.run.replications).fine,
    binning: scenario.slo,
    isWarmupAuto: scenario.run.warmupAuto,
  };
}

/**
 * Checks that a workload has something to measure.
 *
 * @throws WorkloadError if it ends before the warm-up does, or nothing arrives after it.
 */
export function requireMeasured(drawn: OpenedWorkload, scenario: Scenario): void {
  const { warmup } = scenario.run;
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
