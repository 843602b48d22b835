import type { Field, Lookup } from "../../src/cli/explain/field.ts";

/** A key with all that is below it. */
export interface FieldNode {
  readonly name: string;
  readonly path: string;
  readonly field: Field;
  /** What it means where it stands among its neighbours; empty if they say it together. */
  readonly meaning: string;
  readonly below: readonly FieldNode[];
  /** The same for keys that have the same keys below, of the same kinds and meanings. */
  readonly signature: string;
}

/**
 * Opens a key and everything below it.
 *
 * @param isClosed - Paths that aren't gone into.
 * @throws Error if there is no such key.
 */
export function openTree(
  find: (path: string) => Lookup,
  path: string,
  isClosed: (path: string) => boolean = () => false,
): FieldNode {
  return open(find, path, { name: path, meaning: "", isClosed });
}

interface Opening {
  readonly name: string;
  readonly meaning: string;
  readonly isClosed: (path: string) => boolean;
}

function open(
  find: (path: string) => Lookup,
  path: string,
  { isClosed, meaning, name }: Opening,
): FieldNode {
  const found = find(path);
  if (!("field" in found)) throw new Error(`there is no ${path}`);
  const { field } = found;
  const keys = isClosed(path) ? [] : field.keys;
  const below = keys.map((key) =>
    open(find, path === "" ? key.name : `${path}.${key.name}`, { ...key, isClosed }),
  );
  const signature = JSON.stringify(
    below.map((one) => [one.name, one.meaning, one.field.facts, one.signature]),
  );
  return { name, path, field, meaning, below, signature };
}

/** What is said of a value under a name, such as `default`; empty if nothing is. */
export function factOf({ field }: FieldNode, name: string): string {
  return field.facts.find(([one]) => one === name)?.[1] ?? "";
}
