import { durationPhrase } from "../error-budget/duration-phrase.ts";
import { objectivePhrase, sharePhrase } from "../phrases.ts";
import type { ObjectiveResult, Point } from "../result.ts";
import type { LimitEvidence, LimitName, Limits } from "./find-limits.ts";

/** Name of a limit in running text. */
export const LIMIT_WORDS: Readonly<Record<LimitName, string>> = {
  compute: "compute",
  batchSlots: "batch slots",
  kvMemory: "KV memory",
  maxReplicas: "the autoscaler's maximum",
  queueLimit: "the queue limit",
  clientTimeout: "client timeouts",
};

/**
 * One sentence on what binds.
 *
 * @param bound - The limit that binds; null if none does.
 * @param nearest - The limit used most.
 */
export function limitsReason(bound: LimitEvidence | null, nearest: LimitEvidence): string {
  if (bound !== null) return capitalized(limitSays(bound));
  return `Nothing binds; nearest is ${LIMIT_WORDS[nearest.limit]}: ${evidenceWords(nearest)}`;
}

/**
 * Why replicas are not what the point lacks: the service alone breaks an objective, or its clients
 * don't wait as long as it takes, or its requests never fit.
 *
 * @returns null where they don't, or the evidence leaves it open.
 */
export function impossibleReason({ objectives }: Pick<Point, "objectives">): string | null {
  const broken = objectives.find(({ alone }) => alone?.isOutOfReach === true);
  if (broken === undefined) return null;
  return `Replicas are no remedy: ${objectivePhrase(broken)} is broken ${aloneCause(broken)}`;
}

/** What breaks an objective for requests on idle replicas. */
function aloneCause({ alone, target }: Pick<ObjectiveResult, "alone" | "target">): string {
  const { neverFit = 0, timedOut = 0 } = alone ?? {};
  if (neverFit > 1 - target) {
    return `by the KV cache, into which ${sharePhrase(neverFit)} of its requests never fit`;
  }
  if (timedOut > 1 - target) {
    return (
      `by client timeouts: ${sharePhrase(timedOut)} of its requests take longer ` +
      `even alone on an idle replica`
    );
  }
  return "by the service time alone";
}

/**
 * Why an objective breaks when traffic grows.
 *
 * @param limits - What was found at the factor that breaks it.
 * @param use - Offered load there, as a share of capacity.
 */
export function breakCause({ binds, limits }: Limits, use: number): string {
  const bound = limits.find(({ limit }) => limit === binds);
  if (bound !== undefined) return limitSays(bound);
  return (
    `no limit binds there, but at ${wholePercent(use)} of capacity ` +
    `bursts and long requests already make others wait`
  );
}

/**
 * Why a choice hangs on the calibration.
 *
 * @param load - Replicas that the requests keep busy when nothing is wasted.
 * @param error - Relative error of the service times.
 */
export function uncertaintyReason(load: number, replicas: number, error: number): string {
  return (
    `Uncertain: the offered load is ${wholePercent(load / replicas)} of capacity, and service ` +
    `times ${wholePercent(error)} longer, within their calibration error, would use all of it`
  );
}

function limitSays(limit: LimitEvidence): string {
  const isPlural = limit.limit === "batchSlots" || limit.limit === "clientTimeout";
  const verb = isPlural ? "bind" : "binds";
  return `${LIMIT_WORDS[limit.limit]} ${verb}: ${evidenceWords(limit)}`;
}

function evidenceWords({ evidence, limit }: LimitEvidence): string {
  switch (limit) {
    case "compute":
      return computeWords(evidence);
    case "batchSlots": {
      const { occupancy, slots } = evidence;
      return `${wholePercent(occupancy)} of the ${slots} a replica has are taken on average`;
    }
    case "kvMemory": {
      const { mean, neverFit, peak, preemptionsPerRun } = evidence;
      const tooLong = neverFit > 0 ? `${sharePhrase(neverFit)} of requests never fit, ` : "";
      return (
        `${tooLong}${wholePercent(mean)} full on average, ${wholePercent(peak)} at the peak, ` +
        `${roundCount(preemptionsPerRun)} preemptions a run`
      );
    }
    case "maxReplicas": {
      const { allowed, atMaximum } = evidence;
      return `it had all of ${replicasPhrase(allowed)} for ${wholePercent(atMaximum)} of the time`;
    }
    case "queueLimit": {
      const { rejected, waiting } = evidence;
      return `${sharePhrase(rejected)} of requests found ${waiting} waiting and were rejected`;
    }
    case "clientTimeout":
      return `${sharePhrase(evidence.timedOut)} of requests were given up`;
  }
}

/** The load on average; in the busiest minute first where the average doesn't tell. */
function computeWords(evidence: LimitEvidence["evidence"]): string {
  const { busiestMinute = 0, drainTime, filled, offeredLoad, replicas } = evidence;
  // An autoscaler's fleet is larger when traffic is.
  const most = evidence.mostReplicas ?? replicas;
  const batches = filled === undefined ? "" : " with full batches";
  const work = (count: number): string => `what ${replicasPhrase(count)} can do${batches}`;
  const fleet = work(replicas);
  const mean = wholePercent(offeredLoad / replicas);
  const time = busyWords(evidence);
  if (drainTime !== undefined) {
    return (
      `the fleet takes ${durationPhrase(drainTime)} to empty after the last arrival, though ` +
      `the offered load is ${mean} of ${fleet} (${time})`
    );
  }
  const peak = busiestMinute / most;
  if (peak >= 1.2 * (offeredLoad / replicas)) {
    return (
      `the busiest minute's load is ${wholePercent(peak)} of ${work(most)}, ` +
      `the mean ${mean}${most === replicas ? "" : ` of ${fleet}`} (${time})`
    );
  }
  return `the offered load is ${mean} of ${fleet} (${time})`;
}

/** How much of the time something runs; a batch of one is something, so also how full batches are. */
function busyWords({ busy, filled }: LimitEvidence["evidence"]): string {
  if (filled === undefined) return `busy ${wholePercent(busy)} of the time`;
  const when =
    busy >= 0.995 ? "always in progress" : `in progress ${wholePercent(busy)} of the time`;
  return `a batch is ${when}, ${wholePercent(filled)} full on average`;
}

/** Replicas, of an autoscaler their mean. */
function replicasPhrase(replicas: number): string {
  if (replicas === 1) return "1 replica";
  return `${Number.isInteger(replicas) ? replicas : Number(replicas.toPrecision(3))} replicas`;
}

/** "62%": a share without decimals, one decimal below 10 %. */
function wholePercent(share: number): string {
  return `${Number((100 * share).toFixed(share < 0.1 ? 1 : 0))}%`;
}

function roundCount(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: count < 10 ? 1 : 0 });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
