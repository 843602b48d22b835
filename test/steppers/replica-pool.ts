import { ROUTER_CENTRAL_QUEUE, type SimPlan } from "../../src/sim/sim-plan.ts";

/**
 * A queue and the replicas that serve it: all of them for the central queue, else one each.
 */
export interface ReplicaPool {
  /** Rows waiting, oldest first. */
  readonly queue: number[];
  /** Indices of the replicas, ascending. */
  readonly replicas: readonly number[];
}

/** For each replica the pool it belongs to; with the central queue that is the same one for all. */
export function formPools(plan: SimPlan): readonly ReplicaPool[] {
  const everyReplica = Array.from({ length: plan.replicas }, (_, replica) => replica);
  if (plan.router === ROUTER_CENTRAL_QUEUE) {
    const shared: ReplicaPool = { queue: [], replicas: everyReplica };
    return everyReplica.map(() => shared);
  }
  return everyReplica.map((replica) => ({ queue: [], replicas: [replica] }));
}

/** Takes a row out of whichever queue it waits in; false if it waits in none. */
export function leaveQueue(pools: readonly ReplicaPool[], row: number): boolean {
  for (const { queue } of pools) {
    const place = queue.indexOf(row);
    if (place >= 0) {
      queue.splice(place, 1);
      return true;
    }
  }
  return false;
}
