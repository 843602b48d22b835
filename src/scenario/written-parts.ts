import type * as z from "zod";
import { isMapping } from "./mapping.ts";

/** A scenario as written. */
export type Written = Readonly<Record<string, unknown>>;

/** The value at a path as written; undefined if there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isMapping(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** What a schema makes of a value; undefined if it has complaints. */
export function valid<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}
