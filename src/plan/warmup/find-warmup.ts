import { simulate } from "../../sim/simulate.ts";
import type { SimPlan, WorkloadColumns } from "../../sim/sim-plan.ts";
import { truncateMser } from "../../stats/mser.ts";
import { isClosedLoop, runClosedLoop } from "../closed-loop/run-closed-loop.ts";
import { LatencySeries, type GroupedLatencies } from "./latency-series.ts";
import { relaxationTime } from "./relaxation-time.ts";

/** Relaxation times, or mean latencies where there is no formula for them, dropped at the least. */
const LEAST_RELAXATIONS = 10;
/** Share of the run that they may take at the most. */
const MOST_OF_RUN = 0.25;

/**
 * Warm-up of one run, from a pilot on the same workload: where MSER-5 cuts its latencies, but at
 * least ten relaxation times of the queue (ten mean latencies for `continuous` and for plans with a
 * control part, whose capacity isn't fixed) or, if that is less, a quarter of the run. At least
 * half of the requests stay measured.
 *
 * MSER's cut counts only where it removes requests that were faster than those after it: every run
 * starts empty, and what a start that is slower than the rest shows is a burst. Left to itself MSER
 * prefers to cut bursts, which vary most, and makes tails look better than they are; see
 * docs/validation.md.
 *
 * @param plan - The pool; where it starts to measure plays no part.
 * @param columns - The workload; only read.
 * @returns Seconds from the start, for `measureFrom`.
 */
export function findWarmup(plan: SimPlan, columns: WorkloadColumns): number {
  const { arrivals, latencies } = followLatencies(plan, columns);
  if (arrivals.length === 0) return 0;
  const { firstRows, mean, means } = latencies;
  const cut = truncateMser(means);
  const isRise = cut > 0 && meanOf(means.subarray(0, cut)) < meanOf(means.subarray(cut));
  const truncated = isRise ? arrivals[firstRows[cut]] : 0;
  const relaxation = (plan.control === null ? relaxationTime(plan, columns) : null) ?? mean;
  // Without a single answer there is no mean latency, and nothing to wait for.
  const wanted = Number.isNaN(relaxation) ? 0 : LEAST_RELAXATIONS * relaxation;
  const least = Math.min(wanted, MOST_OF_RUN * plan.measureTo);
  return Math.min(Math.max(truncated, least), arrivals[arrivals.length >> 1]);
}

/** Runs the pilot; closed-loop users make their arrivals only as it goes on. */
function followLatencies(
  plan: SimPlan,
  columns: WorkloadColumns,
): { readonly arrivals: Float64Array; readonly latencies: GroupedLatencies } {
  const options = { needsReplicas: false };
  if (isClosedLoop(plan)) {
    const loop = runClosedLoop(plan, columns, options);
    const series = new LatencySeries(plan, loop.columns);
    loop.replay(series);
    return { arrivals: loop.columns.arrivals, latencies: series.toMeans() };
  }
  const series = new LatencySeries(plan, columns);
  if (columns.arrivals.length > 0) simulate(plan, columns, series, options);
  return { arrivals: columns.arrivals, latencies: series.toMeans() };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
