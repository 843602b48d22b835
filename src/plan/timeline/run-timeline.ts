import type { Timeline } from "../../sim/control-recording.ts";
import type { SimPlan, WorkloadColumns } from "../../sim/sim-plan.ts";
import { timelineWidth } from "../../sim/timeline-width.ts";
import { LatencyBins, type FollowedObjective } from "./latency-bins.ts";

/** How a run went over time, warm-up included. */
export interface RunTimeline extends Timeline {
  /** p99 latency of the requests that arrived in each bin; NaN where none completed. */
  readonly p99: Float64Array;
  /** The quantile that objective o is about in bin b, at o × bins + b; NaN where there is none. */
  readonly quantiles: Float64Array;
  /** Requests that objective o is about among those of bin b, at the same places. */
  readonly requests: Float64Array;
  /** How many of them violate it. */
  readonly violations: Float64Array;
}

/** Opens what follows latencies over time; null for a plan that asks for no timeline. */
export function openLatencyBins(
  plan: SimPlan,
  columns: WorkloadColumns,
  objectives: readonly FollowedObjective[],
): LatencyBins | null {
  const bins = plan.control?.timelineBins ?? 0;
  if (bins === 0) return null;
  return new LatencyBins(plan, columns, objectives, bins, timelineWidth(plan.measureTo, bins));
}

/** Puts the engine's series and those of the latencies together. */
export function closeTimeline(timeline: Timeline, latencies: LatencyBins): RunTimeline {
  const { requests, violations } = latencies;
  return {
    ...timeline,
    p99: latencies.p99(),
    quantiles: latencies.quantiles(),
    requests,
    violations,
  };
}
