import { classesOf, hasClasses } from "./class-section.ts";
import type { FleetSection, Scenario } from "./scenario.ts";

/** One way to divide the classes among pools of replicas. */
export interface ArrangementSection {
  /** Unique among the arrangements: `[a-z0-9][a-z0-9-]*`. */
  readonly name: string;
  /** At least one; every class is in exactly one of them. */
  readonly pools: readonly PoolSection[];
}

/** Replicas that serve some of the classes. */
export interface PoolSection {
  /** Unique within its arrangement: `[a-z0-9][a-z0-9-]*`. */
  readonly name: string;
  /** Names of classes, at least one. */
  readonly classes: readonly string[];
  /** The scenario's fleet with what the pool says in its place. */
  readonly fleet: FleetSection;
}

/**
 * The scenario of one pool of an arrangement: its classes alone, on its fleet, with the objectives
 * of its classes and those of all classes. The classes draw what they draw in the whole scenario.
 *
 * @param arrangement - Name of the arrangement.
 * @param pool - Name of the pool.
 * @throws RangeError if the scenario has no such pool.
 */
export function poolScenario(scenario: Scenario, arrangement: string, pool: string): Scenario {
  const { pools, slo, workload } = scenario;
  const found = pools
    .find(({ name }) => name === arrangement)
    ?.pools.find(({ name }) => name === pool);
  if (found === undefined) {
    throw new RangeError(`the scenario has no pool ${pool} in an arrangement ${arrangement}`);
  }
  const isServed = (name: string): boolean => found.classes.includes(name);
  return {
    ...scenario,
    workload: hasClasses(workload)
      ? { classes: classesOf(workload).filter(({ name }) => isServed(name)) }
      : workload,
    fleet: found.fleet,
    slo: {
      ...slo,
      objectives: slo.objectives.filter((one) => one.class === null || isServed(one.class)),
    },
    pools: [],
  };
}
