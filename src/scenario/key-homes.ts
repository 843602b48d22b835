import { isMapping } from "./mapping.ts";
import { scenarioJsonSchema } from "./json-schema.ts";

let homes: ReadonlyMap<string, readonly string[]> | null = null;

/**
 * Where a key that is written in the wrong place belongs: of the paths at which a scenario has a
 * key of this name one that begins like the path written, if possible one that is there, or whose
 * mapping is, and else the shortest.
 *
 * @param written - Path of the key as written; never the answer.
 * @param document - The whole scenario as written.
 * @returns null if no other place has such a key.
 */
export function findKeyHome(key: string, written: string, document: unknown): string | null {
  homes ??= collectHomes();
  const paths = pathsOf(document);
  const known = new Set(paths.map((parts) => parts.join(".")));
  const candidates = (homes.get(key) ?? []).map((home) => {
    const parents = home.split(".").slice(0, -1);
    const found = paths.find((parts) => isWithin(parents, parts)) ?? null;
    const path = found === null ? home : [...found, key].join(".");
    const isThere = (found === null ? 0 : 1) + (known.has(path) ? 1 : 0);
    return { path, shared: sharedParts(home, written), isThere };
  });
  const [home] = candidates
    .filter(({ path }) => path !== written)
    .toSorted((left, right) => right.shared - left.shared || right.isThere - left.isThere);
  return home?.path ?? null;
}

/** How many keys two paths begin with alike. */
function sharedParts(left: string, right: string): number {
  const [parts, others] = [left.split("."), right.split(".")];
  const parting = parts.findIndex((part, index) => part !== others[index]);
  return parting === -1 ? parts.length : parting;
}

/** True if a path runs from the first of these parts to the last, by way of the others. */
function isWithin(parts: readonly string[], path: readonly string[]): boolean {
  if (parts[0] !== path[0] || parts[parts.length - 1] !== path[path.length - 1]) return false;
  let next = 0;
  for (const part of path) if (part === parts[next]) next++;
  return next === parts.length;
}

/** Paths of everything in a document that isn't within a list. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const entries = isMapping(value) ? Object.entries(value) : [];
  return [path, ...entries.flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function collectHomes(): Map<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  collect(scenarioJsonSchema(), "", found);
  return new Map([...found].map(([key, paths]) => [key, [...paths].sort(byDepth)]));
}

function byDepth(left: string, right: string): number {
  return left.split(".").length - right.split(".").length;
}

function collect(schema: unknown, path: string, found: Map<string, Set<string>>): void {
  if (!isMapping(schema)) return;
  const { properties, anyOf, items } = schema;
  for (const [key, property] of Object.entries(properties ?? {})) {
    const below = path === "" ? key : `${path}.${key}`;
    found.set(key, (found.get(key) ?? new Set()).add(below));
    collect(property, below, found);
  }
  if (Array.isArray(anyOf)) for (const form of anyOf) collect(form, path, found);
  if (!Array.isArray(items)) collect(items, `${path}[0]`, found);
}
