import type { SimPlan, WorkloadColumns } from "../../sim/sim-plan.ts";
import { demandOf, type Demand } from "../headroom/measure-demand.ts";
import type { WorkloadFacts } from "../result.ts";
import { describeWorkload } from "../workload-facts.ts";

/** What a run with closed-loop users made of its workload. */
export interface ClosedLoopFacts {
  readonly workload: WorkloadFacts;
  readonly demand: Demand;
}

/**
 * Describes the requests that a closed loop brought about.
 *
 * @param plan - What ran; its measured span says of when the demand is.
 * @param columns - The requests, in order of arrival.
 */
export function factsOf(plan: SimPlan, columns: WorkloadColumns): ClosedLoopFacts {
  const { measureFrom, measureTo, service } = plan;
  return {
    workload: describeWorkload(columns, measureTo, []),
    demand: demandOf(service, { columns, duration: measureTo }, measureFrom),
  };
}
