import { classesOf, hasClasses } from "../scenario/class-section.ts";
import type { ObjectiveSection, Scenario } from "../scenario/scenario.ts";

/**
 * Names of the classes that are told apart, in the order of plans and columns; empty unless there
 * are several.
 */
export function classNames({ workload }: Pick<Scenario, "workload">): readonly string[] {
  if (!hasClasses(workload)) return [];
  const names = classesOf(workload).map(({ name }) => name);
  return names.length > 1 ? names : [];
}

/** Index of the class whose requests an objective is about; −1 for all requests. */
export function classIndexOf(
  scenario: Pick<Scenario, "workload">,
  objective: Pick<ObjectiveSection, "class">,
): number {
  return objective.class === null ? -1 : classNames(scenario).indexOf(objective.class);
}
