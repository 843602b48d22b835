import type { Choice, Point } from "../result.ts";
import type { SweptSetting } from "../run-sweep.ts";
import { analyticWait, type AnalyticWait } from "./analytic-wait.ts";
import { findLimits, type Limits } from "./find-limits.ts";
import { focusPoint } from "./focus-point.ts";
import type { Demand } from "./measure-demand.ts";
import { boundReplicas, type PerfectSystem } from "./perfect-system.ts";

/** What is said of the chosen point, or of the one nearest to holding, at no further simulation. */
export interface CapacityFacts {
  readonly limits: Limits;
  readonly perfectSystem: PerfectSystem;
  /** Null where no formula applies. */
  readonly analytic: AnalyticWait | null;
}

/**
 * Says what limits the chosen point, or without a choice the one nearest to holding.
 *
 * @param settings - What was swept, in order.
 * @param groups - The points of each setting.
 * @param demands - What each setting's workload asks, by replication.
 */
export function capacityFacts(
  settings: readonly SweptSetting[],
  groups: readonly (readonly Point[])[],
  demands: readonly (readonly Demand[])[],
  choice: Choice | null,
): CapacityFacts {
  const { point, setting } = focusPoint(groups, choice);
  const { scenario } = settings[setting];
  const perfectSystem = boundReplicas(demands[setting]);
  return {
    limits: findLimits(point, scenario, {
      mean: perfectSystem.mean.load,
      peak60s: perfectSystem.peak["60s"]?.load ?? null,
    }),
    perfectSystem,
    analytic: analyticWait(point, scenario, demands[setting][0].queueing),
  };
}
