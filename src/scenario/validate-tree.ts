import { findKeyHome } from "./key-homes.ts";
import { formatPath, type KeyPath } from "./key-path.ts";
import { complaintsOf, type Complaint } from "./node.ts";
import { isMapping } from "./mapping.ts";
import { describeMixture, findMixtures, type Mixture } from "./mixture.ts";
import type { Scenario } from "./scenario.ts";
import type { Problem } from "./scenario-error.ts";
import { scenarioSchema } from "./scenario-schema.ts";
import { findPlace, type Place, type Tree } from "./tree.ts";

/** A problem with the place it points at. */
export interface PlacedProblem extends Problem {
  readonly place: Place;
}

/** A valid scenario, or what is wrong with it. */
export type Validated =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario: null; readonly problems: readonly PlacedProblem[] };

/** Validates a whole document, placing every problem where the value was written. */
export function validateTree(tree: Tree): Validated {
  const result = scenarioSchema.safeParse(tree.value);
  if (result.success) return { scenario: result.data, problems: [] };
  const complaints = complaintsOf(result.error);
  const { mixtures, others } = findMixtures(complaints, tree);
  const news = others.filter((complaint) => !isSaidAlready(complaint, others));
  const problems = [
    ...news.map((complaint) => placeComplaint(complaint, tree)),
    ...mixtures.map((mixture) => placeMixture(mixture, tree)),
  ];
  return { scenario: null, problems };
}

function placeMixture(mixture: Mixture, tree: Tree): PlacedProblem {
  const { path } = mixture;
  const mapping = valueAt(tree, path.slice(0, -1));
  return makeProblem(findPlace(tree, path, "value"), {
    code: "conflict",
    path: formatPath(path),
    ...describeMixture(mixture, isMapping(mapping) ? mapping : {}),
  });
}

/**
 * True of a missing key that stands there misspelled, which is told as an unknown key with what was
 * meant; also of a mapping that lacks one of several.
 */
function isSaidAlready({ code, path = [] }: Complaint, all: readonly Complaint[]): boolean {
  if (code !== "missing-key") return false;
  const own = formatPath(path);
  return all.some((other) => {
    const meant = meantPath({ ...other, path: formatPath(other.path ?? []) });
    return meant !== null && (meant === own || parentOf(meant) === own);
  });
}

/** Path of the key that a misspelled one is meant to be; null of all other problems. */
export function meantPath(problem: {
  readonly code: Problem["code"];
  readonly path: string;
  readonly hint?: string | null;
}): string | null {
  const [, meant] = /^did you mean `([^`]+)`/u.exec(problem.hint ?? "") ?? [];
  if (problem.code !== "unknown-key" || meant === undefined) return null;
  const parent = parentOf(problem.path);
  return parent === "" ? meant : `${parent}.${meant}`;
}

function parentOf(path: string): string {
  return path.replace(/(?:^|\.)[^.]*$/u, "");
}

function placeComplaint(complaint: Complaint, tree: Tree): PlacedProblem {
  const { code, message, path = [] } = complaint;
  const place = findPlace(tree, path, code === "unknown-key" ? "key" : "value");
  return makeProblem(place, {
    code,
    path: formatPath(path),
    message: `${path.length === 0 ? "the scenario" : formatPath(path)} ${message}`,
    hint: advise(complaint, path, tree),
  });
}

/** Gives a problem its file, line and column. */
export function makeProblem(
  place: Place,
  problem: Pick<Problem, "code" | "path" | "message" | "hint">,
): PlacedProblem {
  const position = place.source.locate(place.start);
  return {
    ...problem,
    file: place.source.name,
    line: position?.line ?? null,
    column: position?.column ?? null,
    place,
  };
}

/** Hints that need more than the value: where a key belongs, and how to try several values. */
function advise(complaint: Complaint, path: KeyPath, tree: Tree): string | null {
  const { code } = complaint;
  const hint = complaint.hint ?? null;
  const key = path[path.length - 1];
  const axes = tree.entries?.get("sweep")?.tree.entries;
  if (code === "missing-key" && axes?.has(formatPath(path)) === true) {
    return "give it a value outside of sweep too, for commands that run one configuration";
  }
  if (code === "unknown-key" && hint === null && typeof key === "string") {
    const written = formatPath(path);
    // Forms of one mapping share a path: that a key belongs where it is would help nobody.
    const home = findKeyHome(key, written, tree.value);
    return home === null ? "remove it" : `\`${key}\` belongs at ${home}`;
  }
  const isSingle = code === "wrong-type" || code === "bad-value";
  return isSingle && path.length > 1 && path[0] !== "sweep" && Array.isArray(valueAt(tree, path))
    ? `to try several values, write them under sweep: {${formatPath(path)}: [...]}`
    : hint;
}

function valueAt(tree: Tree, path: KeyPath): unknown {
  let found: Tree | undefined = tree;
  for (const segment of path) {
    found =
      typeof segment === "number" ? found?.items?.[segment] : found?.entries?.get(segment)?.tree;
  }
  return found?.value;
}
