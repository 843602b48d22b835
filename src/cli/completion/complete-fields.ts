import { scenarioJsonSchema } from "../../scenario/json-schema.ts";
import { resultPaths } from "../explain/result-field.ts";
import { scenarioPaths } from "../explain/scenario-field.ts";

/** Fields that begin with a text, one step beyond it: `slo.`, then `slo.confidence`. */
export function completeField(current: string): readonly string[] {
  const depth = current.split(".").length;
  const paths = [...scenarioPaths(scenarioJsonSchema()), ...resultPaths()];
  const found = paths.filter(
    (path) => path.startsWith(current) && path.split(".").length === depth,
  );
  return [...new Set(found)].sort();
}
