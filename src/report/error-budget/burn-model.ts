import type { Point } from "../../plan/result.ts";
import { formatSignificant, formatSpan } from "../format.ts";
import { formatTimes } from "./budget-model.ts";

/** How fast a point burns an objective's budget over the time that was simulated. */
export interface BurnModel {
  /** Bad requests over what the budget allows, by time of arrival; 1 uses it up exactly. */
  readonly steps: readonly BurnStep[];
  /** Seconds of a step. */
  readonly width: number;
  /** Of the scenario's alerts, highest first; equal ones but once. */
  readonly thresholds: readonly BurnThreshold[];
}

/** The burn rate of requests that arrived in [start, end) seconds. */
export interface BurnStep {
  readonly start: number;
  readonly end: number;
  readonly burn: number;
  readonly bad: number;
  readonly requests: number;
}

/** A burn rate at which somebody is called. */
export interface BurnThreshold {
  readonly burn: number;
  readonly severity: "page" | "ticket";
  /** As in "page: 14.4× over 1 h, 0.3 times in 30 d". */
  readonly text: string;
}

const STEPS_MAX = 120;

/**
 * The burn of an objective's budget over time.
 *
 * @param index - Place of the objective.
 * @returns Why there is none, as a sentence, if the result doesn't hold it.
 */
export function burnModel(point: Point, index: number): BurnModel | string {
  const { timeline } = point;
  const objective = point.objectives[index];
  if (timeline === null) return "The result holds no timeline of this fleet to draw its burn from.";
  const perStep = Math.max(1, Math.ceil(timeline.arrivals.length / STEPS_MAX));
  const budget = 1 - objective.target;
  const steps: BurnStep[] = [];
  for (let first = 0; first < timeline.arrivals.length; first += perStep) {
    const next = Math.min(first + perStep, timeline.arrivals.length);
    const requests = sum(timeline.requests[index].slice(first, next));
    const bad = sum(timeline.violations[index].slice(first, next));
    const burn = requests === 0 ? 0 : bad / requests / budget;
    const [start, end] = [first * timeline.width, next * timeline.width];
    steps.push({ start, end, burn, bad, requests });
  }
  return {
    steps,
    width: perStep * timeline.width,
    thresholds: thresholdsOf(objective.errorBudget),
  };
}

function thresholdsOf({
  alerts,
  window,
}: Point["objectives"][number]["errorBudget"]): readonly BurnThreshold[] {
  return alerts.alerts
    .toSorted((left, right) => right.burn - left.burn)
    .map(({ burn, firings, long, severity }) => ({
      burn,
      severity,
      text: `${severity} ${formatSignificant(burn, 3).replace(/\.0+$/, "")}× over ${formatSpan(long)}: ${formatTimes(firings)} in ${formatSpan(window)}`,
    }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
