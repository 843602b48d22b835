import type { Interval, Point, Result } from "../../plan/result.ts";
import { formatDollars, formatShare, formatSignificant, objectiveName } from "../format.ts";
import { pointInFocus, pointLabel, pointsBeside } from "../point-in-focus.ts";
import { cleanText } from "../plain-text.ts";
import { axesOf } from "../settings.ts";

/** What the picture of error budgets shows, before it has a place on paper. */
export interface BudgetModel {
  readonly focus: Point;
  /** One an objective, at most three: those that the focus spends most of. */
  readonly panels: readonly BudgetPanel[];
  /** Names of objectives that found no room. */
  readonly undrawn: readonly string[];
  /** Configurations that found no room. */
  readonly leftOut: number;
}

/** The budget of one objective at each configuration. */
export interface BudgetPanel {
  /** Place of the objective in the scenario. */
  readonly index: number;
  /** As in "p99 TTFT ≤ 300 ms". */
  readonly name: string;
  readonly rows: readonly BudgetRow[];
}

/** One configuration. */
export interface BudgetRow {
  /** As in "6 replicas". */
  readonly label: string;
  readonly cost: string;
  /** Share of a window's budget that is expected to be used, ≥ 0. */
  readonly used: number;
  /** The same at the ends of the interval on compliance; null where that says nothing of it. */
  readonly interval: Interval | null;
  readonly overspendProbability: number;
  /** Times a window; null if the scenario has no alerts. */
  readonly pages: number | null;
  readonly tickets: number | null;
  readonly isMet: boolean;
  readonly isFocus: boolean;
}

const PANELS_MAX = 3;
const ROWS_MAX = 8;

/** Sorts a result's error budgets into what is drawn. */
export function budgetModel(result: Result): BudgetModel {
  const focus = pointInFocus(result);
  const axes = axesOf(result.points);
  const all = pointsBeside(result, focus);
  const shown = around(all, all.indexOf(focus), ROWS_MAX);
  const indices = focus.objectives
    .map((_, index) => index)
    .toSorted((left, right) => usedAt(focus, right) - usedAt(focus, left));
  const drawn = indices.slice(0, PANELS_MAX);
  return {
    focus,
    panels: drawn.map((index) => ({
      index,
      name: cleanText(objectiveName(focus.objectives[index])),
      rows: shown.map((point) => ({
        label: pointLabel(point, axes),
        cost: point.costPerHour > 0 ? `${formatDollars(point.costPerHour)}/h` : "",
        isFocus: point === focus,
        ...budgetAt(point, index),
      })),
    })),
    undrawn: indices
      .slice(PANELS_MAX)
      .map((index) => cleanText(objectiveName(focus.objectives[index]))),
    leftOut: all.length - shown.length,
  };
}

/** So many neighbours around a place in a list, itself among them. */
function around<T>(all: readonly T[], place: number, most: number): readonly T[] {
  const start = Math.max(0, Math.min(place - Math.floor(most / 2), all.length - most));
  return all.slice(start, start + most);
}

function usedAt(point: Point, index: number): number {
  return point.objectives[index].errorBudget.used;
}

function budgetAt(point: Point, index: number): Omit<BudgetRow, "label" | "cost" | "isFocus"> {
  const { errorBudget, interval, target, verdict } = point.objectives[index];
  const { alerts, budgeting, overspendProbability, used } = errorBudget;
  const budget = 1 - target;
  return {
    used,
    // An interval on requests says nothing about slices of time.
    interval:
      interval === null || budgeting === "timeslices"
        ? null
        : [(1 - interval[1]) / budget, (1 - interval[0]) / budget],
    overspendProbability,
    pages: alerts.alerts.some(({ severity }) => severity === "page") ? alerts.pages : null,
    tickets: alerts.alerts.some(({ severity }) => severity === "ticket") ? alerts.tickets : null,
    isMet: verdict === "met",
  };
}

/** A probability in a column: nothing finer than a tenth of a percent is known of it. */
export function formatProbability(probability: number): string {
  if (probability < 0.001) return "<0.1%";
  if (probability > 0.999) return ">99.9%";
  return formatShare(probability, 1);
}

/** Times a window that something happens, in two digits. */
export function formatTimes(times: number): string {
  if (times > 0 && times < 0.01) return "<0.01";
  return formatSignificant(times, 2).replace(/\.0$/, "");
}

/** Budget used, as a percentage of two or three digits. */
export function formatUsed(used: number): string {
  if (used > 0 && used < 0.001) return "<0.1%";
  return `${formatSignificant(100 * used, used < 1 ? 2 : 3)}%`;
}
