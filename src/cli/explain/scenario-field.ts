import { isMapping } from "../../scenario/mapping.ts";
import { keysOf, type Field, type KeySummary, type Lookup } from "./field.ts";

/** A part of a JSON Schema. */
type Schema = Readonly<Record<string, unknown>>;

/** Looks a key of the scenario file up in the JSON Schema of scenarios. */
export function findScenarioField(schema: object, path: string): Lookup {
  let found: readonly Schema[] = [{ ...schema }];
  const names = keysOf(path);
  for (const [index, name] of names.entries()) {
    const below = found.flatMap((one) => childrenOf(one, name));
    if (below.length === 0) {
      const known = names.slice(0, index).join(".");
      return { known, unknown: name, keys: found.flatMap(keySummaries).map((key) => key.name) };
    }
    found = below;
  }
  return { field: describe(names.join("."), found) };
}

/** All paths of the scenario file, for those who know the name of a key but not its place. */
export function scenarioPaths(schema: object): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (one: Schema, prefix: string): void => {
    for (const form of formsOf(one)) {
      for (const [name, child] of Object.entries(propertiesOf(form))) {
        paths.add(prefix + name);
        if (isMapping(child)) walk(child, `${prefix}${name}.`);
      }
    }
  };
  walk({ ...schema }, "");
  return paths;
}

/** The forms that a value may have; of a list those of its items, which have the keys. */
function formsOf(schema: Schema): readonly Schema[] {
  const { anyOf, items } = schema;
  if (Array.isArray(anyOf)) return anyOf.filter(isMapping).flatMap(formsOf);
  if (isMapping(items)) return formsOf(items);
  return [schema];
}

function propertiesOf(form: Schema): Schema {
  return isMapping(form["properties"]) ? form["properties"] : {};
}

function childrenOf(schema: Schema, name: string): readonly Schema[] {
  return formsOf(schema).flatMap((form) => {
    const properties = propertiesOf(form);
    if (Object.hasOwn(properties, name) && isMapping(properties[name])) return [properties[name]];
    const patterns = isMapping(form["patternProperties"]) ? form["patternProperties"] : {};
    return Object.entries(patterns)
      .filter(([pattern]) => new RegExp(pattern, "u").test(name))
      .flatMap(([, child]) => (isMapping(child) ? [child] : []));
  });
}

function describe(path: string, schemas: readonly Schema[]): Field {
  return {
    where: "scenario",
    path,
    meanings: meaningsOf(schemas),
    facts: factsOf(schemas),
    keys: mergeKeys(schemas.flatMap(keySummaries)),
  };
}

/** Meanings that differ by the one value of their form alone are one, with all values. */
function meaningsOf(schemas: readonly Schema[]): readonly string[] {
  const values = new Map<string, string[]>();
  for (const schema of schemas) {
    const meaning = meaningOf(schema);
    const { const: only } = schema;
    const ending = typeof only === "string" ? `: ${only}.` : "";
    const isTag = ending !== "" && meaning.endsWith(ending);
    const start = isTag ? meaning.slice(0, -ending.length) : meaning;
    const known = values.get(start) ?? [];
    values.set(start, isTag ? [...known, String(only)] : known);
  }
  return [...values]
    .map(([start, all]) => (all.length === 0 ? start : `${start}: ${listed(distinct(all))}.`))
    .filter((text) => text !== "");
}

/** "hpa, keda or knative". */
function listed(words: readonly string[]): string {
  const last = words[words.length - 1];
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

function factsOf(schemas: readonly Schema[]): Field["facts"] {
  const defaults = distinct(
    schemas.flatMap((one) => ("default" in one ? [JSON.stringify(one["default"])] : [])),
  );
  const examples = distinct(
    schemas.flatMap(({ examples: given }) =>
      Array.isArray(given) ? given.map((example) => JSON.stringify(example)) : [],
    ),
  );
  const values = distinct(schemas.flatMap(valueForms));
  const isChoice = schemas.every(({ const: only }) => typeof only === "string");
  return [
    ["value", isChoice ? values.join(" | ") : values.join(", or ")],
    ["default", defaults.map(unquote).join(", or ")],
    ["example", examples.map(unquote).join("   ")],
  ];
}

/** A text as a scenario has it, which takes no quotes. */
function unquote(json: string): string {
  return /^"[^"\\]*"$/u.test(json) ? json.slice(1, -1) : json;
}

/** What a value may be, in words. */
function valueForms(schema: Schema): readonly string[] {
  const { anyOf, const: only, enum: words, items, pattern, type } = schema;
  if (Array.isArray(anyOf)) return mergeTags(anyOf.filter(isMapping));
  if (only !== undefined) return [JSON.stringify(only).replaceAll('"', "")];
  if (Array.isArray(words)) return [words.map(String).join(" | ")];
  if (typeof pattern === "string") return [patternWords(pattern)];
  if (type === "array") {
    const inner = isMapping(items) ? distinct(valueForms(items)).join(", or ") : "values";
    return [`a list of: ${inner}`];
  }
  if (type === "integer" || type === "number") return [rangeWords(schema, type)];
  if (type === "boolean") return ["true or false"];
  return [type === "object" ? "keys of its own" : "text"];
}

/** Objects that are told apart by a key of one value each are named by these values. */
function mergeTags(forms: readonly Schema[]): readonly string[] {
  const tags = new Map<string, string[]>();
  const others: string[] = [];
  for (const form of forms) {
    const tag = tagOf(form);
    if (tag === null) others.push(...valueForms(form));
    else tags.set(tag[0], [...(tags.get(tag[0]) ?? []), tag[1]]);
  }
  const tagged = [...tags].map(
    ([key, values]) => `keys of its own with ${key}: ${values.join(" | ")}`,
  );
  return distinct([...others, ...tagged]);
}

function tagOf(form: Schema): readonly [key: string, value: string] | null {
  for (const [key, child] of Object.entries(propertiesOf(form))) {
    if (isMapping(child) && typeof child["const"] === "string") return [key, child["const"]];
  }
  return null;
}

/** Values of the patterns that quantities have, by what these end in. */
const QUANTITIES: readonly (readonly [end: string, words: string])[] = [
  ["(ns|us|µs|μs|ms|s|m|h|d)$", "a duration such as 20ms or 1.5s (ns, us, ms, s, m, h, d)"],
  ["(k|M|)$", "a whole number, k and M allowed"],
  ["%$", "a percentage such as 99.9%"],
  ["\\/(s|m|h)$", "a rate such as 12/s (s, m, h)"],
  ["\\/h$", "dollars per hour such as $4.10/h"],
  ["\\/violation$", "dollars per violation such as $0.05/violation"],
  ["\\/month$", "dollars per month such as $9000/month"],
  ["([0-9]{1,9})$", "a range such as 1..16"],
];

function patternWords(pattern: string): string {
  return QUANTITIES.find(([end]) => pattern.endsWith(end))?.[1] ?? `text that matches ${pattern}`;
}

/** Limits that only say what a number can hold are no limits. */
function rangeWords({ maximum, minimum }: Schema, type: string): string {
  const name = type === "integer" ? "a whole number" : "a number";
  const from = isLimit(minimum) ? ` from ${minimum}` : "";
  return name + from + (isLimit(maximum) ? ` to ${maximum}` : "");
}

function isLimit(limit: unknown): limit is number {
  return typeof limit === "number" && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
}

/** The keys of a value; of forms told apart by a key, each with the forms that have it. */
function keySummaries(schema: Schema): readonly KeySummary[] {
  const forms = formsOf(schema);
  const tags = new Set(forms.flatMap((form) => tagOf(form)?.[1] ?? []));
  const summaries = new Map<string, { readonly meaning: string; readonly tags: string[] }>();
  for (const form of forms) {
    const required = Array.isArray(form["required"]) ? form["required"] : [];
    const tag = tagOf(form);
    for (const [name, child] of Object.entries(propertiesOf(form))) {
      // What tells the forms apart is said of the whole.
      const own = name === tag?.[0] || !isMapping(child) ? "" : meaningOf(child);
      const meaning = required.includes(name) && own !== "" ? `${own} Required.` : own;
      const known = summaries.get(name) ?? { meaning, tags: [] };
      if (tag !== null) known.tags.push(tag[1]);
      summaries.set(name, known);
    }
  }
  return [...summaries].map(([name, { meaning, tags: own }]) => {
    const isShared = own.length === 0 || own.length === tags.size;
    if (meaning === "") return { name, meaning: own.join(" | ") };
    return { name, meaning: isShared ? meaning : `(${own.join(", ")}) ${meaning}` };
  });
}

function meaningOf({ description }: Schema): string {
  return typeof description === "string" ? description : "";
}

/** A key of several forms once; what it means in the first of them. */
function mergeKeys(keys: readonly KeySummary[]): readonly KeySummary[] {
  const merged = new Map<string, KeySummary>();
  for (const key of keys) if (!merged.has(key.name)) merged.set(key.name, key);
  return [...merged.values()];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
