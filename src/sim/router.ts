import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";
import { WinnerTree } from "./winner-tree.ts";

/** Up to this many replicas a scan for the fewest outstanding beats keeping a tree. */
const SCAN_LIMIT = 16;

/**
 * Chooses a replica for each arrival and counts the requests outstanding (queued plus running) on
 * each, where the choice depends on them.
 */
export class Router {
  /** True if requests wait in one queue and no replica is chosen at arrival. */
  readonly isCentral: boolean;
  private readonly router: number;
  private readonly replicas: number;
  private readonly uniforms: Float64Array;
  private readonly counts: Float64Array;
  /** Keeps the least loaded replica at its root, for large fleets under least-outstanding. */
  private readonly tree: WinnerTree | null;

  constructor(plan: SimPlan, columns: WorkloadColumns) {
    this.router = plan.router;
    this.replicas = plan.replicas;
    this.isCentral = plan.router === ROUTER_CENTRAL_QUEUE;
    this.uniforms = columns.routeUniforms;
    this.tree =
      plan.router === ROUTER_LEAST_OUTSTANDING && plan.replicas > SCAN_LIMIT
        ? new WinnerTree(plan.replicas)
        : null;
    this.counts = this.tree === null ? new Float64Array(plan.replicas) : this.tree.times;
    for (let replica = 0; replica < plan.replicas; replica++) this.tree?.set(replica, 0);
  }

  /**
   * Replica for workload row `row` (for the central queue: the queue, which stands after the last
   * replica).
   *
   * @throws RangeError if the plan names no known router.
   */
  choose(row: number): number {
    const { replicas, uniforms, counts } = this;
    switch (this.router) {
      case ROUTER_LEAST_OUTSTANDING: {
        if (this.tree !== null) return this.tree.winner;
        let best = 0;
        let least = counts[0];
        for (let replica = 1; replica < replicas; replica++) {
          const count = counts[replica];
          if (count >= least) continue;
          best = replica;
          least = count;
        }
        return best;
      }
      case ROUTER_ROUND_ROBIN:
        return row % replicas;
      case ROUTER_RANDOM:
        return Math.floor(uniforms[row] * replicas);
      case ROUTER_POWER_OF_TWO: {
        const first = Math.floor(uniforms[2 * row] * replicas);
        if (replicas === 1) return first;
        let second = Math.floor(uniforms[2 * row + 1] * (replicas - 1));
        if (second >= first) second++;
        return counts[second] < counts[first] ? second : first;
      }
      case ROUTER_CENTRAL_QUEUE:
        return replicas;
      default:
        throw new RangeError(`unknown router code: ${this.router}`);
    }
  }

  /** Counts a request that joined a replica. */
  join(replica: number): void {
    if (this.isCentral) return;
    if (this.tree !== null) this.tree.set(replica, this.counts[replica] + 1);
    else this.counts[replica]++;
  }

  /** Counts a request that left a replica. */
  leave(replica: number): void {
    if (this.isCentral) return;
    if (this.tree !== null) this.tree.set(replica, this.counts[replica] - 1);
    else this.counts[replica]--;
  }
}
