import { LOSS_FAIL, PRIORITY_NONE, type ControlPlan } from "./control-plan.ts";

/**
 * A control part in which nothing is switched on: a pool behaves with it as without one. What is
 * wanted is put in place of its members.
 *
 * @param replicas - Replicas of the pool.
 * @param timeout - Seconds after which its clients give up; Infinity for never.
 */
export function quietControl(replicas: number, timeout: number): ControlPlan {
  return {
    seed: 1,
    redrawsService: 1,
    classes: [{ priority: 0, weight: 1, reserved: 0, timeout }],
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
      },
    },
    queue: {
      priority: PRIORITY_NONE,
      codel: null,
      adaptiveLifo: null,
      deadlineAware: null,
      timeout: null,
    },
    client: { retries: null, hedging: null },
  };
}
