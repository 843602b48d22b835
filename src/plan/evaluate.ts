import type { ClientUsage, FleetUsage } from "../sim/control-recording.ts";
import type { FinishedSink } from "../sim/finished-requests.ts";
import { simulate, type Recording } from "../sim/simulate.ts";
import type { SimPlan, WorkloadColumns } from "../sim/sim-plan.ts";
import { Usage } from "../sim/usage.ts";
import { factsOf, type ClosedLoopFacts } from "./closed-loop/closed-loop-facts.ts";
import { isClosedLoop, runClosedLoop } from "./closed-loop/run-closed-loop.ts";
import { EndingSink, RunEnded, type EarlyEnd } from "./early-end.ts";
import { chooseBins } from "./error-budget/time-bins.ts";
import { serveAlone, type ServedAlone } from "./serve-alone.ts";
import { Tally, type TallyData } from "./tally.ts";
import type { FollowedObjective } from "./timeline/latency-bins.ts";
import { closeTimeline, openLatencyBins } from "./timeline/run-timeline.ts";
import type { RunTimeline } from "./timeline/run-timeline.ts";
import { findWarmup } from "./warmup/find-warmup.ts";

/** One replication of one configuration: everything needed to run it, in plain data. */
export interface Evaluation {
  readonly plan: SimPlan;
  readonly objectives: readonly FollowedObjective[];
  /** Number of classes to tell apart; 0 for none. */
  readonly classes: number;
  /** Fine batches to cut the measured requests into. */
  readonly batches: number;
  /** What decides the stretches of time to count violations in. */
  readonly binning: Parameters<typeof chooseBins>[0];
  /** True if a pilot run finds where measuring starts, whatever the plan says. */
  readonly isWarmupAuto: boolean;
  /**
   * By objective the share that must be good, where the run is to end as soon as one can't be
   * reached; null to run to the end. Not for closed loops, whose requests aren't known beforehand.
   */
  readonly targets: readonly number[] | null;
}

/** What one replication of one configuration found. */
export interface Replication {
  readonly tally: TallyData;
  readonly usage: UsageData;
  /** Seconds from the last arrival until the pool was empty. */
  readonly drainTime: number;
  /**
   * What it would be with an idle replica for every request; null where nobody would ask, as the
   * pool empties soon and no objective is near its budget.
   */
  readonly alone: ServedAlone | null;
  /** Seconds from the start that were simulated and not measured. */
  readonly warmup: number;
  /** Seconds of the measured span. */
  readonly span: number;
  /** What fleet and clients did; null for a plan without a control part. */
  readonly control: ControlUsage | null;
  /** What the run made of its workload; null if that was known before. */
  readonly closedLoop: ClosedLoopFacts | null;
  /** Where the run was broken off: nothing else of it is whole. Left out if it came to its end. */
  readonly endedEarly?: Omit<EarlyEnd, "replications">;
}

/** The account of a plan with a control part. */
export interface ControlUsage {
  readonly fleet: FleetUsage;
  readonly clients: ClientUsage;
  /** Null if no bins were asked for. */
  readonly timeline: RunTimeline | null;
}

/** The time integrals of a run as plain data; see `Usage`. */
export interface UsageData {
  readonly busyTime: number;
  readonly abandonedTime: number;
  readonly recomputedTime: number;
  readonly lostTime: number;
  readonly batchTime: number;
  readonly batches: number;
  readonly batchedRequests: number;
  readonly kvBlockTime: number;
  readonly kvBlockPeak: number;
  readonly preemptions: number;
}

/**
 * Opens what follows every request of a run besides the tally.
 *
 * @param columns - The requests by row, which a closed loop knows only when it is over.
 */
export type OpenObserver = (columns: WorkloadColumns) => FinishedSink;

/**
 * Simulates one replication of one configuration and counts what its decision needs.
 *
 * @param evaluation - The configuration and its objectives.
 * @param columns - The replication's workload, shared between configurations; only read.
 * @param openObserver - What sees every request too, with its replica; null for nothing.
 */
export function evaluate(
  evaluation: Evaluation,
  columns: WorkloadColumns,
  openObserver: OpenObserver | null,
): Replication {
  const { batches, binning, classes, isWarmupAuto, objectives } = evaluation;
  const warmup = isWarmupAuto ? findWarmup(evaluation.plan, columns) : evaluation.plan.measureFrom;
  const plan = { ...evaluation.plan, measureFrom: warmup };
  const span = plan.measureTo - warmup;
  const scheme = { batches, bins: chooseBins(binning, span), classes };
  const openSinks = (known: WorkloadColumns) => ({
    tally: new Tally(plan, known, objectives, scheme),
    latencies: openLatencyBins(plan, known, objectives),
    observer: openObserver === null ? null : openObserver(known),
  });
  const options = { needsReplicas: openObserver !== null };

  const loop = isClosedLoop(plan) ? runClosedLoop(plan, columns, options) : null;
  const sinks = openSinks(loop === null ? columns : loop.columns);
  const all = Object.values(sinks).filter((sink) => sink !== null);
  const whole = all.length === 1 ? all[0] : teeInto(all);
  const { targets } = evaluation;
  const { length: requests } = columns.arrivals;
  const sink = targets === null ? whole : new EndingSink(whole, sinks.tally, targets, requests);
  loop?.replay(sink);
  let recording: Recording;
  try {
    recording = loop?.recording ?? simulate(plan, columns, sink, options);
  } catch (error) {
    if (error instanceof RunEnded) return brokenOff(plan, sinks.tally, error);
    throw error;
  }
  return {
    tally: sinks.tally.toData(),
    usage: usageData(recording.usage),
    drainTime: recording.drainTime,
    alone: isTroubled(evaluation, sinks.tally, recording)
      ? serveAlone(plan, loop === null ? columns : loop.columns, objectives)
      : null,
    warmup,
    span,
    control: controlUsage(recording, sinks.latencies),
    closedLoop: loop === null ? null : factsOf(plan, loop.columns),
  };
}

/** Shares of the span that emptying takes, and of a budget, from which a cause is looked for. */
const TROUBLE = { drain: 0.05, budget: 0.5 } as const;

/** True if the pool was slow to empty, or an objective used much of its budget. */
function isTroubled(
  { objectives, plan }: Evaluation,
  tally: Tally,
  { drainTime }: Recording,
): boolean {
  if (drainTime > TROUBLE.drain * plan.measureTo) return true;
  return objectives.some(({ target }, index) => {
    const budget = (1 - target) * tally.measuredRequests(index);
    return tally.violationsOf(index) > TROUBLE.budget * budget;
  });
}

/** What is left of a run that was given up. */
function brokenOff(plan: SimPlan, tally: Tally, { end }: RunEnded): Replication {
  const { measureFrom, measureTo } = plan;
  return {
    tally: tally.toData(),
    usage: usageData(new Usage(measureFrom, measureTo)),
    drainTime: 0,
    alone: null,
    warmup: measureFrom,
    span: measureTo - measureFrom,
    control: null,
    closedLoop: null,
    endedEarly: end,
  };
}

function controlUsage(
  { control }: Recording,
  latencies: ReturnType<typeof openLatencyBins>,
): ControlUsage | null {
  if (control === null) return null;
  const { clients, fleet, timeline } = control;
  return {
    fleet,
    clients,
    timeline: timeline === null || latencies === null ? null : closeTimeline(timeline, latencies),
  };
}

function usageData(usage: Usage): UsageData {
  return {
    busyTime: usage.busyTime,
    abandonedTime: usage.abandonedTime,
    recomputedTime: usage.recomputedTime,
    lostTime: usage.lostTime,
    batchTime: usage.batchTime,
    batches: usage.batches,
    batchedRequests: usage.batchedRequests,
    kvBlockTime: usage.kvBlockTime,
    kvBlockPeak: usage.kvBlockPeak,
    preemptions: usage.preemptions,
  };
}

function teeInto(sinks: readonly FinishedSink[]): FinishedSink {
  return {
    accept(block, count): void {
      for (const sink of sinks) sink.accept(block, count);
    },
  };
}
