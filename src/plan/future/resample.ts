import type { Scenario } from "../../scenario/scenario.ts";
import { LogHistogram } from "../../stats/log-histogram.ts";
import { classIndexOf } from "../class-names.ts";
import type { Replication } from "../evaluate.ts";
import { billOf } from "../fleet/fleet-bill.ts";
import type { JudgedObjective } from "../judge-objective.ts";
import type { Resampling } from "./lay-out-blocks.ts";
import { sumOf, type PooledReplications } from "../pool-replications.ts";
import { METRICS } from "../metrics.ts";
import { thresholdAt, violationsAbove } from "../violations-above.ts";

/** What one resample of the trace found at one configuration. */
export interface Resample {
  /** Violation rate of each objective. */
  readonly rates: readonly number[];
  /** Violation rate at each objective's stand-in limit; NaN where it needs none. */
  readonly standInRates: readonly number[];
  /** Of each measure the quantiles at `RESAMPLED_SHARES`; NaN where nothing completed. */
  readonly quantiles: readonly (readonly number[])[];
  /** What the fleet cost, in dollars. */
  readonly costPerHour: number;
}

/** All resamples at one configuration. */
export interface PointResamples {
  readonly resampling: Resampling;
  /** In order; empty if the trace is too short to resample. */
  readonly runs: readonly Resample[];
}

/** Shares at which the quantiles of each resample are kept. */
export const RESAMPLED_SHARES: readonly number[] = [0.5, 0.95, 0.99];

/**
 * A limit in place of an objective's own, for objectives that the trace violates too seldom to tell
 * how that varies: the largest one up to `within` that at least a tenth of the budget violates.
 */
export interface StandIn {
  /** An edge of the measure's histogram, in seconds; null for a limit below every value. */
  readonly threshold: number | null;
  /** Its violation rate on the trace itself. */
  readonly rate: number;
}

/**
 * The stand-in for an objective.
 *
 * @param pooled - The replications on the trace itself.
 * @returns null for an objective that is violated often enough by itself.
 */
export function standInFor(pooled: PooledReplications, objective: JudgedObjective): StandIn | null {
  const requests = sumOf(pooled.batchRequests);
  const least = (1 - objective.target) / 10;
  if (sumOf(pooled.violations[objective.index]) / requests >= least) return null;
  const threshold = thresholdAt(pooled, objective, least);
  const above = violationsAbove(pooled, objective.metric, threshold);
  return { threshold, rate: sumOf(above.violations) / requests };
}

/**
 * Keeps of one resample's run what the intervals need: a few numbers in place of histograms.
 *
 * @param replication - The run, counted as a single batch.
 * @param scenario - Its scenario.
 * @param replicas - Its count.
 * @param standIns - By objective.
 */
export function condenseResample(
  replication: Replication,
  scenario: Scenario,
  replicas: number,
  standIns: readonly (StandIn | null)[],
): Resample {
  const { tally } = replication;
  const { objectives } = scenario.slo;
  const counted = objectives.map((objective) => {
    const classIndex = classIndexOf(scenario, objective);
    return classIndex < 0 ? tally : tally.classes[classIndex];
  });
  return {
    rates: counted.map((requests, index) => tally.batchViolations[index] / countOf(requests)),
    standInRates: objectives.map(({ metric }, index) => {
      const standIn = standIns[index];
      if (standIn === null) return NaN;
      const { threshold } = standIn;
      const { batchFailures, histograms } = counted[index];
      const values = LogHistogram.fromData(histograms[METRICS.indexOf(metric)]);
      const above = threshold === null ? values.count : values.countAbove(threshold);
      return (sumOf([...batchFailures]) + above) / countOf(counted[index]);
    }),
    quantiles: tally.histograms.map((data) => {
      const histogram = LogHistogram.fromData(data);
      return RESAMPLED_SHARES.map((share) =>
        histogram.count === 0 ? NaN : histogram.quantile(share),
      );
    }),
    costPerHour: billOf({ scenario, replicas, replications: [replication] }).costPerHour,
  };
}

/** A resample of a sparse trace may hold no request to measure; then none was violated either. */
function countOf({ batchRequests }: { readonly batchRequests: Float64Array }): number {
  return Math.max(1, sumOf([...batchRequests]));
}
