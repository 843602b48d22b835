import { formatPath, type KeyPath } from "./key-path.ts";
import type { Complaint } from "./node.ts";
import type { Problem } from "./scenario-error.ts";
import { findPlace, type Tree } from "./tree.ts";

/**
 * A mapping whose kind was set from outside, as `--set service.kind=serial` does, while its other
 * keys are still those of the kind before. No line of the file is wrong then; the argument is.
 */
export interface Mixture {
  /** To the word that names the kind. */
  readonly path: KeyPath;
  /** About keys of other kinds. */
  readonly foreign: readonly Complaint[];
  /** About keys that the kind needs. */
  readonly missing: readonly Complaint[];
}

/** Puts the complaints that come from one such mapping together, and leaves the others as they are. */
export function findMixtures(
  complaints: readonly Complaint[],
  tree: Tree,
): { readonly mixtures: readonly Mixture[]; readonly others: readonly Complaint[] } {
  const groups = new Map<string, Complaint[]>();
  const others: Complaint[] = [];
  for (const complaint of complaints) {
    const { chosen } = complaint;
    if (chosen === null || chosen === undefined || !isMixed(complaint, chosen.path, tree)) {
      others.push(complaint);
      continue;
    }
    const key = formatPath(chosen.path);
    groups.set(key, [...(groups.get(key) ?? []), complaint]);
  }
  const mixtures = [...groups.values()].map((group) => ({
    path: group[0].chosen?.path ?? [],
    foreign: group.filter(({ code }) => code === "unknown-key"),
    missing: group.filter(({ code }) => code === "missing-key"),
  }));
  return { mixtures, others };
}

/** True if the kind was set from outside the file, and the key at fault not together with it. */
function isMixed({ path = [] }: Complaint, kind: KeyPath, tree: Tree): boolean {
  const { source, start } = findPlace(tree, kind, "value");
  return source.locate(start) === null && source !== findPlace(tree, path, "key").source;
}

/**
 * Says which keys belong to other kinds, what remains to be given, and how.
 *
 * @param mapping - As it stands, with both.
 */
export function describeMixture(
  { foreign, missing, path }: Mixture,
  mapping: Readonly<Record<string, unknown>>,
): Pick<Problem, "message" | "hint"> {
  const tag = `${path[path.length - 1]}`;
  const kind = showPart(mapping[tag]);
  const parent = formatPath(path.slice(0, -1));
  const kinds = new Set(foreign.flatMap(({ chosen }) => chosen?.others ?? []));
  const parts = [];
  if (foreign.length > 0) {
    const belong = `which ${foreign.length === 1 ? "belongs" : "belong"} to ${tag}: ${[...kinds].join(", ")}`;
    parts.push(`has no ${foreign.map(keyOf).join(", ")}, ${belong}`);
  }
  if (missing.length > 0) parts.push(`needs ${missing.map(keyOf).join(", ")}`);
  const message = `${parent} with ${tag}: ${kind} ${parts.join("; it ")}`;
  const given = missing.map((complaint) => [keyOf(complaint), exampleOf(complaint)] as const);
  if (foreign.length === 0) {
    const sets = given.map(([key, example]) => `--set ${parent}.${key}=${example}`);
    return { message, hint: `add ${sets.join(" ")}` };
  }
  // Keys can't be taken away one by one.
  const names = newNames(foreign, mapping);
  const kept = Object.entries(mapping).flatMap(([key, value]) => {
    const name = names.get(key) ?? (names.has(key) ? null : key);
    return name === null ? [] : [[name, showPart(value)] as const];
  });
  const added = given.filter(([key]) => !kept.some(([name]) => name === key));
  const keys = [...kept, ...added].map(([key, value]) => `${key}: ${value}`);
  return { message, hint: `set all of it: --set '${parent}={${keys.join(", ")}}'` };
}

/** What the kind calls each key that it doesn't have; null for what it has nothing like. */
function newNames(
  foreign: readonly Complaint[],
  mapping: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string | null> {
  return new Map(
    foreign.map((complaint) => {
      const moved = complaint.chosen?.moved ?? null;
      return [keyOf(complaint), moved !== null && Object.hasOwn(mapping, moved) ? null : moved];
    }),
  );
}

function keyOf({ path = [] }: Complaint): string {
  return String(path[path.length - 1]);
}

/** The value that a complaint gives as an example, such as `20ms`. */
function exampleOf({ hint }: Complaint): string {
  const [, value] = /^such as [^:]+: (.+)$/u.exec(hint ?? "") ?? [];
  return value ?? "{…}";
}

function showPart(value: unknown): string {
  if (Array.isArray(value)) return "[…]";
  return typeof value === "object" && value !== null ? "{…}" : String(value);
}
