import type { JobSection, RecoverySection } from "../../scenario/scenario.ts";
import type { JobReruns } from "./ledger-result.ts";

const SECONDS_PER_HOUR = 3600;

/** Most seconds between the checkpoints of the what-if. */
const USUAL_CHECKPOINT = 1800;
/** Checkpoints that the what-if gives a job too short for the usual interval. */
const CHECKPOINTS_OF_SHORT_JOB = 6;

/**
 * Prices the work that failing jobs lose and do again, and what it would be with the other ways to
 * recover.
 *
 * A job fails at most once: its rerun succeeds. Checkpoints themselves cost nothing. A job runs on
 * one GPU, so that its GPU-hours are its running time; on n of them in parallel each checkpoint
 * interval holds n times as much work.
 *
 * @example
 * // 10,000 jobs a month, 15 % fail at their end, 3 GPU-hours at $4: $18,000 a month.
 */
export function priceReruns(job: JobSection): JobReruns {
  const { failureShare, gpuHours, name, perMonth, price, recovery } = job;
  const failures = perMonth * failureShare;
  const lossWith = (way: RecoverySection): { gpuHoursLost: number; costPerMonth: number } => {
    const gpuHoursLost = failures * hoursLost(job, way);
    return { gpuHoursLost, costPerMonth: gpuHoursLost * price };
  };
  const others = waysToRecover(gpuHours).filter(({ kind }) => kind !== recovery.kind);
  return {
    name,
    recovery,
    jobs: perMonth,
    failures,
    ...lossWith(recovery),
    workPerMonth: perMonth * gpuHours * price,
    whatIf: others.map((way) => ({ recovery: way, ...lossWith(way) })),
  };
}

/**
 * GPU-hours that one failed job is expected to lose.
 *
 * With checkpoints the failure falls anywhere between two of them, so half an interval is lost on
 * average; before the first one all of the work is.
 */
function hoursLost({ failsAt, gpuHours }: JobSection, recovery: RecoverySection): number {
  const done = failsAt * gpuHours;
  if (recovery.kind === "restart") return done;
  if (recovery.kind === "resume") return 0;
  const interval = recovery.every / SECONDS_PER_HOUR;
  return done < interval ? done : interval / 2;
}

function waysToRecover(gpuHours: number): readonly RecoverySection[] {
  const short = (gpuHours * SECONDS_PER_HOUR) / CHECKPOINTS_OF_SHORT_JOB;
  return [
    { kind: "restart" },
    { kind: "checkpoint", every: Math.min(USUAL_CHECKPOINT, short) },
    { kind: "resume" },
  ];
}
