import {
  OUTCOME_COMPLETED,
  OUTCOME_FAILED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_NO_REPLICA,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_REJECTED_SHED,
  OUTCOME_TIMED_OUT,
} from "../sim/sim-plan.ts";
import type { Outcomes } from "./result.ts";

/** Counts by OUTCOME_ constant, by name. */
export function outcomesOf(counts: Float64Array): Outcomes {
  const rejectedQueueFull = counts[OUTCOME_REJECTED_QUEUE_FULL];
  const rejectedCannotFit = counts[OUTCOME_REJECTED_CANNOT_FIT];
  const rejectedShed = counts[OUTCOME_REJECTED_SHED];
  const rejectedNoReplica = counts[OUTCOME_REJECTED_NO_REPLICA];
  return {
    completed: counts[OUTCOME_COMPLETED],
    rejected: rejectedQueueFull + rejectedCannotFit + rejectedShed + rejectedNoReplica,
    timedOut: counts[OUTCOME_TIMED_OUT],
    failed: counts[OUTCOME_FAILED],
    rejectedQueueFull,
    rejectedCannotFit,
    rejectedShed,
    rejectedNoReplica,
  };
}
