import { at } from "./written-parts.ts";
import { isSized } from "./resolve-pools.ts";
import { expandSweep, type Setting } from "./expand-sweep.ts";
import { applyImports, type Import } from "./imports.ts";
import { applyOverrides } from "./overrides.ts";
import type { Scenario } from "./scenario.ts";
import { ScenarioError, type Problem } from "./scenario-error.ts";
import { seedSchema } from "./scenario-schema.ts";
import { complaintsOf } from "./node.ts";
import { putTree, scalarTree, isObstacle, type Tree } from "./tree.ts";
import { makeProblem, validateTree, type PlacedProblem } from "./validate-tree.ts";
import { readYaml } from "./yaml-document.ts";

/** What a command knows besides the text of the scenario. */
export interface ParseScenarioOptions {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Values of `--set`, each `path=value`; later ones win. */
  readonly sets: readonly string[];
  /** Overrides the scenario's seed: a whole number from 0; null for the scenario's own. */
  readonly seed: number | null;
  /** What the requests of `findImports` brought; left out for none. */
  readonly imports?: readonly Import[];
}

/** A scenario with the grid of its sweep. */
export interface ParsedScenario {
  /** The body's values, also where `sweep` names a path. */
  readonly scenario: Scenario;
  /**
   * Every combination of the sweep's values; replica counts are not multiplied out but stay in each
   * scenario's `fleet.replicas`. One entry without settings if nothing is swept.
   */
  readonly settings: readonly Setting[];
  /** False if only `pools` say how large fleets are: the body's fleet has the size of the first. */
  readonly isFleetSized: boolean;
  /** What a reader of the result should know about what was imported. */
  readonly notes: readonly string[];
}

/**
 * Reads a scenario: parses the YAML, applies `--set`, fills in defaults and validates the whole,
 * once for the body and once for every combination of its sweep.
 *
 * @param text - The YAML document, which may come from anyone.
 * @throws ScenarioError with all problems at once, in the order of the file; those of `--set` last.
 */
export function parseScenario(text: string, options: ParseScenarioOptions): ParsedScenario {
  const document = readYaml(text, options.file, true);
  const problems: Problem[] = document.problems.map(({ place, ...problem }) =>
    makeProblem(place, problem),
  );
  if (document.tree === null) throw errorOf(problems, text);
  const overridden = applyOverrides(document.tree, options.sets);
  problems.push(...overridden.problems);
  const imports = options.imports ?? [];
  const tree = applyImports(applySeed(overridden.tree, options.seed, problems), imports);
  const { scenario, problems: own } = validateTree(tree);
  const { settings, problems: swept } = expandSweep(tree, own);
  // What couldn't be read stands in the tree as nothing; one problem a place says enough.
  const unread = new Set(document.problems.map(({ place }) => place.start));
  const isNews = ({ code, place }: PlacedProblem): boolean =>
    code === "missing-key" || place.source.name !== options.file || !unread.has(place.start);
  for (const problem of [...own, ...swept]) if (isNews(problem)) problems.push(problem);
  if (problems.length > 0 || scenario === null) throw errorOf(problems, text);
  const notes = imports.flatMap((one) => one.notes);
  return { scenario, settings, isFleetSized: isSized(at(tree.value, "fleet")), notes };
}

function applySeed(tree: Tree, seed: number | null, problems: Problem[]): Tree {
  if (seed === null) return tree;
  const source = { name: `--seed ${seed}`, locate: () => null };
  const checked = seedSchema.safeParse(seed);
  if (!checked.success) {
    const [{ code, message }] = complaintsOf(checked.error);
    const text = `seed ${message}`;
    problems.push(
      makeProblem({ source, start: 0 }, { code, path: "seed", message: text, hint: null }),
    );
    return tree;
  }
  const changed = putTree(tree, ["seed"], scalarTree(seed, { source, start: 0 }));
  return isObstacle(changed) ? tree : changed;
}

function errorOf(problems: readonly Problem[], text: string): ScenarioError {
  return new ScenarioError(problems.toSorted(byPlace), text);
}

function byPlace(left: Problem, right: Problem): number {
  const line = (left.line ?? Infinity) - (right.line ?? Infinity);
  // Both outside the file: Infinity - Infinity.
  if (Number.isNaN(line)) return 0;
  return line !== 0 ? line : (left.column ?? 0) - (right.column ?? 0);
}
