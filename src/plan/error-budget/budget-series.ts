import type { SloSection } from "../../scenario/scenario.ts";
import type { BatchedViolations } from "../../stats/violation-bounds.ts";
import type { BinnedCounts } from "./time-bins.ts";

/** What counts against one objective's budget over time, in one replication. */
export interface BudgetSeries {
  /** Seconds of a step. */
  readonly width: number;
  /** Seconds of the whole series; the last step takes what is left of it. */
  readonly span: number;
  /** Requests, or slices of time, in each step. */
  readonly counted: ArrayLike<number>;
  /** The bad ones among them. */
  readonly bad: ArrayLike<number>;
}

/** Blocks wanted over all replications: few and long, so that they are nearly independent. */
const BLOCKS = 10;

/**
 * The series that an objective's budget is kept in: its requests by time of arrival, or with
 * `budgeting: timeslices` one slice a step.
 *
 * A slice is good if no request arrived in it, or at least the slice's target of them are good.
 *
 * @param bins - Counts of one replication; its bins are the slices if the budget is kept in slices.
 * @param span - Seconds measured.
 * @param slo - Its `budgeting` says what is counted.
 * @param index - Place of the objective.
 */
export function budgetSeries(
  bins: BinnedCounts,
  span: number,
  slo: Pick<SloSection, "budgeting" | "timeSlice" | "objectives">,
  index: number,
): BudgetSeries {
  const { requests, width } = bins;
  const violations = bins.violations.subarray(
    index * requests.length,
    (index + 1) * requests.length,
  );
  if (slo.budgeting === "occurrences") return { width, span, counted: requests, bad: violations };
  const target = slo.timeSlice.target ?? slo.objectives[index].target;
  return {
    width,
    span,
    counted: new Uint8Array(requests.length).fill(1),
    bad: Uint8Array.from(requests, (total, slice) =>
      total === 0 || (total - violations[slice]) / total >= target ? 0 : 1,
    ),
  };
}

/**
 * Cuts series into blocks that are taken as independent: the replications themselves if there are
 * enough, else equal stretches of each.
 *
 * @param series - One a replication, in order; at least one.
 */
export function cutIntoBlocks(series: readonly BudgetSeries[]): BatchedViolations {
  const perReplication = Math.ceil(BLOCKS / series.length);
  const violations: number[] = [];
  const requests: number[] = [];
  for (const { bad, counted } of series) {
    const blocks = Math.min(perReplication, counted.length);
    for (let block = 0; block < blocks; block++) {
      const from = Math.floor((block * counted.length) / blocks);
      const to = Math.floor(((block + 1) * counted.length) / blocks);
      violations.push(sumBetween(bad, from, to));
      requests.push(sumBetween(counted, from, to));
    }
  }
  return { violations, requests };
}

function sumBetween(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum;
}
