import { LogHistogram } from "../stats/log-histogram.ts";
import type { BatchedViolations } from "../stats/violation-bounds.ts";
import type { BatchingScheme } from "./batching-scheme.ts";
import type { ClassTallyData } from "./class-tally.ts";
import type { Replication } from "./evaluate.ts";
import { METRICS } from "./metrics.ts";

/** All replications of one configuration as one, batches in order of replication. */
export interface PooledReplications {
  /** Measured requests by OUTCOME_ constant. */
  readonly outcomes: Float64Array;
  /** Measured requests that meet every objective. */
  readonly good: number;
  readonly completedInSpan: number;
  /** Measured requests, and those without an answer, in each fine batch. */
  readonly batchRequests: readonly number[];
  readonly batchFailures: readonly number[];
  /** Violations in each fine batch, by objective. */
  readonly violations: readonly (readonly number[])[];
  /** Histogram of each fine batch, by measure. */
  readonly histograms: readonly (readonly LogHistogram[])[];
  /** Fine batches that make up a coarse one. */
  readonly finePerCoarse: number;
  /** Of each class by itself; empty unless there are several classes. */
  readonly classes: readonly PooledClass[];
}

/** The requests of one class, in the batches of all requests. */
export type PooledClass = Pick<
  PooledReplications,
  "outcomes" | "batchRequests" | "batchFailures" | "histograms"
>;

/**
 * Puts the replications of one configuration together.
 *
 * @param replications - In order; at least one.
 * @param scheme - How each was cut into batches.
 * @param objectives - Number of objectives counted.
 */
export function poolReplications(
  replications: readonly Replication[],
  scheme: BatchingScheme,
  objectives: number,
): PooledReplications {
  const { fine } = scheme;
  const tallies = replications.map(({ tally }) => tally);
  return {
    ...poolRequests(tallies, fine),
    good: sumOf(tallies.map(({ good }) => good)),
    completedInSpan: sumOf(tallies.map(({ completedInSpan }) => completedInSpan)),
    violations: Array.from({ length: objectives }, (_, objective) =>
      tallies.flatMap(({ batchViolations }) => [
        ...batchViolations.subarray(objective * fine, (objective + 1) * fine),
      ]),
    ),
    finePerCoarse: fine / scheme.coarse,
    classes: tallies[0].classes.map((_, index) =>
      poolRequests(
        tallies.map(({ classes }) => classes[index]),
        fine,
      ),
    ),
  };
}

/**
 * What an objective is judged by: the requests of its class in place of all of them.
 *
 * @param classIndex - −1 for all requests.
 */
export function ofClass(pooled: PooledReplications, classIndex: number): PooledReplications {
  return classIndex < 0 ? pooled : { ...pooled, ...pooled.classes[classIndex] };
}

function poolRequests(
  tallies: readonly Pick<
    ClassTallyData,
    "outcomes" | "batchRequests" | "batchFailures" | "histograms"
  >[],
  fine: number,
): PooledClass {
  const outcomes = new Float64Array(tallies[0].outcomes.length);
  for (const tally of tallies) tally.outcomes.forEach((count, code) => (outcomes[code] += count));
  return {
    outcomes,
    batchRequests: tallies.flatMap(({ batchRequests }) => [...batchRequests]),
    batchFailures: tallies.flatMap(({ batchFailures }) => [...batchFailures]),
    histograms: METRICS.map((_, metric) =>
      tallies.flatMap(({ histograms }) =>
        histograms
          .slice(metric * fine, (metric + 1) * fine)
          .map((data) => LogHistogram.fromData(data)),
      ),
    ),
  };
}

/** Sums of consecutive groups of `size` values. */
export function sumGroups(values: readonly number[], size: number): number[] {
  const sums: number[] = [];
  for (let i = 0; i < values.length; i += size) sums.push(sumOf(values.slice(i, i + size)));
  return sums;
}

/** Fine batches put together into coarse ones. */
export function coarsen(fine: BatchedViolations, finePerCoarse: number): BatchedViolations {
  return {
    violations: sumGroups(fine.violations, finePerCoarse),
    requests: sumGroups(fine.requests, finePerCoarse),
  };
}

/** True if the measured requests fill at least two coarse batches, without which no bound exists. */
export function canBound({ batchRequests, finePerCoarse }: PooledReplications): boolean {
  return sumGroups(batchRequests, finePerCoarse).filter((size) => size > 0).length >= 2;
}

/** Consecutive groups of `size` histograms merged into one each. */
export function mergeGroups(histograms: readonly LogHistogram[], size: number): LogHistogram[] {
  const merged: LogHistogram[] = [];
  for (let i = 0; i < histograms.length; i += size) {
    const group = new LogHistogram();
    for (const histogram of histograms.slice(i, i + size)) group.merge(histogram);
    merged.push(group);
  }
  return merged;
}

/** Sum of values, in order. */
export function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Merged histograms by the batches they are of: each is wanted many times over. */
const MERGED = new WeakMap<readonly LogHistogram[], LogHistogram>();

/** All batches of a measure as one histogram, which is not to be changed. */
export function mergeAll(histograms: readonly LogHistogram[]): LogHistogram {
  const known = MERGED.get(histograms);
  if (known !== undefined) return known;
  const [merged] = mergeGroups(histograms, histograms.length);
  MERGED.set(histograms, merged);
  return merged;
}
