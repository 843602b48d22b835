import type { FailureSection, OutageLaws, RolloutSection } from "../scenario/failure-section.ts";
import type { FleetSection } from "../scenario/scenario.ts";
import {
  LOSS_FAIL,
  LOSS_RESUME,
  LOSS_RETRY,
  type FailurePlan,
  type FleetPlan,
} from "../sim/control-plan.ts";
import { compileAutoscaler } from "./compile-autoscaler.ts";
import { meanOfLaw } from "./mean-of-law.ts";

const LOSSES: Readonly<Record<FailureSection["onLoss"], number>> = {
  fail: LOSS_FAIL,
  retry: LOSS_RETRY,
  resume: LOSS_RESUME,
};

const NO_FAILURES: FailurePlan = {
  onLoss: LOSS_FAIL,
  replica: null,
  zones: null,
  spot: null,
  slow: null,
  outages: [],
  rollouts: [],
};

/** Never fails, but lies in zones of which one may be taken down. */
const NEVER: OutageLaws = {
  uptime: { distribution: "constant", value: Infinity },
  downtime: { distribution: "constant", value: 0 },
};

/** Shares that come out whole but for rounding are whole. */
const ROUNDING = 1e-9;

/**
 * Lowers a fleet to numbers.
 *
 * @param fleet - The section, valid.
 * @param replicas - Replicas at the start, which a fleet without an autoscaler keeps.
 */
export function compileFleet(fleet: FleetSection, replicas: number): FleetPlan {
  const { autoscaler, coldStart, failures, router, warm } = fleet;
  const hasOneQueue = router === "central-queue";
  const stages = coldStart.map(({ time }) => time);
  const meanStart = stages.reduce((sum, stage) => sum + meanOfLaw(stage), 0);
  return {
    initial: replicas,
    autoscaler: autoscaler === null ? null : compileAutoscaler(autoscaler, meanStart, hasOneQueue),
    coldStart: stages,
    warmPool: warm === null ? null : { size: warm.replicas, start: warm.start },
    holdsAtZero: fleet.whenZero === "hold" ? 1 : 0,
    minimumBilling: fleet.minimumBilling,
    failures: failures === null ? NO_FAILURES : compileFailures(failures, fleet.zones, replicas),
  };
}

function compileFailures(failures: FailureSection, zones: number, replicas: number): FailurePlan {
  const { outages, zone } = failures;
  const hasZones = zone !== null || outages.some((outage) => outage.zone !== null);
  return {
    onLoss: LOSSES[failures.onLoss],
    replica: failures.replica,
    zones: hasZones ? { count: zones, ...(zone ?? NEVER) } : null,
    spot: failures.spot,
    slow: failures.slow,
    outages: outages.map((outage) => ({
      at: outage.at,
      duration: outage.duration,
      replicas: outage.replicas ?? 0,
      zone: outage.zone ?? -1,
    })),
    rollouts: failures.rollouts.map((rollout) => compileRollout(rollout, replicas)),
  };
}

/**
 * Shares become numbers of replicas as in Kubernetes: what may be missing is rounded down, what may
 * be in addition up, and if that leaves nothing, one may be missing.
 *
 * @see kubernetes/pkg/controller/deployment/util/deployment_util.go, `ResolveFenceposts` (1.34, 2025).
 */
function compileRollout(
  { at, maxSurge, maxUnavailable }: RolloutSection,
  replicas: number,
): FailurePlan["rollouts"][number] {
  const surge =
    "share" in maxSurge ? Math.ceil(maxSurge.share * replicas - ROUNDING) : maxSurge.replicas;
  const missing =
    "share" in maxUnavailable
      ? Math.floor(maxUnavailable.share * replicas + ROUNDING)
      : maxUnavailable.replicas;
  return { at, maxSurge: surge, maxUnavailable: surge === 0 && missing === 0 ? 1 : missing };
}
