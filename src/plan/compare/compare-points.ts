import { canonicalJson } from "../../scenario/canonical-json.ts";
import { pairedInterval } from "../../stats/paired-interval.ts";
import type { BatchedViolations } from "../../stats/violation-bounds.ts";
import type { ObjectiveResult, Point } from "../result.ts";
import { exactChange, pairedChange, unknownChange, unpairedChange } from "./change-of.ts";
import { compareCosts } from "./compare-costs.ts";
import { compareMeasures } from "./compare-measures.ts";
import type {
  Change,
  ComparedObjective,
  ComparedPoint,
  ObjectiveChange,
  PointChange,
} from "./comparison.ts";
import { isExactObjective } from "./pairing-of.ts";

/** How differences between two points are told from chance. */
export interface ComparisonTerms {
  /** True if both results have simulated the same requests. */
  readonly isPaired: boolean;
  /** Of paired intervals, in (0, 1); the others keep that of their results. */
  readonly confidence: number;
}

/** Compares a configuration of one result with one of another. */
export function comparePoints(base: Point, head: Point, terms: ComparisonTerms): PointChange {
  // A workload that a sweep changes is not the same at points with other values of that axis.
  const isPaired = terms.isPaired && sameWorkload(base, head);
  const isExact = [base, head].every(({ objectives }) => objectives.every(isExactObjective));
  const isCounted = [base, head].every(({ fleet }) => fleet?.isElastic !== true);
  // An autoscaler's mean count is an estimate, without an interval in a result.
  const sizeChange = isCounted || isExact ? exactChange : unknownChange;
  return {
    base: nameOf(base),
    head: nameOf(head),
    replicas: sizeChange(sizeOf(base), sizeOf(head)),
    ...compareCosts(base, head, { isPaired }),
    objectives: pairObjectives(base.objectives, head.objectives).map(([before, after]) =>
      compareObjective(before, after, { ...terms, isPaired }),
    ),
    measures: compareMeasures(base, head, { isExact, isPaired }),
  };
}

/** Both with the objectives that the other has too, by place; then what came and what went. */
function pairObjectives(
  base: readonly ObjectiveResult[],
  head: readonly ObjectiveResult[],
): readonly (readonly [ObjectiveResult | null, ObjectiveResult | null])[] {
  const left = [...base];
  const take = (isAlike: (one: ObjectiveResult) => boolean): ObjectiveResult | null => {
    const place = left.findIndex(isAlike);
    return place === -1 ? null : left.splice(place, 1)[0];
  };
  const counted = head.map((one) => take((other) => promiseKey(other) === promiseKey(one)));
  const paired = head.map(
    (one, index) =>
      [counted[index] ?? take((other) => measureKey(other) === measureKey(one)), one] as const,
  );
  return [...paired, ...left.map((one) => [one, null] as const)];
}

function measureKey({ class: ofClass, metric }: ComparedObjective): string {
  return JSON.stringify([ofClass, metric]);
}

/** What decides whether a request is good; the target doesn't. */
function promiseKey(objective: ComparedObjective): string {
  return JSON.stringify([measureKey(objective), objective.within]);
}

function compareObjective(
  base: ObjectiveResult | null,
  head: ObjectiveResult | null,
  terms: ComparisonTerms,
): ObjectiveChange {
  if (base === null || head === null || promiseKey(base) !== promiseKey(head)) {
    return {
      base: base === null ? null : promiseOf(base),
      head: head === null ? null : promiseOf(head),
      compliance: unknownChange(base?.compliance ?? null, head?.compliance ?? null),
      budgetUsed: unknownChange(base?.budgetUsed ?? null, head?.budgetUsed ?? null),
    };
  }
  const compliance = compareCompliance(base, head, terms);
  const budgetUsed =
    base.target === head.target
      ? inBudgets(compliance, 1 - head.target, base, head)
      : unknownChange(base.budgetUsed, head.budgetUsed);
  return { base: promiseOf(base), head: promiseOf(head), compliance, budgetUsed };
}

function compareCompliance(
  base: ObjectiveResult,
  head: ObjectiveResult,
  { confidence, isPaired }: ComparisonTerms,
): Change {
  if (isExactObjective(base) && isExactObjective(head)) {
    return exactChange(base.compliance, head.compliance);
  }
  const [before, after] = [violationsOf(base), violationsOf(head)];
  if (isPaired && isPairable(before, after)) {
    const [low, high] = pairedInterval(before, after, confidence).interval;
    // Of compliances, so the other way round than of violations; no negative zero.
    return pairedChange(base.compliance, head.compliance, [0 - high, 0 - low]);
  }
  // A trace too short to resample has no interval, and says nothing of others like it.
  if ([base, head].some((one) => one.interval === null && !isExactObjective(one))) {
    return unknownChange(base.compliance, head.compliance);
  }
  return unpairedChange(
    { value: base.compliance, interval: base.interval },
    { value: head.compliance, interval: head.interval },
  );
}

/** A change of compliance as one of the error budget that is used. */
function inBudgets(
  change: Change,
  budget: number,
  base: ObjectiveResult,
  head: ObjectiveResult,
): Change {
  const { basis, interval, isSignificant } = change;
  const used = exactChange(base.budgetUsed, head.budgetUsed);
  const inBudget =
    interval === null ? null : ([0 - interval[1] / budget, 0 - interval[0] / budget] as const);
  return { ...used, basis, isSignificant, interval: inBudget };
}

function violationsOf({ byBatch }: ObjectiveResult): BatchedViolations {
  return {
    requests: byBatch.map(([, total]) => total),
    violations: byBatch.map(([good, total]) => total - good),
  };
}

function isPairable(before: BatchedViolations, after: BatchedViolations): boolean {
  const filled = before.requests.filter((size) => size > 0).length;
  return filled >= 2 && canonicalJson(before.requests) === canonicalJson(after.requests);
}

function promiseOf({
  class: ofClass,
  metric,
  target,
  verdict,
  within,
}: ObjectiveResult): ComparedObjective {
  return { class: ofClass, metric, within, target, verdict };
}

function nameOf({
  costPerHour,
  fleet,
  replicas,
  saturated,
  settings,
  verdict,
}: Point): ComparedPoint {
  return { replicas, settings, costPerHour, fleet, verdict, saturated };
}

/** Replicas; of an autoscaler the mean. */
function sizeOf({ fleet, replicas }: Point): number {
  return fleet?.isElastic === true ? fleet.meanReplicas : replicas;
}

function sameWorkload(base: Point, head: Point): boolean {
  return canonicalJson(workloadAxes(base)) === canonicalJson(workloadAxes(head));
}

function workloadAxes({ settings }: Point): unknown {
  return Object.entries(settings).filter(([path]) => /^(?:workload|seed|run)\b/.test(path));
}
