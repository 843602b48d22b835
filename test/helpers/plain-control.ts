import type {
  ClassPlan,
  ClientPlan,
  ControlPlan,
  FailurePlan,
  FleetPlan,
  QueuePlan,
} from "../../src/sim/control-plan.ts";
import { LOSS_FAIL, PRIORITY_NONE } from "../../src/sim/control-plan.ts";

/** What a test switches on; everything else is off. */
export interface ControlOverrides extends Partial<
  Pick<ControlPlan, "seed" | "classes" | "users" | "admission" | "routing" | "timelineBins">
> {
  readonly fleet?: Partial<FleetPlan>;
  readonly failures?: Partial<FailurePlan>;
  readonly queue?: Partial<QueuePlan>;
  readonly client?: Partial<ClientPlan>;
}

/** The class of all requests where there are no classes. */
export const PLAIN_CLASS: ClassPlan = { priority: 0, weight: 1, reserved: 0, timeout: Infinity };

/**
 * A control part with which a pool behaves as it does without one, except for what is overridden.
 *
 * @param replicas - Replicas of the pool.
 * @param timeout - Seconds after which its clients give up.
 */
export function plainControl(
  replicas: number,
  timeout: number,
  overrides: ControlOverrides = {},
): ControlPlan {
  const { fleet, failures, queue, client, ...rest } = overrides;
  return {
    seed: 1,
    redrawsService: 1,
    classes: [{ ...PLAIN_CLASS, timeout }],
    admission: { tokenBucket: null, adaptiveConcurrency: null },
    routing: {
      staleness: 0,
      instances: 1,
      prefixCacheBlocks: 0,
      prefixBlockTokens: 16,
      scorers: { queue: 0, kv: 0, prefix: 0, running: 0 },
    },
    users: [],
    timelineBins: 0,
    ...rest,
    fleet: {
      initial: replicas,
      autoscaler: null,
      coldStart: [],
      warmPool: null,
      holdsAtZero: 1,
      minimumBilling: 0,
      failures: {
        onLoss: LOSS_FAIL,
        replica: null,
        zones: null,
        spot: null,
        slow: null,
        outages: [],
        rollouts: [],
        ...failures,
      },
      ...fleet,
    },
    queue: {
      priority: PRIORITY_NONE,
      codel: null,
      adaptiveLifo: null,
      deadlineAware: null,
      timeout: null,
      ...queue,
    },
    client: { retries: null, hedging: null, ...client },
  };
}
