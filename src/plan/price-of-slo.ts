import { firstPlace } from "./first-place.ts";
import { judgeObjective, type JudgedObjective } from "./judge-objective.ts";
import { canBound, mergeAll, sumOf, type PooledReplications } from "./pool-replications.ts";
import { METRICS } from "./metrics.ts";
import { SureLimits } from "./sure-limits.ts";
import { violationsAbove } from "./violations-above.ts";

/** A configuration with its replications, as prices are read from it. */
export interface PricedPoint {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly costPerHour: number;
  readonly pooled: PooledReplications;
  /** Seconds measured, all replications. */
  readonly span: number;
}

/** A step of the staircase: what the cheapest fleet that can promise a limit costs. */
export interface LimitStep {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly costPerHour: number;
  /** Seconds within which this fleet and every larger one keep the target, as counted. */
  readonly within: number;
  /**
   * The same at the bounds' confidence: at best, and surely; the latter is null if no limit is
   * sure. Null where nothing is random.
   */
  readonly interval: readonly [low: number, high: number | null] | null;
}

/** A step of the price of a nine: the cheapest fleet for a target. */
export interface TargetStep {
  /** Share of requests to be good. */
  readonly target: number;
  /** The cheapest fleet from which every larger one keeps it as counted; null if none does. */
  readonly counted: FleetPrice | null;
  /** The cheapest from which every larger one is judged to keep it; null if none is. */
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
 * cost"; from step to step the limit falls, as counted or as surely kept.
 *
 * @param points - Configurations of one setting, replicas ascending.
 * @param objective - What asks for the target. Its own limit is a step's where the verdict keeps it
 *   and no edge of the histogram below it is kept.
 * @param confidence - Of each bound; null where nothing is random.
 */
export function priceLimits(
  points: readonly PricedPoint[],
  objective: JudgedObjective,
  confidence: number | null,
): LimitStep[] {
  const steps: LimitStep[] = [];
  let within = 0;
  let low = 0;
  let high = 0;
  for (let index = points.length - 1; index >= 0; index--) {
    const { costPerHour, pooled, replicas, settings } = points[index];
    const limits = limitsOf(pooled, objective, confidence);
    // A promise holds for a fleet only if it holds for every larger one too.
    within = Math.max(within, limits.counted);
    low = Math.max(low, limits.atBest);
    high = Math.max(high, limits.surely);
    if (within === Infinity) break;
    const sure = high === Infinity ? null : high;
    const interval = confidence === null ? null : ([low, sure] as const);
    const step = { replicas, settings, costPerHour, within, interval };
    // A cheaper fleet that promises the same makes the dearer one pointless.
    if (steps.length > 0 && promisesTheSame(steps[0], step)) steps[0] = step;
    else steps.unshift(step);
  }
  return steps;
}

function promisesTheSame(left: LimitStep, right: LimitStep): boolean {
  return left.within === right.within && left.interval?.[1] === right.interval?.[1];
}

/**
 * The price of a target at a fixed limit, for each of `PRICED_TARGETS`.
 *
 * @param points - Configurations of one setting, replicas ascending.
 * @param objective - The objective whose limit is kept.
 * @param confidence - Of each bound; null where nothing is random.
 */
export function priceTargets(
  points: readonly PricedPoint[],
  objective: Omit<JudgedObjective, "target">,
  confidence: number | null,
): TargetStep[] {
  const isKept = (place: number, target: number, sureness: number | null): boolean => {
    const { verdict } = judgeObjective(points[place].pooled, { ...objective, target }, sureness);
    return verdict === "met";
  };
  const cheapest = (target: number, sureness: number | null, from: number): number => {
    let first = from;
    while (first > 0 && isKept(first - 1, target, sureness)) first--;
    return first;
  };
  const fleetAt = (place: number): FleetPrice | null => {
    if (place === points.length) return null;
    const { costPerHour, replicas, settings } = points[place];
    return { replicas, settings, costPerHour };
  };
  const steps: TargetStep[] = [];
  let counted = points.length;
  let certified = points.length;
  // From the strictest: a fleet that keeps a target keeps every laxer one.
  for (const target of PRICED_TARGETS.toReversed()) {
    counted = cheapest(target, null, counted);
    certified = confidence === null ? counted : cheapest(target, confidence, certified);
    steps.unshift({ target, counted: fleetAt(counted), certified: fleetAt(certified) });
  }
  return steps;
}

/** Smallest limits of one fleet: at best, as counted, and surely; Infinity where there is none. */
function limitsOf(
  pooled: PooledReplications,
  objective: JudgedObjective,
  confidence: number | null,
): { atBest: number; counted: number; surely: number } {
  const { metric, target } = objective;
  const budget = 1 - target;
  const edges: number[] = [];
  mergeAll(pooled.histograms[METRICS.indexOf(metric)]).forEachBucket((edge) => edges.push(edge));
  const requests = sumOf(pooled.batchRequests);
  const first = firstPlace(edges.length, (place) => {
    const violations = sumOf(violationsAbove(pooled, metric, edges[place]).violations);
    return violations / requests <= budget * (1 + 1e-12);
  });
  const counted = orOwn(edges[first] ?? Infinity, pooled, objective, null);
  if (confidence === null) return { atBest: counted, counted, surely: counted };
  if (!canBound(pooled)) return { atBest: 0, counted, surely: Infinity };
  const limits = new SureLimits(pooled, metric, confidence);
  return {
    atBest: Math.min(counted, limits.possibleLimitFor(budget)),
    counted,
    surely: Math.max(counted, orOwn(limits.limitFor(budget), pooled, objective, confidence)),
  };
}

/** A limit from a histogram, or the objective's own if that is smaller and judged to be kept. */
function orOwn(
  limit: number,
  pooled: PooledReplications,
  objective: JudgedObjective,
  confidence: number | null,
): number {
  if (limit <= objective.within) return limit;
  const { verdict } = judgeObjective(pooled, objective, confidence);
  return verdict === "met" ? objective.within : limit;
}
