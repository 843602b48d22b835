import * as z from "zod";
import { didYouMean, mustBe, unknownKey } from "./messages.ts";
import { node, readPart, type NodeForm, type Report } from "./node.ts";
import { suggestWord } from "./suggest.ts";

/** Schemas of the keys of a mapping. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** Values of a mapping's keys. */
export type Fields<S extends Shape> = { readonly [K in keyof S]: z.output<S[K]> };

/** Compares the keys of a mapping with each other; those that aren't valid are undefined. */
export type Check<F> = (fields: Partial<F>, report: Report) => void;

/** Keys that a mapping takes besides its named ones. */
export interface ExtraKeys<T> {
  readonly pattern: RegExp;
  /** What to call them in a list of allowed keys, such as `p50 … p99.9`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/** A mapping's named keys, and its others in the order of the document. */
export interface OpenFields<S extends Shape, T> {
  readonly fields: Fields<S>;
  readonly extras: readonly (readonly [key: string, value: T])[];
}

/** True of what YAML calls a mapping. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A mapping with the keys of `shape` and no others. Every key is read even if others are wrong, and
 * unknown ones are reported one by one, each with the nearest key that is allowed.
 *
 * @param check - Runs on whatever was valid.
 */
export function mapping<S extends Shape>(shape: S, check?: Check<Fields<S>>): z.ZodType<Fields<S>> {
  return node(z.strictObject(shape), (value, report) => {
    if (!isMapping(value)) return reportNoMapping(Object.keys(shape), value, report);
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key)) reportUnknownKey(key, Object.keys(shape), [], report);
    }
    return readFields(shape, value, report, check);
  });
}

/** As {@link mapping}, with further keys by pattern. */
export function openMapping<S extends Shape, T>(
  shape: S,
  extra: ExtraKeys<T>,
  check?: Check<Fields<S>>,
): z.ZodType<OpenFields<S, T>> {
  const form: NodeForm = {
    form: z.strictObject(shape),
    patterns: { [extra.pattern.source]: extra.schema },
  };
  return node(form, (value, report) => {
    const named = Object.keys(shape);
    if (!isMapping(value)) return reportNoMapping([...named, extra.name], value, report);
    const extras: (readonly [string, T])[] = [];
    let isValid = true;
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(shape, key)) continue;
      if (!extra.pattern.test(key)) {
        reportUnknownKey(key, named, [extra.name], report);
        continue;
      }
      const read = readPart(extra.schema, value[key], [key], report);
      if (read === undefined) isValid = false;
      else extras.push([key, read]);
    }
    const fields = readFields(shape, value, report, check);
    return fields === undefined || !isValid ? undefined : { fields, extras };
  });
}

function readFields<S extends Shape>(
  shape: S,
  value: Readonly<Record<string, unknown>>,
  report: Report,
  check: Check<Fields<S>> | undefined,
): Fields<S> | undefined;
function readFields(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  report: Report,
  check: Check<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const fields: Record<string, unknown> = {};
  let isValid = true;
  for (const [key, schema] of Object.entries(shape)) {
    const isGiven = Object.hasOwn(value, key);
    if (!isGiven && !schema.safeParse(undefined).success) {
      reportMissingKey(key, schema, report);
      isValid = false;
      continue;
    }
    const read = readPart(schema, isGiven ? value[key] : undefined, [key], report);
    if (read === undefined) isValid = false;
    else fields[key] = read;
  }
  check?.(fields, report);
  return isValid ? fields : undefined;
}

/** Says that a key is missing, with the example of its description. */
function reportMissingKey(key: string, schema: z.ZodType, report: Report): void {
  const { examples, description } = schema.meta() ?? {};
  const example = Array.isArray(examples) ? examples[0] : undefined;
  const hint =
    typeof example === "string" || typeof example === "number"
      ? `such as ${key}: ${example}`
      : (description ?? null);
  report({ code: "missing-key", message: "is required", hint, path: [key] });
}

/** Says that a value isn't a mapping at all. */
export function reportNoMapping(
  keys: readonly string[],
  value: unknown,
  report: Report,
): undefined {
  return report({
    code: "wrong-type",
    message: mustBe("a mapping", value),
    hint: `its keys: ${keys.join(", ")}`,
  });
}

/** Says that a key isn't one of a mapping's, with the nearest that is. */
export function reportUnknownKey(
  key: string,
  named: readonly string[],
  others: readonly string[],
  report: Report,
): undefined {
  return report({
    code: "unknown-key",
    message: unknownKey([...named, ...others]),
    hint: didYouMean(suggestWord(key, named)),
    path: [key],
  });
}
