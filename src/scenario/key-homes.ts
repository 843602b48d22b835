import { isMapping } from "./mapping.ts";
import { scenarioJsonSchema } from "./json-schema.ts";

let homes: ReadonlyMap<string, readonly string[]> | null = null;

/**
 * Paths at which a scenario has a key of this name, the shortest first; empty if none. A key that
 * is written in the wrong place can so be told where it belongs.
 */
export function findKeyHomes(key: string): readonly string[] {
  homes ??= collectHomes();
  return homes.get(key) ?? [];
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
