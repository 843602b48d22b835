import type { KeyPath } from "./key-path.ts";

/** A text that values come from: the scenario file, or the argument of a `--set`. */
export interface Source {
  /** The file's name, or `--set path=value`. */
  readonly name: string;
  /** Line and column, from 1, of an offset; null for a source that isn't a file. */
  locate(offset: number): { readonly line: number; readonly column: number } | null;
}

/** Where a value or a key was written. */
export interface Place {
  readonly source: Source;
  /** Offset of its first character. */
  readonly start: number;
}

/**
 * A value of a document that remembers where it was written. Trees are never changed: a value put
 * at a path shares everything else with the tree it was put into, `value` included, so that what
 * was worked out for an unchanged part can be kept.
 */
export interface Tree {
  readonly place: Place;
  /** Plain data. */
  readonly value: unknown;
  /** Of a mapping, else null. */
  readonly entries: ReadonlyMap<string, Entry> | null;
  /** Of a list, else null. */
  readonly items: readonly Tree[] | null;
  /** Values in the tree, itself included, with every alias written out. */
  readonly size: number;
}

/** A key of a mapping with its value. */
export interface Entry {
  readonly key: Place;
  readonly tree: Tree;
}

/** Makes a tree of a scalar. */
export function scalarTree(value: unknown, place: Place): Tree {
  return { place, value, entries: null, items: null, size: 1 };
}

/** Makes a tree of a mapping. */
export function mappingTree(entries: ReadonlyMap<string, Entry>, place: Place): Tree {
  const value: Record<string, unknown> = {};
  let size = 1;
  for (const [key, entry] of entries) {
    value[key] = entry.tree.value;
    size += entry.tree.size;
  }
  return { place, value, entries, items: null, size };
}

/** Makes a tree of a list. */
export function listTree(items: readonly Tree[], place: Place): Tree {
  let size = 1;
  for (const item of items) size += item.size;
  return { place, value: items.map((item) => item.value), entries: null, items, size };
}

/** What keeps a value from being put at a path: the path up to the obstacle, and what is there. */
export interface Obstacle {
  readonly path: KeyPath;
  readonly found: unknown;
}

/** True of an obstacle, false of a tree. */
export function isObstacle(result: Tree | Obstacle): result is Obstacle {
  return "found" in result;
}

/**
 * Puts a value at a path, making the mappings on the way that aren't there yet. A list item can be
 * replaced, not added.
 *
 * @returns A new tree, or the obstacle: a scalar on the way, a key into a list, a position that
 *   isn't in its list.
 */
export function putTree(root: Tree, path: KeyPath, tree: Tree, done = 0): Tree | Obstacle {
  if (done === path.length) return tree;
  const segment = path[done];
  const obstacle = { path: path.slice(0, done), found: root.value };
  if (typeof segment === "number") {
    const item = root.items?.[segment];
    if (!root.items || !item) return obstacle;
    const changed = putTree(item, path, tree, done + 1);
    return isObstacle(changed) ? changed : listTree(root.items.with(segment, changed), root.place);
  }
  // An empty value stands for a mapping that nothing was written into.
  const entries = root.value === null ? new Map<string, Entry>() : root.entries;
  if (!entries) return obstacle;
  const entry = entries.get(segment) ?? {
    key: tree.place,
    tree: mappingTree(new Map(), tree.place),
  };
  const changed = putTree(entry.tree, path, tree, done + 1);
  if (isObstacle(changed)) return changed;
  // A key whose value is replaced outright is where the new value is, for messages that point at
  // it.
  const key = done + 1 === path.length ? tree.place : entry.key;
  return mappingTree(new Map(entries).set(segment, { key, tree: changed }), root.place);
}

/**
 * Finds where the value at a path was written: for one that isn't there, the key of the nearest
 * parent; for a key that shouldn't be there, the key itself.
 */
export function findPlace(root: Tree, path: KeyPath, pointAt: "value" | "key"): Place {
  let tree = root;
  let key = root.place;
  for (const segment of path) {
    const entry = typeof segment === "string" ? tree.entries?.get(segment) : undefined;
    const next = typeof segment === "number" ? tree.items?.[segment] : entry?.tree;
    if (!next) return key;
    tree = next;
    key = entry?.key ?? next.place;
  }
  return pointAt === "key" ? key : tree.place;
}
