import { autoscalerBounds } from "../../scenario/autoscaler-bounds.ts";
import type { BatchService, ContinuousService, Scenario } from "../../scenario/scenario.ts";
import type { Outcomes, Point } from "../result.ts";
import { pointSize } from "../fleet/point-size.ts";
import { canTimeOut } from "./can-time-out.ts";
import { impossibleReason, limitsReason, uncertaintyReason } from "./limit-phrases.ts";

/** What a fleet can run out of. */
export type LimitName =
  "compute" | "batchSlots" | "kvMemory" | "maxReplicas" | "queueLimit" | "clientTimeout";

/** How a limit stands: it shapes the result, it was hit at times, or it was never hit. */
export type LimitStatus = "binds" | "touched" | "free";

/** One limit, with what was seen of it. */
export interface LimitEvidence {
  readonly limit: LimitName;
  readonly status: LimitStatus;
  /** Share of the limit that is used on average; 1 is all of it. Null for what is only ever hit. */
  readonly use: number | null;
  /**
   * What the status follows from, by name. Shares are of measured requests.
   *
   * @keys LimitFigures
   */
  readonly evidence: Readonly<Record<string, number>>;
}

/** Names in `evidence`: those of the limit at hand are there. */
export interface LimitFigures {
  /** Of compute: replicas that requests keep busy on average when nothing is wasted. */
  readonly offeredLoad?: number;
  /** Of compute: the same in the busiest minute; absent if the span is shorter. */
  readonly busiestMinute?: number;
  /** Of compute: replicas, of an autoscaler their mean. */
  readonly replicas?: number;
  /** Of compute: the most replicas that an autoscaler had; absent without one. */
  readonly mostReplicas?: number;
  /** Of the most replicas: how many an autoscaler may have. */
  readonly allowed?: number;
  /** Of the most replicas: share of the time in which it had them. */
  readonly atMaximum?: number;
  /** Of compute: share of the time that replicas are busy. */
  readonly busy?: number;
  /** Of compute: share of a full batch that is filled on average; absent for one at a time. */
  readonly filled?: number;
  /** Of compute: seconds to empty after the last arrival; there if a fleet with room fell behind. */
  readonly drainTime?: number;
  /** Of batch slots: mean number of requests in a batch. */
  readonly meanBatchSize?: number;
  /** Of batch slots: those that a replica has. */
  readonly slots?: number;
  /** Of batch slots: share that is taken on average. */
  readonly occupancy?: number;
  /** Of KV memory: share of blocks in use on average. */
  readonly mean?: number;
  /** Of KV memory: share of blocks in use at the peak. */
  readonly peak?: number;
  /** Of KV memory: sequences preempted, in all replications. */
  readonly preemptions?: number;
  /** Of KV memory: sequences preempted in a replication, on average. */
  readonly preemptionsPerRun?: number;
  /** Of KV memory: share of measured requests that can never fit. */
  readonly neverFit?: number;
  /** Of the queue limit: requests that may wait. */
  readonly waiting?: number;
  /** Of the queue limit: share of measured requests rejected for it. */
  readonly rejected?: number;
  /** Of the client timeout: share of measured requests given up. */
  readonly timedOut?: number;
}

/** Replicas that requests keep busy when nothing is wasted. */
export interface OfferedLoad {
  /** Over the measured span. */
  readonly mean: number;
  /** In the busiest minute; null if the span is shorter. */
  readonly peak60s: number | null;
}

/** Which limit binds at a point, and how near the others are. */
export interface Limits {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The limit that binds; null if none does. */
  readonly binds: LimitName | null;
  /** The limit that is used most. */
  readonly nearest: LimitName;
  /** Those that the scenario has: `compute` always. */
  readonly limits: readonly LimitEvidence[];
  /** One sentence. */
  readonly reason: string;
  /**
   * True if service times longer by `service.calibrationError` would bring the offered load to
   * capacity; false if that error isn't given.
   */
  readonly uncertain: boolean;
  /** One sentence; null unless `uncertain`. */
  readonly uncertainty: string | null;
}

/** Use from which a limit counts as binding: on average, of compute also in the busiest minute. */
const USED_UP = 0.9;
/** The same of KV memory, which is never full on average: sequences only end in their last block. */
const MEMORY_USED_UP = 0.8;
/** Share of requests that are preempted from which KV memory counts as binding. */
const PREEMPTED_OFTEN = 1e-3;
/** Peak use from which KV memory counts as hit: a block or two are always in the rounding. */
const PEAK_FULL = 0.99;
/** Share of the time at an autoscaler's most replicas from which these count as binding. */
const AT_MAXIMUM_OFTEN = 0.1;
/** Share of the tightest error budget that losses must use for their limit to count as binding. */
const BUDGET_SHARE = 0.1;
/** The same of requests that never fit, which hold nobody else up. */
const WHOLE_BUDGET = 1;

/** Which limit explains the others comes first: a full memory is why compute falls short. */
const CAUSES_FIRST: readonly LimitName[] = [
  "kvMemory",
  "batchSlots",
  "compute",
  "maxReplicas",
  "queueLimit",
  "clientTimeout",
];

/**
 * Finds the limit that binds at a point.
 *
 * @param point - The point.
 * @param scenario - Its setting's scenario.
 * @param offered - What its requests ask of a fleet.
 */
export function findLimits(point: Point, scenario: Scenario, offered: OfferedLoad): Limits {
  const limits = [
    compute(point, scenario, offered),
    ...batchSlots(point, scenario),
    ...kvMemory(point, scenario),
    ...maxReplicas(point, scenario),
    ...queueLimit(point, scenario),
    ...clientTimeout(point, scenario),
  ];
  const bound = CAUSES_FIRST.map((name) => limits.find(({ limit }) => limit === name)).find(
    (limit) => limit?.status === "binds",
  );
  const nearest = limits.reduce((most, next) => ((next.use ?? 0) > (most.use ?? 0) ? next : most));
  const error = scenario.service.calibrationError;
  const uncertain = error !== null && offered.mean * (1 + error) >= pointSize(point);
  return {
    replicas: point.replicas,
    settings: point.settings,
    binds: bound?.limit ?? null,
    nearest: (bound ?? nearest).limit,
    limits,
    reason: impossibleReason(point) ?? limitsReason(bound ?? null, nearest),
    uncertain,
    uncertainty: uncertain ? uncertaintyReason(offered.mean, pointSize(point), error) : null,
  };
}

function compute(point: Point, { service }: Scenario, offered: OfferedLoad): LimitEvidence {
  const { batching, drainTime, saturated, utilization } = point;
  const replicas = pointSize(point);
  const { mean, peak60s } = offered;
  const use = replicas > 0 ? mean / replicas : 0;
  // An autoscaler's fleet is larger when traffic is.
  const isElastic = point.fleet?.isElastic === true;
  const most = isElastic ? point.fleet.peakReplicas : replicas;
  const isUsedUp = use >= USED_UP || (peak60s ?? 0) >= USED_UP * most;
  return {
    limit: "compute",
    status: isUsedUp || saturated ? "binds" : "free",
    use,
    evidence: {
      offeredLoad: mean,
      ...(peak60s === null ? {} : { busiestMinute: peak60s }),
      replicas,
      ...(isElastic ? { mostReplicas: most } : {}),
      busy: utilization,
      ...(batching === null || service.kind === "serial"
        ? {}
        : { filled: batching.meanBatchSize / slotsOf(service) }),
      ...(saturated && !isUsedUp ? { drainTime } : {}),
    },
  };
}

function batchSlots({ batching }: Point, { service }: Scenario): LimitEvidence[] {
  if (batching === null || service.kind === "serial") return [];
  const { meanBatchSize, occupancy } = batching;
  const slots = slotsOf(service);
  const status = occupancy >= USED_UP ? "binds" : "free";
  const evidence = { meanBatchSize, slots, occupancy };
  return [{ limit: "batchSlots", status, use: occupancy, evidence }];
}

/** Requests that a replica works on at once, at most. */
function slotsOf(service: BatchService | ContinuousService): number {
  return service.kind === "batch" ? service.maxBatch : service.maxSequences;
}

function kvMemory(point: Point, { run, slo }: Scenario): LimitEvidence[] {
  const { batching, outcomes } = point;
  const mean = batching?.kvUseMean ?? null;
  const peak = batching?.kvUsePeak ?? null;
  if (batching === null || mean === null || peak === null) return [];
  const requests = measuredRequests(point);
  const { preemptions } = batching;
  const tooLong = outcomes.rejectedCannotFit / requests;
  const isBinding =
    mean >= MEMORY_USED_UP ||
    preemptions / requests >= PREEMPTED_OFTEN ||
    statusOfLosses("rejectedCannotFit", point, slo, WHOLE_BUDGET) === "binds";
  const isTouched = preemptions > 0 || peak >= PEAK_FULL || tooLong > 0;
  return [
    {
      limit: "kvMemory",
      status: isBinding ? "binds" : isTouched ? "touched" : "free",
      use: mean,
      evidence: {
        mean,
        peak,
        preemptions,
        preemptionsPerRun: preemptions / run.replications,
        neverFit: tooLong,
      },
    },
  ];
}

function maxReplicas({ fleet }: Point, { fleet: section }: Scenario): LimitEvidence[] {
  const { autoscaler } = section;
  if (autoscaler === null || autoscaler.kind === "schedule") return [];
  const { max, min } = autoscalerBounds(autoscaler);
  if (min === max || max === Infinity) return [];
  const { atMaximum = 0 } = fleet ?? {};
  const status = atMaximum >= AT_MAXIMUM_OFTEN ? "binds" : atMaximum > 0 ? "touched" : "free";
  return [{ limit: "maxReplicas", status, use: null, evidence: { allowed: max, atMaximum } }];
}

function queueLimit(point: Point, { fleet, slo }: Scenario): LimitEvidence[] {
  if (fleet.queueLimit === null) return [];
  const rejected = point.outcomes.rejectedQueueFull / measuredRequests(point);
  const status = statusOfLosses("rejectedQueueFull", point, slo);
  return [
    { limit: "queueLimit", status, use: null, evidence: { waiting: fleet.queueLimit, rejected } },
  ];
}

function clientTimeout(point: Point, scenario: Scenario): LimitEvidence[] {
  if (!canTimeOut(scenario)) return [];
  const timedOut = point.outcomes.timedOut / measuredRequests(point);
  const status = statusOfLosses("timedOut", point, scenario.slo);
  return [{ limit: "clientTimeout", status, use: null, evidence: { timedOut } }];
}

/**
 * Holds the losses of each class against the tightest budget of the objectives about it; those of a
 * class that no objective is about against the tightest of all.
 *
 * @param part - Share of a budget from which they bind.
 */
function statusOfLosses(
  kind: Exclude<keyof Outcomes, "rejected" | "completed" | "failed">,
  point: Point,
  { objectives }: Scenario["slo"],
  part: number = BUDGET_SHARE,
): LimitStatus {
  const groups: readonly Group[] =
    point.classes.length > 0 ? point.classes : [{ name: null, outcomes: point.outcomes }];
  const binds = groups.some(({ name, outcomes }) => {
    const own = objectives.filter((one) => one.class === null || one.class === name);
    const about = own.length > 0 ? own : objectives;
    const budget = Math.min(...about.map(({ target }) => 1 - target));
    return outcomes[kind] / measuredRequests({ outcomes }) >= part * budget;
  });
  if (binds) return "binds";
  return point.outcomes[kind] > 0 ? "touched" : "free";
}

/** Requests that are judged together; all of them have no name. */
interface Group {
  readonly name: string | null;
  readonly outcomes: Outcomes;
}

function measuredRequests({ outcomes }: Pick<Point, "outcomes">): number {
  const { completed, failed, rejected, timedOut } = outcomes;
  return Math.max(1, completed + failed + rejected + timedOut);
}
