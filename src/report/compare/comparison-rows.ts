import type {
  Change,
  ComparedObjective,
  ComparedPoint,
  Comparison,
  MeasureChange,
  ObjectiveChange,
  PointChange,
} from "../../plan/compare/comparison.ts";
import {
  formatCount,
  formatDollars,
  formatLimit,
  formatReplicas,
  formatSeconds,
  formatShare,
  formatSignificant,
  metricName,
  MISSING,
  quantileName,
} from "../format.ts";
import { formatBudget } from "../summary.ts";
import { verdictText } from "../verdict-words.ts";
import { changeText, pointsText, type ChangeForm } from "./change-text.ts";

/** A number before and after, in words. */
export interface ComparisonRow {
  readonly name: string;
  readonly base: string;
  readonly head: string;
  /** Empty where none can be told. */
  readonly change: string;
}

const COUNT: ChangeForm = { value: countText, size: countText, isRelative: false };
const DOLLARS: ChangeForm = { value: formatDollars, size: formatDollars, isRelative: true };
const SECONDS: ChangeForm = { value: formatSeconds, size: formatSeconds, isRelative: true };
const COMPLIANCE: ChangeForm = { value: formatShare, size: pointsText, isRelative: false };
const BUDGET: ChangeForm = { value: formatBudget, size: pointsText, isRelative: false };

/**
 * A configuration of the base next to one of the head, number by number.
 *
 * @param names - What each is called where their settings differ; null if there are no settings.
 */
export function comparisonRows(
  points: PointChange,
  names: readonly [base: string, head: string] | null,
): readonly ComparisonRow[] {
  const { base, costPerHour, costPerMonth, head, objectives, replicas } = points;
  return [
    ...(names === null ? [] : [{ name: "settings", base: names[0], head: names[1], change: "" }]),
    rowOf(sizeName(points), replicas, COUNT),
    rowOf("$/hour", costPerHour, DOLLARS),
    rowOf("$/month", costPerMonth, DOLLARS),
    ...objectives.flatMap((objective) => objectiveRows(objective, points)),
    ...latencyRows(points),
    verdictRow(base, head),
  ];
}

/** True if a number that is shown of the comparison is infinite, which takes a note. */
export function showsInfinity({ answer, sameFleet }: Comparison): boolean {
  return [answer, sameFleet].some(
    (points) =>
      points !== null &&
      comparisonRows(points, null).some(({ base, head }) => [base, head].includes("∞")),
  );
}

function verdictRow(base: ComparedPoint, head: ComparedPoint): ComparisonRow {
  const [before, after] = [verdictText(base), verdictText(head)];
  return {
    name: "verdict",
    base: before,
    head: after,
    change: before === after ? "same" : "changed",
  };
}

function sizeName({ base, head }: PointChange): string {
  return [base, head].some(({ fleet }) => fleet?.isElastic === true) ? "mean replicas" : "replicas";
}

function objectiveRows(
  { base, budgetUsed, compliance, head }: ObjectiveChange,
  points: PointChange,
): readonly ComparisonRow[] {
  const one = head ?? base;
  if (one === null) return [];
  const shown = quantileOf(one, points.measures);
  const isMoved = base !== null && head !== null && base.within !== head.within;
  const name = objectiveText(one);
  const limits =
    base !== null && head !== null && (isMoved || base.target !== head.target)
      ? [{ name: "promise", base: objectiveText(base), head: objectiveText(head), change: "" }]
      : [];
  const isOther = isMoved || base === null || head === null;
  const note = base === null ? "new" : head === null ? "gone" : "another limit, not compared";
  return [
    ...limits,
    ...(shown === null ? [] : [rowOf(shown.name, shown.change, SECONDS)]),
    rowOf(`${name}, in time`, compliance, COMPLIANCE, isOther ? note : null),
    rowOf(
      `${name}, budget used`,
      budgetUsed,
      BUDGET,
      budgetNote(base, head, isOther ? note : null),
    ),
  ];
}

function budgetNote(
  base: ComparedObjective | null,
  head: ComparedObjective | null,
  note: string | null,
): string | null {
  return note ?? (base?.target === head?.target ? null : "of another target, not compared");
}

/** The p99 of the whole answer, where no objective shows it. */
function latencyRows({ measures, objectives }: PointChange): readonly ComparisonRow[] {
  const isShown = objectives.some(({ base, head }) => {
    const one = head ?? base;
    return one?.metric === "latency" && one.class === null && statisticOf(one.target) === "p99";
  });
  if (isShown) return [];
  const change = measures.find(
    (one) => one.class === null && one.metric === "latency" && one.statistic === "p99",
  );
  return change === undefined ? [] : [rowOf("p99 latency", change, SECONDS)];
}

/** The quantile that an objective is about, or the nearest that results compare: p50, p95, p99. */
function quantileOf(
  objective: ComparedObjective,
  measures: readonly MeasureChange[],
): { readonly name: string; readonly change: Change } | null {
  const statistic = statisticOf(objective.target);
  const change = measures.find(
    (one) =>
      one.class === objective.class &&
      one.metric === objective.metric &&
      one.statistic === statistic,
  );
  if (change === undefined || (change.base === null && change.head === null)) return null;
  return { name: `${whoseText(objective)}${statistic} ${metricName(objective.metric)}`, change };
}

function statisticOf(target: number): "p50" | "p95" | "p99" {
  return target < 0.75 ? "p50" : target < 0.98 ? "p95" : "p99";
}

function whoseText({ class: ofClass }: ComparedObjective): string {
  return ofClass === null ? "" : `${ofClass} `;
}

/** "p99 TTFT ≤ 500 ms". */
export function objectiveText(objective: ComparedObjective): string {
  const { metric, target, within } = objective;
  return `${whoseText(objective)}${quantileName(target)} ${metricName(metric)} ≤ ${formatLimit(within)}`;
}

function rowOf(
  name: string,
  change: Change,
  form: ChangeForm,
  note: string | null = null,
): ComparisonRow {
  const text = (value: number | null): string => (value === null ? MISSING : form.value(value));
  return {
    name,
    base: text(change.base),
    head: text(change.head),
    change: note ?? changeText(change, form),
  };
}

function countText(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : formatSignificant(count, 3);
}

/** "6 replicas", of an autoscaler "3.2 replicas on average". */
export function fleetText({ fleet, replicas }: Pick<ComparedPoint, "fleet" | "replicas">): string {
  if (fleet?.isElastic === true) return `${countText(fleet.meanReplicas)} replicas on average`;
  return formatReplicas(replicas);
}
