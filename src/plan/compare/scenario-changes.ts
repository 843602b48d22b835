import { canonicalJson } from "../../scenario/canonical-json.ts";
import { formatPath, type KeyPath } from "../../scenario/key-path.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { scenarioValueText } from "./value-text.ts";

/** A value that two scenarios set differently. */
export interface ScenarioChange {
  /** As `--set` takes it: `slo.objectives[0].within`. */
  readonly path: string;
  /** With units, as it would be written; `none` where there is no value. */
  readonly base: string;
  readonly head: string;
}

/**
 * What two scenarios set differently once every default is filled in, in the order of the base.
 * Lists of different lengths are shown item by item as far as both have one, and then as items that
 * come or go; lists of plain values change as a whole.
 */
export function scenarioChanges(base: Scenario, head: Scenario): readonly ScenarioChange[] {
  const changes: ScenarioChange[] = [];
  collect([], withoutCount(base), withoutCount(head), changes);
  return changes;
}

/** An autoscaler's fleet has bounds in place of counts: that it starts with one follows from them. */
function withoutCount(scenario: Scenario): unknown {
  const { fleet } = scenario;
  return fleet.autoscaler === null
    ? scenario
    : { ...scenario, fleet: { ...fleet, replicas: null } };
}

function collect(path: KeyPath, base: unknown, head: unknown, changes: ScenarioChange[]): void {
  if (canonicalJson(base ?? null) === canonicalJson(head ?? null)) return;
  const inside = membersOf(path, base, head);
  if (inside === null) {
    const where = formatPath(path);
    const text = (value: unknown): string => scenarioValueText(where, value);
    changes.push({ path: where, base: text(base), head: text(head) });
    return;
  }
  for (const [key, before, after] of inside) collect([...path, key], before, after, changes);
}

type Member = readonly [key: string | number, base: unknown, head: unknown];

/** What to compare one by one; null if the values are to be shown as they are. */
function membersOf(path: KeyPath, base: unknown, head: unknown): readonly Member[] | null {
  if (isList(base) && isList(head)) {
    const length = Math.max(base.length, head.length);
    const isPlain = base.length !== head.length && ![...base, ...head].some(isMapping);
    // The values of an axis and the counts of a fleet are read as one.
    if (isPlain || path[0] === "sweep" || formatPath(path) === "fleet.replicas") return null;
    return Array.from({ length }, (_, index) => [index, base[index], head[index]] as const);
  }
  if (!isMapping(base) || !isMapping(head)) return null;
  const keys = new Set([...Object.keys(base), ...Object.keys(head)]);
  return [...keys].map((key) => [key, base[key], head[key]] as const);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
