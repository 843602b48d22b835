import * as z from "zod";
import type { KeyPath } from "./key-path.ts";
import type { ProblemCode } from "./scenario-error.ts";

/** What a schema has to say about a value it was given. */
export interface Complaint {
  readonly code: ProblemCode;
  /** A predicate: it follows the value's path in the full message. */
  readonly message: string;
  readonly hint?: string | null;
  /** From the value the schema was given to the one complained about; itself if left out. */
  readonly path?: KeyPath;
  /** Set if it comes from a choice between kinds: see {@link ChosenKind}. */
  readonly chosen?: ChosenKind | null;
}

/** The word that decided which keys a mapping has, where that is why one is wrong or missing. */
export interface ChosenKind {
  /** From the value the schema was given to the word. */
  readonly path: KeyPath;
  /** Words with which the key would be right; none for a key that is missing. */
  readonly others: readonly string[];
  /** Key under which the chosen kind takes the value of the one complained about; null if none. */
  readonly moved: string | null;
}

/** Takes a complaint. Returns nothing, so that a reader can leave with `return report(…)`. */
export type Report = (complaint: Complaint) => undefined;

/** The form in which the value of a node is written, for the JSON Schema. */
export interface NodeForm {
  readonly form: z.ZodType;
  /** Keys by pattern, where a mapping takes more than its named keys. */
  readonly patterns?: Readonly<Record<string, z.ZodType>>;
}

/** Forms of the nodes, by the schema of their input. */
export const nodeForms: WeakMap<z.core.$ZodType, NodeForm> = new WeakMap();

/**
 * Makes a schema whose value is read by hand, so that every complaint has a code, exact words and a
 * hint, while the JSON Schema shows the form.
 *
 * @param form - How the value is written; used for the JSON Schema alone.
 * @param read - Reads the value, whatever it is. It returns undefined after it has reported.
 */
export function node<T>(
  form: z.ZodType | NodeForm,
  read: (value: unknown, report: Report) => T | undefined,
): z.ZodType<T>;
export function node(
  form: z.ZodType | NodeForm,
  read: (value: unknown, report: Report) => unknown,
): z.ZodType {
  const input = z.unknown();
  nodeForms.set(input, "form" in form ? form : { form });
  return input.transform((value, context): unknown => {
    const result = read(value, ({ chosen, code, message, hint, path }) => {
      context.issues.push({
        code: "custom",
        input: value,
        message,
        path: [...(path ?? [])],
        params: { code, hint: hint ?? null, chosen: chosen ?? null },
      });
      return undefined;
    });
    return result === undefined ? z.NEVER : result;
  });
}

/** The complaints of a failed parse. */
export function complaintsOf(error: z.ZodError): Complaint[] {
  return error.issues.map((issue) => {
    const path = issue.path.filter((segment) => typeof segment !== "symbol");
    const params = issue.code === "custom" ? issue.params : undefined;
    const code: ProblemCode = params?.["code"] ?? "bad-value";
    const hint: string | null = params?.["hint"] ?? null;
    const chosen: ChosenKind | null = params?.["chosen"] ?? null;
    return { chosen, code, hint, message: issue.message, path };
  });
}

/**
 * Reads a part of a value, reporting its complaints below `path`.
 *
 * @returns undefined if there were any.
 */
export function readPart<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: KeyPath,
  report: Report,
): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const complaint of complaintsOf(result.error)) {
    const chosen = complaint.chosen ?? null;
    report({
      ...complaint,
      path: [...path, ...(complaint.path ?? [])],
      chosen: chosen === null ? null : { ...chosen, path: [...path, ...chosen.path] },
    });
  }
  return undefined;
}

/** Keys of the mapping that a schema reads; none if it reads something else. */
export function keysOf(schema: z.core.$ZodType): readonly string[] {
  const written = nodeForms.get(schema)?.form;
  if (written instanceof z.ZodObject) return Object.keys(written.shape);
  if (written !== undefined) return keysOf(written);
  return schema instanceof z.ZodPipe ? keysOf(schema.in) : [];
}

/** A schema whose value may be left out, which reads as null. */
export function orNull<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return schema.optional().transform((value) => value ?? null);
}

/**
 * Keeps what a schema made of each object it has read, so that documents that share parts share the
 * results. Sound because the plain data of a tree never changes.
 */
export function remembering<T>(schema: z.ZodType<T>): z.ZodType<T> {
  const results = new WeakMap<object, z.ZodSafeParseResult<T>>();
  return node(schema, (value, report) => {
    if (typeof value !== "object" || value === null) return readPart(schema, value, [], report);
    const result = results.get(value) ?? schema.safeParse(value);
    results.set(value, result);
    if (result.success) return result.data;
    for (const complaint of complaintsOf(result.error)) report(complaint);
    return undefined;
  });
}

/** Describes a key for editors. Goes on last, around defaults. */
export function described<T extends z.ZodType>(
  schema: T,
  description: string,
  ...examples: readonly unknown[]
): T {
  return schema.meta(examples.length > 0 ? { description, examples } : { description });
}
