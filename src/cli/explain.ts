import { scenarioJsonSchema } from "../scenario/json-schema.ts";
import { suggestWord } from "../scenario/suggest.ts";
import { EXIT_MET } from "./exit-code.ts";
import { keysOf, type Lookup } from "./explain/field.ts";
import { renderField } from "./explain/render-field.ts";
import { findResultField, resultPaths } from "./explain/result-field.ts";
import { findScenarioField, scenarioPaths } from "./explain/scenario-field.ts";
import { print, terminalLook } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Arguments of `tailcap explain`. */
export interface ExplainArguments {
  readonly field: string | undefined;
}

/** Places to name for a key that isn't where it was looked for. */
const MOST_PLACES = 8;

/**
 * `tailcap explain`: says what a key of the scenario file or of result.json means; without one, what
 * there is at the top of both.
 *
 * @throws UsageError for a key that neither has, with those that come near.
 */
export async function explain({ field = "" }: ExplainArguments): Promise<number> {
  const schema = scenarioJsonSchema();
  const lookups = [findScenarioField(schema, field), findResultField(field)];
  const fields = lookups.flatMap((one) => ("field" in one ? [one.field] : []));
  if (fields.length === 0) throw new UsageError(refusal(field, schema, lookups));
  const look = terminalLook();
  const texts = fields.map((one) => renderField(one, look));
  if (field === "") texts.push("tailcap explain FIELD goes on, such as slo.confidence");
  await print(texts.join("\n\n"));
  return EXIT_MET;
}

function refusal(field: string, schema: object, lookups: readonly Lookup[]): string {
  const keys = keysOf(field);
  const last = keys[keys.length - 1] ?? "";
  const ending = `.${keys.join(".")}`;
  const paths = [...new Set([...scenarioPaths(schema), ...resultPaths()])];
  const places = paths.filter((path) => path.endsWith(ending));
  const found = places.length > 0 ? places : paths.filter((path) => path.endsWith(`.${last}`));
  const near = lookups.flatMap((one) => ("field" in one ? [] : nearest(one)));
  const suggestions = [...new Set([...near, ...shortestFirst(found)])].slice(0, MOST_PLACES);
  const known = [...new Set(paths.map((path) => path.split(".")[0]))];
  const hint =
    suggestions.length > 0
      ? `did you mean ${suggestions.join(", ")}?`
      : `at the top are ${known.join(", ")}`;
  return `neither the scenario file nor result.json has a field ${field}\n${hint}`;
}

/** The key beside the one that is unknown whose name is nearest. */
function nearest(lookup: Exclude<Lookup, { readonly field: unknown }>): readonly string[] {
  const word = suggestWord(lookup.unknown, lookup.keys);
  if (word === null) return [];
  return [lookup.known === "" ? word : `${lookup.known}.${word}`];
}

function shortestFirst(paths: readonly string[]): readonly string[] {
  return paths.toSorted((left, right) => left.split(".").length - right.split(".").length);
}
