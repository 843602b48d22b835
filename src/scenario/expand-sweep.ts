import { formatPath, parsePath, type KeyPath } from "./key-path.ts";
import { showCount } from "./messages.ts";
import { describeObstacle } from "./overrides.ts";
import type { Scenario } from "./scenario.ts";
import { replicasSchema } from "./fleet-schema.ts";
import { countPoolConfigurations } from "./resolve-pools.ts";
import { showValue } from "./show-value.ts";
import { MOST_AXES, sweepSchema } from "./sweep-schema.ts";
import { isObstacle, putTree, type Tree } from "./tree.ts";
import { makeProblem, meantPath, validateTree, type PlacedProblem } from "./validate-tree.ts";

/** Most configurations of one run: settings times replica counts. */
const MOST_POINTS = 10_000;
/** Faulty combinations to work through before the rest is left for the next attempt. */
const MOST_FAULTS = 20;

/** One combination of the values of the sweep's axes. */
export interface Setting {
  /** Values as written, by path; empty without a sweep. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The scenario with these values in it. */
  readonly scenario: Scenario;
}

interface Axis {
  /** As written. */
  readonly name: string;
  readonly path: KeyPath;
  readonly values: readonly Tree[];
}

/**
 * Validates every combination of a sweep's values, put at their paths.
 *
 * @param tree - A document whose `sweep` and `fleet.replicas`, if valid, are looked at; the rest
 *   may have problems of its own.
 * @param known - Problems of the document itself, which every combination would repeat.
 * @returns The settings, the first axis changing slowest; and the problems that come with values,
 *   each placed at its value.
 */
export function expandSweep(
  tree: Tree,
  known: readonly PlacedProblem[],
): { readonly settings: readonly Setting[]; readonly problems: readonly PlacedProblem[] } {
  const axes = readAxes(tree);
  const problems = checkSize(tree, axes);
  if (problems.length > 0) return { settings: [], problems };
  const settings: Setting[] = [];
  const ofBody = new Set(known.map(identifyCause));
  const misspelled = known.map(meantPath).filter((path) => path !== null);
  // What an axis puts below a section that is there misspelled lacks the rest of it.
  const isNews = (problem: PlacedProblem): boolean =>
    !ofBody.has(identifyCause(problem)) &&
    !(problem.code === "missing-key" && misspelled.some((path) => startsWith(problem.path, path)));
  const seen = new Set<string>();
  let faults = 0;
  for (const combination of combine(axes)) {
    const result = applyCombination(tree, axes, combination);
    if (Array.isArray(result)) {
      const fresh = result.filter(isNews);
      for (const problem of fresh) {
        const placed = placeAtValue(problem, tree, axes, combination);
        const identity = identify(placed);
        if (!seen.has(identity)) problems.push(placed);
        seen.add(identity);
      }
      if (fresh.length > 0) faults++;
      if (faults >= MOST_FAULTS) break;
    } else {
      settings.push(result);
    }
  }
  return { settings, problems };
}

function readAxes(tree: Tree): readonly Axis[] {
  const sweep = tree.entries?.get("sweep")?.tree;
  if (!sweep?.entries || sweep.entries.size > MOST_AXES) return [];
  return [...sweep.entries]
    .filter(([name, { tree }]) => sweepSchema.safeParse({ [name]: tree.value }).success)
    .map(([name, { tree }]) => ({
      name,
      path: parsePath(name) ?? [],
      values: tree.items ?? [],
    }));
}

function checkSize(tree: Tree, axes: readonly Axis[]): PlacedProblem[] {
  const fleet = tree.entries?.get("fleet")?.tree;
  const replicas = fleet?.entries?.get("replicas");
  const counts = replicasSchema.safeParse(replicas?.tree.value);
  const factors = axes.map(({ values }) => values.length);
  const pooled = countPoolConfigurations(tree.value);
  if (pooled > 0) factors.push(pooled);
  else if (counts.success) factors.push(counts.data.length);
  const points = factors.reduce((product, factor) => product * factor, 1);
  if (points <= MOST_POINTS) return [];
  const [path, entry] =
    axes.length > 0 ? ["sweep", tree.entries?.get("sweep")] : ["fleet.replicas", replicas];
  const product = factors.map(showCount).join(" × ");
  const found = factors.length > 1 ? `${showCount(points)} (${product})` : showCount(points);
  return [
    makeProblem(entry?.tree.place ?? tree.place, {
      code: "out-of-range",
      path,
      message: `${path} must give at most ${showCount(MOST_POINTS)} configurations, got ${found}`,
      hint: "list fewer values or fewer replica counts",
    }),
  ];
}

/** Every combination of one value of each axis. */
function* combine(axes: readonly Axis[]): Generator<readonly Tree[]> {
  const [first, ...rest] = axes;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const value of first.values) {
    for (const others of combine(rest)) yield [value, ...others];
  }
}

function applyCombination(
  tree: Tree,
  axes: readonly Axis[],
  combination: readonly Tree[],
): Setting | PlacedProblem[] {
  let changed = tree;
  for (const [position, { path }] of axes.entries()) {
    const value = combination[position];
    const result = putTree(changed, path, value);
    if (isObstacle(result)) {
      const [message, hint] = describeObstacle(path, result);
      return [
        makeProblem(value.place, { code: "conflict", path: formatPath(path), message, hint }),
      ];
    }
    changed = result;
  }
  const { scenario, problems } = validateTree(changed);
  if (scenario === null) return [...problems];
  return { settings: settingsOf(axes, combination), scenario };
}

function settingsOf(
  axes: readonly Axis[],
  combination: readonly Tree[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(axes.map(({ name }, axis) => [name, combination[axis].value]));
}

/**
 * Leaves a problem of a swept value where it is, which is in the sweep; one that such a value
 * causes elsewhere is placed at the value, and says which it is.
 */
function placeAtValue(
  problem: PlacedProblem,
  tree: Tree,
  axes: readonly Axis[],
  combination: readonly Tree[],
): PlacedProblem {
  const isInSweep = axes.some(({ path }) => startsWith(problem.path, formatPath(path)));
  if (isInSweep || axes.length === 0) return problem;
  const culprits = axes.flatMap((axis, position) => {
    const alone = applyCombination(tree, [axis], [combination[position]]);
    return Array.isArray(alone) && alone.some((other) => other.message === problem.message)
      ? [position]
      : [];
  });
  const blamed = culprits.length > 0 ? culprits : axes.map((_, position) => position);
  const causes = blamed.map((axis) => `${axes[axis].name}: ${showValue(combination[axis].value)}`);
  const { code, path, message, hint } = problem;
  return makeProblem(combination[blamed[0]].place, {
    code,
    path,
    message: `${message} (with ${causes.join(", ")})`,
    hint,
  });
}

function startsWith(path: string, start: string): boolean {
  return path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`);
}

function identify(problem: PlacedProblem): string {
  return `${identifyCause(problem)} ${problem.message}`;
}

/** The same whatever the swept values that a message mentions. */
function identifyCause({ file, line, column, path, code }: PlacedProblem): string {
  return JSON.stringify([file, line, column, path, code]);
}
