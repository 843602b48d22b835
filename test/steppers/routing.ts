import {
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";

/**
 * The replica an arriving request is sent to, for every router but the central queue.
 *
 * @param outstanding - Requests queued plus running at each replica, before this one.
 * @throws RangeError if the plan's router is not one that sends requests to replicas.
 */
export function routeRequest(
  plan: SimPlan,
  columns: WorkloadColumns,
  row: number,
  outstanding: readonly number[],
): number {
  const uniforms = columns.routeUniforms;
  switch (plan.router) {
    case ROUTER_ROUND_ROBIN:
      return row % plan.replicas;
    case ROUTER_RANDOM:
      return Math.floor(uniforms[row] * plan.replicas);
    case ROUTER_LEAST_OUTSTANDING:
      return outstanding.indexOf(Math.min(...outstanding));
    case ROUTER_POWER_OF_TWO: {
      if (plan.replicas === 1) return 0;
      const first = Math.floor(uniforms[2 * row] * plan.replicas);
      const others = outstanding
        .map((_, replica) => replica)
        .filter((replica) => replica !== first);
      const second = others[Math.floor(uniforms[2 * row + 1] * others.length)];
      return outstanding[second] < outstanding[first] ? second : first;
    }
    default:
      throw new RangeError(`router ${plan.router} routes nothing`);
  }
}
