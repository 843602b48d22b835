import { autoscalerBounds } from "../../scenario/autoscaler-bounds.ts";
import type { FleetSection } from "../../scenario/scenario.ts";
import type { ClientUsage, FleetUsage } from "../../sim/control-recording.ts";
import { sumOf } from "../pool-replications.ts";
import { isElastic, joinBatches, meanUsage, type BilledRun } from "./fleet-bill.ts";

/**
 * What a fleet with a changing number of replicas was: means over the measured span, counts over
 * the whole of all replications.
 */
export interface FleetUse {
  /** True if an autoscaler decides on the count, which then is only the one at the start. */
  readonly isElastic: boolean;
  /** Mean replicas paid for: the sum of `starting`, `ready`, `draining`, `down` and `minimum`. */
  readonly meanReplicas: number;
  /** Most replicas paid for at once, in any replication. */
  readonly peakReplicas: number;
  /**
   * Share of the time with as many replicas as the autoscaler may have; absent where it never had
   * them, and where nothing but the clock or a single count decides.
   */
  readonly atMaximum?: number;
  /** Mean replicas from being asked for until ready. */
  readonly starting: number;
  /** Mean replicas that are ready. */
  readonly ready: number;
  /** Mean replicas that finish what they had. */
  readonly draining: number;
  /** Mean replicas out of service after a failure. */
  readonly down: number;
  /** Paid after they were gone, to fill up the least billing time. */
  readonly minimum: number;
  /** Kept warm beside the fleet. */
  readonly warm: number;
  /** Replicas started, those of them that were taken from the warm ones, and stopped. */
  readonly starts: number;
  readonly warmStarts: number;
  readonly stops: number;
  /** Replicas that failed. */
  readonly failures: number;
  /** Replicas that their provider reclaimed. */
  readonly reclaims: number;
}

/** What clients did, over the whole of all replications. */
export interface ClientUse {
  /** Attempts of a request, on average, hedges among them; 1 without retries and hedges. */
  readonly attemptsPerRequest: number;
  /** Further attempts after one without an answer. */
  readonly retries: number;
  /** Second tries beside the first. */
  readonly hedges: number;
  /** Requests whose answer came from a hedge. */
  readonly hedgeWins: number;
  /** Retries that a budget refused. */
  readonly retriesDenied: number;
  /** Attempts lost with their replica. */
  readonly lost: number;
  /** Share of input tokens that were found in prefix caches; null without such a cache. */
  readonly cacheHitShare: number | null;
}

/** Share of the measured time with an autoscaler's most replicas; 0 where it has no choice. */
function shareAtMaximum(
  { autoscaler }: Pick<FleetSection, "autoscaler">,
  usages: readonly FleetUsage[],
): number {
  if (autoscaler === null || autoscaler.kind === "schedule") return 0;
  const { max, min } = autoscalerBounds(autoscaler);
  const { countTimes } = joinBatches(usages.flatMap(({ batches }) => batches));
  if (min === max || countTimes.length <= max) return 0;
  return sumOf(countTimes.slice(max)) / sumOf(countTimes);
}

/** What became of the fleet; null for a plan without a control part. */
export function summarizeFleet(run: BilledRun): FleetUse | null {
  const means = meanUsage(run);
  if (means === null) return null;
  const usages = run.replications.flatMap(({ control }) => control?.fleet ?? []);
  const count = (name: Exclude<keyof FleetUsage, "batches">): number =>
    sumOf(usages.map((usage) => usage[name]));
  const atMaximum = shareAtMaximum(run.scenario.fleet, usages);
  return {
    isElastic: isElastic(run.scenario.fleet),
    meanReplicas: means.paidTime,
    peakReplicas: Math.max(...usages.map(({ peakReplicas }) => peakReplicas)),
    ...(atMaximum > 0 ? { atMaximum } : {}),
    starting: means.startingTime,
    ready: means.readyTime,
    draining: means.drainingTime,
    down: means.downTime,
    minimum: means.minimumTime,
    warm: means.warmTime,
    starts: count("started"),
    warmStarts: count("startedWarm"),
    stops: count("stopped"),
    failures: count("failures"),
    reclaims: count("reclaims"),
  };
}

/**
 * What the clients did; null for a plan without a control part.
 *
 * @param hasPrefixCache - Whether replicas keep the prefixes of prompts.
 */
export function summarizeClients(
  { replications }: Pick<BilledRun, "replications">,
  hasPrefixCache: boolean,
): ClientUse | null {
  const usages = replications.flatMap(({ control }) => control?.clients ?? []);
  if (usages.length === 0) return null;
  const count = (name: keyof ClientUsage): number => sumOf(usages.map((usage) => usage[name]));
  const attempts = count("attempts");
  const repeated = count("retries") + count("hedges");
  return {
    // Every request has one attempt that is neither a retry nor a hedge.
    attemptsPerRequest: attempts > repeated ? attempts / (attempts - repeated) : 1,
    retries: count("retries"),
    hedges: count("hedges"),
    hedgeWins: count("hedgeWins"),
    retriesDenied: count("retriesDenied"),
    lost: count("lost"),
    cacheHitShare: hasPrefixCache
      ? count("cachedTokens") / Math.max(1, count("admittedTokens"))
      : null,
  };
}
