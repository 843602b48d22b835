import type { RoutingPlan } from "../../../src/sim/control-plan.ts";
import type { WorkloadColumns } from "../../../src/sim/sim-plan.ts";
import { FleetRouter } from "../../../src/sim/routing/fleet-router.ts";
import type { FleetView } from "../../../src/sim/routing/fleet-view.ts";
import { pickLeastLoaded } from "../../../src/sim/routing/least-loaded.ts";
import { handBuiltColumns } from "../../steppers/hand-built.ts";

/** Replicas whose state a test sets by hand. */
export class HandFleet implements FleetView {
  accepting: number[];
  outstanding: Float64Array;
  waiting: Float64Array;
  running: Float64Array;
  kvUses: number[];

  /** `replicas` empty replicas that all accept. */
  constructor(replicas: number) {
    this.accepting = Array.from({ length: replicas }, (_, replica) => replica);
    this.outstanding = new Float64Array(replicas);
    this.waiting = new Float64Array(replicas);
    this.running = new Float64Array(replicas);
    this.kvUses = Array.from({ length: replicas }, () => 0);
  }

  kvUse(replica: number): number {
    return this.kvUses[replica];
  }

  leastLoaded(): number {
    return pickLeastLoaded(this.accepting, this.outstanding);
  }
}

/** Columns without any request but with a prompt's block hashes for each list. */
export function columnsWithPrefixes(prompts: readonly (readonly number[])[]): WorkloadColumns {
  const offsets = [0];
  for (const prompt of prompts) offsets.push(offsets[offsets.length - 1] + prompt.length);
  return {
    ...handBuiltColumns({}),
    prefixOffsets: Int32Array.from(offsets),
    prefixHashes: Int32Array.from(prompts.flat()),
  };
}

/** A router of one instance that sees the present, without caches, but for what is given. */
export function openFleetRouter(
  router: number,
  fleet: FleetView,
  parts: Partial<RoutingPlan> = {},
  prompts: readonly (readonly number[])[] = [],
): FleetRouter {
  const plan: RoutingPlan = {
    staleness: 0,
    instances: 1,
    prefixCacheBlocks: 0,
    prefixBlockTokens: 512,
    scorers: { queue: 2, kv: 2, prefix: 3, running: 0 },
    ...parts,
  };
  return new FleetRouter(router, plan, columnsWithPrefixes(prompts), fleet);
}
