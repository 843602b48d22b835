import { poolScenario } from "../../scenario/arrangement-section.ts";
import { classesOf } from "../../scenario/class-section.ts";
import type { SweptSetting } from "../run-sweep.ts";

/**
 * The pools of every arrangement as settings of a sweep: each its own classes on its own fleet.
 *
 * @param body - The scenario's body with its traces.
 * @returns Pools in order within arrangements in order; empty if the scenario compares none.
 */
export function poolSettings({ scenario, traces }: SweptSetting): SweptSetting[] {
  const names = classesOf(scenario.workload).map(({ name }) => name);
  return scenario.pools.flatMap((arrangement) =>
    arrangement.pools.map((pool) => ({
      settings: { arrangement: arrangement.name, pool: pool.name },
      scenario: poolScenario(scenario, arrangement.name, pool.name),
      traces: traces.filter((_, index) => pool.classes.includes(names[index])),
      notes: [],
    })),
  );
}
