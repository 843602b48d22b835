type Schema = Readonly<Record<string, unknown>>;

/**
 * Which keys of a scenario must be given, by path: `required`, or `in some forms` where a value has
 * several forms and not all that know the key ask for it. Keys that never must be are left out.
 *
 * @param schema - The JSON Schema of scenarios.
 * @param named - Mappings whose keys are names that a scenario gives, each with such a name.
 */
export function findNeeds(
  schema: object,
  named: readonly (readonly [path: string, name: string])[] = [],
): ReadonlyMap<string, string> {
  const needs = new Map<string, string>();
  const walk = (forms: readonly Schema[], prefix: string): void => {
    const [, sample] = named.find(([path]) => `${path}.` === prefix) ?? [];
    if (sample !== undefined) walk(forms.flatMap(namedForms), `${prefix}${sample}.`);
    for (const name of new Set(forms.flatMap((form) => Object.keys(propertiesOf(form))))) {
      const path = prefix + name;
      const having = forms.filter((form) => Object.hasOwn(propertiesOf(form), name));
      const asking = having.filter((form) => listOf(form["required"]).includes(name));
      const isCertain = having.length === forms.length || isTagged(having);
      if (asking.length > 0) {
        needs.set(path, isCertain && asking.length === having.length ? "required" : PART);
      }
      walk(
        having.flatMap((form) => formsOf(propertiesOf(form)[name])),
        `${path}.`,
      );
    }
  };
  walk(formsOf(schema), "");
  return needs;
}

const PART = "in some forms";

/** True if every form is told by a key that has one value in it. */
function isTagged(forms: readonly Schema[]): boolean {
  return forms.every((form) =>
    Object.values(propertiesOf(form)).some((child) => typeof asSchema(child)["const"] === "string"),
  );
}

/** The forms of a value that have keys; of a list those of its items. */
function formsOf(value: unknown): readonly Schema[] {
  const { anyOf, items, properties } = asSchema(value);
  if (Array.isArray(anyOf)) return anyOf.flatMap(formsOf);
  if (items !== undefined) return formsOf(items);
  const isMapping = properties !== undefined || asSchema(value)["patternProperties"] !== undefined;
  return isMapping ? [asSchema(value)] : [];
}

/** Forms of what stands under a name of the scenario's own. */
function namedForms(form: Schema): readonly Schema[] {
  return Object.values(asSchema(form["patternProperties"])).flatMap(formsOf);
}

function propertiesOf(form: Schema): Schema {
  return asSchema(form["properties"]);
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
