import type {
  ClassPlan,
  ClientPlan,
  ControlPlan,
  FailurePlan,
  FleetPlan,
  QueuePlan,
} from "../../src/sim/control-plan.ts";
import { quietControl } from "../../src/sim/quiet-control.ts";

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
  const quiet = quietControl(replicas, timeout);
  return {
    ...quiet,
    ...rest,
    fleet: { ...quiet.fleet, failures: { ...quiet.fleet.failures, ...failures }, ...fleet },
    queue: { ...quiet.queue, ...queue },
    client: { ...quiet.client, ...client },
  };
}
