import type { OpenedWorkload } from "../../compile/open-columns.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { quietControl } from "../../sim/quiet-control.ts";
import { simulate } from "../../sim/simulate.ts";
import { TIMELINE_BINS } from "../../sim/timeline-width.ts";
import { evaluationOf } from "../evaluation-of.ts";
import { closeTimeline, openLatencyBins, type RunTimeline } from "./run-timeline.ts";

/**
 * Most measured requests of a replication that is followed. It is done in one thread, some 10 s for
 * this many; a trace of fifty million would spend longer on its timelines than on its answer.
 */
export const MOST_FOLLOWED = 10_000_000;

/**
 * Follows over time what the plain loop ran: it simulates the replication again with a control part
 * in which nothing is switched on, which ends every request alike, to the last bit. That takes half
 * a microsecond to two a request, as much as one to ten runs of the plain loop.
 *
 * @param scenario - One without a control part.
 * @param replicas - Of the pool.
 * @param drawn - The workload of the replication.
 * @param replication - Counted from 0.
 */
export function followFixed(
  scenario: Scenario,
  replicas: number,
  drawn: OpenedWorkload,
  replication: number,
): RunTimeline | null {
  const { objectives, plan } = evaluationOf(scenario, replicas, drawn, replication);
  const control = { ...quietControl(replicas, plan.timeout), timelineBins: TIMELINE_BINS };
  const followed = { ...plan, control };
  const latencies = openLatencyBins(followed, drawn.columns, objectives);
  if (latencies === null) return null;
  const recording = simulate(followed, drawn.columns, latencies, { needsReplicas: false });
  const timeline = recording.control?.timeline ?? null;
  return timeline === null ? null : closeTimeline(timeline, latencies);
}
