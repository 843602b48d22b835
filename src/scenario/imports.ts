import type { KeyPath } from "./key-path.ts";
import { isMapping } from "./mapping.ts";
import { applyOverrides } from "./overrides.ts";
import { listTree, mappingTree, scalarTree, type Entry, type Place, type Tree } from "./tree.ts";
import { readYaml } from "./yaml-document.ts";

/** What a scenario can take from outside: which keys name it, and what it is. */
export type ImportKind = "prices" | "openslo" | "prometheus";

/** A key of a scenario that names something outside of it. */
export interface ImportRequest {
  readonly kind: ImportKind;
  /** Of the key. */
  readonly path: KeyPath;
  /** As written. */
  readonly value: unknown;
  /** The other keys that are written beside it. */
  readonly beside: readonly string[];
}

/** What a request brought: keys that take the place of the one that asked. */
export interface Import {
  readonly path: KeyPath;
  /** As they would be written there; those that the scenario writes itself win. */
  readonly keys: Readonly<Record<string, unknown>>;
  /** What a reader of the result should know about where it comes from. */
  readonly notes: readonly string[];
}

/**
 * Finds what a scenario asks to be taken from files and services, without reading the rest of it.
 *
 * @param text - The YAML document.
 * @param options - As for `parseScenario`.
 * @returns Nothing for a text that can't be read, which `parseScenario` will say.
 */
export function findImports(
  text: string,
  { file, sets }: { readonly file: string; readonly sets: readonly string[] },
): readonly ImportRequest[] {
  const { tree } = readYaml(text, file, true);
  if (tree === null) return [];
  const { value } = applyOverrides(tree, sets).tree;
  if (!isMapping(value)) return [];
  const found: ImportRequest[] = [];
  const look = (kind: ImportKind, ...path: readonly string[]): void => {
    const parent = path.slice(0, -1).reduce(valueOf, value);
    const key = path[path.length - 1];
    if (isMapping(parent) && Object.hasOwn(parent, key)) {
      const beside = Object.keys(parent).filter((other) => other !== key);
      found.push({ kind, path, value: parent[key], beside });
    }
  };
  look("prices", "prices");
  look("openslo", "slo", "openslo");
  look("prometheus", "workload", "prometheus");
  const classes = ["workload", "classes"].reduce(valueOf, value);
  for (const name of isMapping(classes) ? Object.keys(classes) : []) {
    look("prometheus", "workload", "classes", name, "prometheus");
  }
  return found;
}

function valueOf(parent: unknown, key: string): unknown {
  return isMapping(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

/** Puts what was brought into a document, in place of the keys that asked for it. */
export function applyImports(tree: Tree, imports: readonly Import[]): Tree {
  return imports.reduce((changed, one) => putKeys(changed, one, 0), tree);
}

function putKeys(tree: Tree, { keys, notes, path }: Import, done: number): Tree {
  const key = path[done];
  // What can't hold keys is left as it is, for the validation to say.
  if (tree.entries === null || typeof key !== "string") return tree;
  const asked = tree.entries.get(key);
  const entries = new Map(tree.entries);
  if (done < path.length - 1) {
    if (asked === undefined) return tree;
    entries.set(key, { ...asked, tree: putKeys(asked.tree, { keys, notes, path }, done + 1) });
    return mappingTree(entries, tree.place);
  }
  const place = asked?.key ?? tree.place;
  entries.delete(key);
  for (const [name, value] of Object.entries(keys)) {
    if (!entries.has(name)) entries.set(name, { key: place, tree: plainTree(value, place) });
  }
  return mappingTree(entries, tree.place);
}

/** A tree of plain data, all of it at one place; anything else is a value of its own. */
function plainTree(value: unknown, place: Place): Tree {
  if (Array.isArray(value)) {
    return listTree(
      value.map((item: unknown) => plainTree(item, place)),
      place,
    );
  }
  if (!isMapping(value) || Object.getPrototypeOf(value) !== Object.prototype) {
    return scalarTree(value, place);
  }
  const entries = Object.entries(value).map(([key, item]): [string, Entry] => [
    key,
    { key: place, tree: plainTree(item, place) },
  ]);
  return mappingTree(new Map(entries), place);
}
