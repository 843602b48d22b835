import { classesOf } from "../scenario/class-section.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { UsersPlan } from "../sim/control-plan.ts";

/** Rows that hold the sizes of the requests of one class of users, which come round again. */
export const USERS_ROWS: number = 2 ** 16;

/**
 * The closed loops of a scenario, and where the columns hold the sizes of their requests: after all
 * arrivals, class by class.
 *
 * @param scenario - A valid scenario.
 * @param arrivals - Number of arrivals in the columns, which differs between replications.
 * @returns One entry a class that has users, in the order of the classes.
 */
export function layOutUsers(
  { workload }: Pick<Scenario, "workload">,
  arrivals: number,
): readonly UsersPlan[] {
  const plans: UsersPlan[] = [];
  for (const [index, one] of classesOf(workload).entries()) {
    if (!("users" in one.workload)) continue;
    const { count, duration, thinkTime } = one.workload.users;
    plans.push({
      class: index,
      count,
      thinkTime,
      until: duration,
      firstRow: arrivals + USERS_ROWS * plans.length,
      rows: USERS_ROWS,
    });
  }
  return plans;
}
