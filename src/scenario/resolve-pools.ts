import type { ArrangementSection, PoolSection } from "./arrangement-section.ts";
import { fleetSchema, replicasSchema } from "./fleet-schema.ts";
import type { KeyPath } from "./key-path.ts";
import { isMapping } from "./mapping.ts";
import { didYouMean, mustBeOneOf } from "./messages.ts";
import { complaintsOf, type Complaint, type Report } from "./node.ts";
import { poolsSchema, type WrittenPool, type WrittenPools } from "./pools-schema.ts";
import type { FleetSection, ObjectiveSection } from "./scenario.ts";
import { suggestWord } from "./suggest.ts";
import { at, valid, type Written } from "./written-parts.ts";

/** Keys that say how large a fleet is; a pool that has one of them replaces the fleet's. */
const SIZE_KEYS = ["replicas", "autoscaler"] as const;

/** True of a fleet as written that says how large it is. */
export function isSized(fleet: unknown): boolean {
  return isMapping(fleet) && SIZE_KEYS.some((key) => Object.hasOwn(fleet, key));
}

/**
 * The scenario as written, with its fleet completed by its first pool: `fleet` may leave out its
 * size where the pools say theirs.
 */
export function completeFleet(scenario: Written): Written {
  const { fleet } = scenario;
  const first = valid(poolsSchema, scenario["pools"])?.[0]?.[1][0];
  if (first === undefined || !(fleet === undefined || isMapping(fleet))) return scenario;
  const completed: Record<string, unknown> = { ...fleet };
  if (isSized(fleet)) return scenario;
  for (const key of SIZE_KEYS) {
    if (Object.hasOwn(first.overrides, key)) completed[key] = first.overrides[key];
  }
  // A size that isn't valid is the pool's problem, not the fleet's too.
  if (isSized(completed) && valid(fleetSchema, { ...completed, price: "$0/h" }) === undefined) {
    completed["replicas"] = 1;
    delete completed["autoscaler"];
  }
  return { ...scenario, fleet: completed };
}

/**
 * Puts the fleet keys of every pool over those of the fleet, and checks that each arrangement has
 * each class in exactly one pool.
 *
 * @param written - The pools.
 * @param fleet - The scenario's fleet as written.
 * @param completed - The same, completed; what is wrong with it is reported there.
 * @param classes - Names of the scenario's classes; null if they can't be read.
 * @returns undefined after it has reported.
 */
export function resolvePools(
  written: WrittenPools,
  fleet: unknown,
  completed: unknown,
  classes: readonly string[] | null,
  report: Report,
): readonly ArrangementSection[] | undefined {
  let isValid = true;
  const complain: Report = (complaint) => {
    isValid = false;
    return report(complaint);
  };
  const base = isMapping(fleet) ? fleet : {};
  const known = new Set(complaintsAbout(completed).map(identify));
  const arrangements = written.map(([name, pools]): ArrangementSection => {
    if (classes !== null) checkClasses(name, pools, classes, complain);
    const resolved: PoolSection[] = [];
    for (const [position, pool] of pools.entries()) {
      const path = ["pools", name, position];
      const own = resolveFleet(pool, base, known, path, complain);
      if (own === undefined) isValid = false;
      else resolved.push({ name: pool.name, classes: pool.classes, fleet: own });
    }
    return { name, pools: resolved };
  });
  return isValid ? arrangements : undefined;
}

function resolveFleet(
  pool: WrittenPool,
  base: Written,
  known: ReadonlySet<string>,
  path: KeyPath,
  report: Report,
): FleetSection | undefined {
  const merged = mergeFleet(base, pool.overrides);
  const result = fleetSchema.safeParse(merged);
  if (result.success) return result.data;
  for (const complaint of complaintsOf(result.error)) {
    const [key] = complaint.path ?? [];
    // What is wrong with the fleet itself is reported there.
    const isOwn = typeof key === "string" && Object.hasOwn(pool.overrides, key);
    if (!isOwn && known.has(identify(complaint))) continue;
    report({ ...complaint, path: [...path, ...(complaint.path ?? [])] });
  }
  return undefined;
}

/** A pool's keys in place of the fleet's. */
function mergeFleet(base: Written, overrides: Written): Written {
  const isOwn = isSized(overrides);
  const kept = Object.entries(base).filter(
    ([key]) => !isOwn || !SIZE_KEYS.some((size) => size === key),
  );
  return { ...Object.fromEntries(kept), ...overrides };
}

function complaintsAbout(fleet: unknown): readonly Complaint[] {
  const result = fleetSchema.safeParse(fleet);
  return result.success ? [] : complaintsOf(result.error);
}

function identify({ code, message, path }: Complaint): string {
  return JSON.stringify([code, message, path ?? []]);
}

/** Each class in exactly one pool, and no others. */
function checkClasses(
  arrangement: string,
  pools: readonly WrittenPool[],
  classes: readonly string[],
  report: Report,
): void {
  const homes = new Map<string, string>();
  for (const [position, pool] of pools.entries()) {
    for (const [index, name] of pool.classes.entries()) {
      const path = ["pools", arrangement, position, "classes", index];
      const home = homes.get(name);
      if (!classes.includes(name)) {
        const hint = didYouMean(suggestWord(name, classes));
        report({ code: "bad-value", message: mustBeOneOf(classes, name), hint, path });
      } else if (home !== undefined) {
        report({
          code: "conflict",
          message: `must be in one pool only, but ${name} is in ${home} too`,
          hint: "to share replicas, put classes into the same pool",
          path,
        });
      }
      homes.set(name, pool.name);
    }
  }
  const homeless = classes.filter((name) => !homes.has(name));
  if (homeless.length === 0) return;
  report({
    code: "conflict",
    message: `must have every class in a pool, got none for ${homeless.join(", ")}`,
    hint: "an arrangement serves all of the traffic",
    path: ["pools", arrangement],
  });
}

/**
 * Checks that each pool has an objective to be sized by: that of one of its classes, or one of all
 * classes.
 *
 * @returns False if anything was reported.
 */
export function checkPoolObjectives(
  arrangements: readonly ArrangementSection[],
  objectives: readonly ObjectiveSection[],
  report: Report,
): boolean {
  let isConsistent = true;
  for (const { name, pools } of arrangements) {
    for (const [position, { classes }] of pools.entries()) {
      const applies = (one: ObjectiveSection): boolean =>
        one.class === null || classes.includes(one.class);
      if (objectives.some(applies)) continue;
      isConsistent = false;
      report({
        code: "conflict",
        message: `must have a class with an objective, got none for ${classes.join(", ")}`,
        hint: `such as slo.objectives: [{class: ${classes[0]}, p99: 10s}]`,
        path: ["pools", name, position, "classes"],
      });
    }
  }
  return isConsistent;
}

/** Configurations that the pools of a scenario as written ask for; 0 without pools. */
export function countPoolConfigurations(scenario: unknown): number {
  const written = valid(poolsSchema, at(scenario, "pools")) ?? [];
  const base = at(scenario, "fleet", "replicas");
  const counts = written.flatMap(([, pools]) =>
    pools.map(({ overrides }) => valid(replicasSchema, overrides["replicas"] ?? base)?.length ?? 1),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
