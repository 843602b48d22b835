import type { SweptSetting } from "../../src/plan/run-sweep.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "../scenario/example.ts";

/** The settings of the minimal scenario after `--set` values, as a sweep takes them. */
export function sweepOf(...sets: readonly (readonly string[])[]): readonly SweptSetting[] {
  const { settings } = parseScenario(MINIMAL, { file: "s.yaml", sets: sets.flat(), seed: null });
  return settings.map((setting) => ({ ...setting, traces: [], notes: [] }));
}

/** The minimal scenario after `--set` values: Poisson traffic, a serial service of 20 ms. */
export function scenarioWith(...sets: readonly string[]): Scenario {
  return sweepOf(sets)[0].scenario;
}
