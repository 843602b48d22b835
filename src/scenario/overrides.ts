import { formatPath, parsePath, type KeyPath } from "./key-path.ts";
import type { Problem } from "./scenario-error.ts";
import { showValue } from "./show-value.ts";
import { isObstacle, putTree, type Tree } from "./tree.ts";
import { readYaml } from "./yaml-document.ts";

/** A document after `--set`, and what was wrong with the arguments. */
export interface Overridden {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/**
 * Puts the values of `--set path=value` arguments into a document, in their order.
 *
 * @param sets - Each a path, an equals sign and a value in YAML, such as `fleet.replicas=[2, 4]`.
 */
export function applyOverrides(tree: Tree, sets: readonly string[]): Overridden {
  const problems: Problem[] = [];
  let changed = tree;
  for (const set of sets) {
    const file = `--set ${set}`;
    const complain = (path: string, message: string, hint: string | null): void => {
      problems.push({ code: "bad-set", path, file, line: null, column: null, message, hint });
    };
    const equals = set.indexOf("=");
    const path = equals > 0 ? parsePath(set.slice(0, equals).trim()) : null;
    if (path === null) {
      const hint = "such as --set fleet.replicas=4 or --set slo.objectives[0].within=2s";
      complain("", `must be path=value, got ${showValue(set)}`, hint);
      continue;
    }
    const document = readYaml(set.slice(equals + 1), file, false);
    for (const { message, hint } of document.problems) complain(formatPath(path), message, hint);
    if (document.tree === null || document.problems.length > 0) continue;
    const result = putTree(changed, path, document.tree);
    if (isObstacle(result)) complain(formatPath(path), ...describeObstacle(path, result));
    else changed = result;
  }
  return { tree: changed, problems };
}

/** Says why a value can't be put at a path: message and hint. */
export function describeObstacle(
  path: KeyPath,
  obstacle: { readonly path: KeyPath; readonly found: unknown },
): [message: string, hint: string] {
  const parent = obstacle.path.length === 0 ? "the scenario" : formatPath(obstacle.path);
  const segment = path[obstacle.path.length];
  const found = showValue(obstacle.found);
  if (Array.isArray(obstacle.found)) {
    const count = obstacle.found.length;
    const hint = `its items are ${parent}[0] to ${parent}[${count - 1}]`;
    return [`${parent} is a list of ${count}, which has no item ${segment}`, hint];
  }
  const wanted = typeof segment === "number" ? "a list" : "a mapping";
  return [
    `${parent} must be ${wanted} for ${formatPath(path)} to be set, got ${found}`,
    `set ${parent} as a whole, or leave out what follows it`,
  ];
}
