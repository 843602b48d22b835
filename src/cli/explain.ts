import { scenarioJsonSchema } from "../scenario/json-schema.ts";
import { suggestWord } from "../scenario/suggest.ts";
import { EXIT_MET } from "./exit-code.ts";
import { keysOf, type Field, type Lookup } from "./explain/field.ts";
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
 * there is at the top of both. A name that stands at one place alone needs no path.
 *
 * @throws UsageError for a key that neither has, or that stands at several places, with those.
 */
export async function explain({ field = "" }: ExplainArguments): Promise<number> {
  const schema = scenarioJsonSchema();
  const lookUp = (path: string): readonly Lookup[] => [
    findScenarioField(schema, path),
    findResultField(path),
  ];
  const lookups = lookUp(field);
  let fields = fieldsOf(lookups);
  let repeated: readonly string[] = [];
  if (fields.length === 0) {
    const paths = [...new Set([...scenarioPaths(schema), ...resultPaths()])];
    const ending = `.${keysOf(field).join(".")}`;
    const [place, ...others] = shortestFirst(paths.filter((path) => path.endsWith(ending)));
    // A part of a result that stands in it again, as a whole, is one place.
    const isOne = place !== undefined && others.every((path) => path.endsWith(`.${place}`));
    if (!isOne) throw new UsageError(refusal(field, lookups, paths, ending));
    fields = fieldsOf(lookUp(place));
    repeated = others;
  }
  const look = terminalLook();
  const texts = fields.map((one) => renderField(one, look));
  if (repeated.length > 0) texts.push(`the same stands at ${repeated.join(", ")}`);
  if (field === "") texts.push("tailcap explain FIELD goes on, such as slo.confidence");
  await print(texts.join("\n\n"));
  return EXIT_MET;
}

function fieldsOf(lookups: readonly Lookup[]): readonly Field[] {
  return lookups.flatMap((one) => ("field" in one ? [one.field] : []));
}

/** @param ending - What paths of that name end in. */
function refusal(
  field: string,
  lookups: readonly Lookup[],
  paths: readonly string[],
  ending: string,
): string {
  const places = shortestFirst(paths.filter((path) => path.endsWith(ending)));
  if (places.length > 0) {
    const shown = places.slice(0, MOST_PLACES);
    const more = places.length - shown.length;
    const rest = more === 0 ? "" : `, and at ${more} more`;
    return `${field} stands at several places; name one of them: ${shown.join(", ")}${rest}`;
  }
  const keys = keysOf(field);
  const last = keys[keys.length - 1] ?? "";
  const found = paths.filter((path) => path.endsWith(`.${last}`));
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
