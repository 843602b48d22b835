import type { BudgetSeries } from "../../../src/plan/error-budget/budget-series.ts";

/** A series of steps of one minute with a hundred requests each, `bad` of them violations. */
export function minutesWith(bad: readonly number[]): BudgetSeries {
  const counted = bad.map(() => 100);
  return { width: 60, span: 60 * bad.length, counted, bad };
}

/** A series of steps of one minute in which `bad(step)` of a hundred requests are violations. */
export function minutesOf(steps: number, bad: (step: number) => number): BudgetSeries {
  return minutesWith(Array.from({ length: steps }, (_, step) => bad(step)));
}
