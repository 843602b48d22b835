import { boundViolations } from "../stats/violation-bounds.ts";
import { coarsen, mergeGroups, sumOf, type PooledReplications } from "./pool-replications.ts";
import type { Metric } from "./result.ts";
import { METRICS } from "./tally.ts";
import { violationsAbove } from "./violations-above.ts";

/** A configuration with its replications, as prices are read from it. */
export interface PricedPoint {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly costPerHour: number;
  readonly pooled: PooledReplications;
}

/** A step of the staircase: what the cheapest fleet that can promise a limit costs. */
export interface LimitStep {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly costPerHour: number;
  /** Seconds within which this fleet and every larger one keep the target, as counted. */
  readonly within: number;
  /** The same at the bounds' confidence: surely, and at best. Null where nothing is random. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** A step of the price of a nine: the cheapest fleet for a target. */
export interface TargetStep {
  /** Share of requests to be good. */
  readonly target: number;
  /** The cheapest fleet from which every larger one keeps it as counted; null if none does. */
  readonly counted: FleetPrice | null;
  /** The cheapest from which every larger one keeps it surely; null if none does. */
  readonly certified: FleetPrice | null;
}

/** A fleet and what it costs. */
export interface FleetPrice {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly costPerHour: number;
}

/** Targets whose price is told: one more nine, and the halves between. */
export const PRICED_TARGETS: readonly number[] = [0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999];

/**
 * The price of a latency limit: for each fleet the smallest limit that it and every larger one
 * keep, cheapest fleet first. Reading it from right to left answers "what does a tighter limit
 * cost"; limits fall strictly from step to step.
 *
 * @param points - Configurations of one setting, replicas ascending.
 * @param metric - The measure the limit is on.
 * @param target - Share of requests that must keep it, in (0, 1).
 * @param confidence - Of each bound; null where nothing is random.
 */
export function priceLimits(
  points: readonly PricedPoint[],
  metric: Metric,
  target: number,
  confidence: number | null,
): LimitStep[] {
  const steps: LimitStep[] = [];
  let within = 0;
  let low = 0;
  let high = 0;
  for (let index = points.length - 1; index >= 0; index--) {
    const { costPerHour, pooled, replicas, settings } = points[index];
    const limits = limitsOf(pooled, metric, 1 - target, confidence);
    // A promise holds for a fleet only if it holds for every larger one too.
    within = Math.max(within, limits.counted);
    low = Math.max(low, limits.atBest);
    high = Math.max(high, limits.surely);
    if (within === Infinity) break;
    const interval = confidence === null ? null : ([low, high] as const);
    const step = { replicas, settings, costPerHour, within, interval };
    // A cheaper fleet that promises the same makes the dearer one pointless.
    if (steps.length > 0 && steps[0].within === within) steps[0] = step;
    else steps.unshift(step);
  }
  return steps;
}

/**
 * The price of a target at a fixed limit, for each of `PRICED_TARGETS`.
 *
 * @param points - Configurations of one setting, replicas ascending.
 * @param objective - Index of the objective whose limit is kept.
 * @param confidence - Of each bound; null where nothing is random.
 */
export function priceTargets(
  points: readonly PricedPoint[],
  objective: number,
  confidence: number | null,
): TargetStep[] {
  const rates = points.map(({ pooled }) => {
    const violations = pooled.violations[objective];
    const rate = sumOf(violations) / sumOf(pooled.batchRequests);
    if (confidence === null) return { rate, upper: rate };
    const fine = { violations, requests: pooled.batchRequests };
    const { upper } = boundViolations(coarsen(fine, pooled.finePerCoarse), fine, confidence);
    // Without a single violation nothing tells how correlated they would be.
    return { rate, upper: rate === 0 ? 1 : upper };
  });
  const cheapest = (
    holds: (rate: { rate: number; upper: number }) => boolean,
  ): FleetPrice | null => {
    const first = rates.findLastIndex((rate) => !holds(rate)) + 1;
    if (first === points.length) return null;
    const { costPerHour, replicas, settings } = points[first];
    return { replicas, settings, costPerHour };
  };
  return PRICED_TARGETS.map((target) => ({
    target,
    // Rounding must not cost a nine: 1 − 0.9 is a hair below 0.1.
    counted: cheapest(({ rate }) => rate <= (1 - target) * (1 + 1e-12)),
    certified: cheapest(({ upper }) => upper <= (1 - target) * (1 + 1e-12)),
  }));
}

/** Smallest limits of one fleet: at best, as counted, and surely; Infinity where there is none. */
function limitsOf(
  pooled: PooledReplications,
  metric: Metric,
  budget: number,
  confidence: number | null,
): { atBest: number; counted: number; surely: number } {
  const histograms = pooled.histograms[METRICS.indexOf(metric)];
  const [all] = mergeGroups(histograms, histograms.length);
  const edges: number[] = [];
  all.forEachBucket((edge) => edges.push(edge));
  const requests = sumOf(pooled.batchRequests);
  const rateAt = (edge: number): number =>
    sumOf(violationsAbove(pooled, metric, edge).violations) / requests;
  const counted = firstEdge(edges, (edge) => rateAt(edge) <= budget * (1 + 1e-12));
  if (confidence === null) return { atBest: counted, counted, surely: counted };
  const boundsAt = (edge: number): { lower: number; upper: number } => {
    const fine = violationsAbove(pooled, metric, edge);
    return boundViolations(coarsen(fine, pooled.finePerCoarse), fine, confidence);
  };
  return {
    atBest: firstEdge(edges, (edge) => boundsAt(edge).lower <= budget),
    counted,
    surely: firstEdge(edges, (edge) => boundsAt(edge).upper <= budget),
  };
}

/** First of the ascending edges at which a condition holds that, once it does, goes on holding. */
function firstEdge(edges: readonly number[], holds: (edge: number) => boolean): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(edges[middle])) high = middle;
    else low = middle + 1;
  }
  return low === edges.length ? Infinity : edges[low];
}
