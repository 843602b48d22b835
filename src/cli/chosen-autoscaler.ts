import type { Choice, Result } from "../plan/result.ts";
import type { AutoscalerSection } from "../scenario/autoscaler-section.ts";
import { autoscalerSchema } from "../scenario/autoscaler-schema.ts";
import { applyOverrides } from "../scenario/overrides.ts";
import { at, valid } from "../scenario/written-parts.ts";
import { readYaml } from "../scenario/yaml-document.ts";
import { UsageError } from "./usage-error.ts";

const PATH = "fleet.autoscaler";
const SET = "--set ";

/**
 * The autoscaler of a choice, with every default filled in: the scenario's own with the chosen
 * values of the sweep's axes.
 *
 * @returns null for a fixed fleet.
 * @throws UsageError if the result doesn't hold the scenario as it was written, which it takes
 *   where a part of the autoscaler was swept.
 */
export function chosenAutoscaler(
  { scenario, written }: Pick<Result, "scenario" | "written">,
  choice: Choice,
): AutoscalerSection | null {
  const swept = Object.entries(choice.settings).filter(
    ([path]) => path === "fleet" || path.startsWith("fleet.autoscaler"),
  );
  if (swept.length === 0) return scenario.fleet.autoscaler;
  const sets = swept.map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  const given = (written?.overrides ?? [])
    .filter((override) => override.startsWith(SET))
    .map((override) => override.slice(SET.length));
  const { tree } = readYaml(written?.text ?? "{}", written?.file ?? "result.json", true);
  const all = tree === null ? null : applyOverrides(tree, [...given, ...sets]).tree;
  const section = at(all?.value, "fleet", "autoscaler");
  if (section === undefined || section === null) return null;
  const autoscaler = valid(autoscalerSchema, section);
  if (autoscaler === undefined) {
    throw new UsageError(
      `the result doesn't say how ${PATH} was written, of which a part was swept: run its scenario again`,
    );
  }
  return autoscaler;
}
