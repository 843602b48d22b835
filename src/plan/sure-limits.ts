import {
  boundViolations,
  clopperPearson,
  type BatchedViolations,
  type ViolationBounds,
} from "../stats/violation-bounds.ts";
import { budgetRungs } from "./budget-rungs.ts";
import { mostIndependent } from "./common-slowness.ts";
import { firstPlace } from "./first-place.ts";
import { METRICS } from "./metrics.ts";
import { coarsen, mergeAll, sumOf, type PooledReplications } from "./pool-replications.ts";
import type { Metric } from "./result.ts";
import { violationsAbove } from "./violations-above.ts";

/** Below this many effective violations a bound is not to be trusted on its own. */
export const EFFECTIVE_VIOLATIONS_NEEDED = 10;

/** A limit with its violations as counted; histograms know limits to 0.1 % only. */
export interface CountedLimit {
  /** Seconds. */
  readonly within: number;
  /** Violations in each fine batch. */
  readonly violations: readonly number[];
}

/** What is sure about a limit and a budget. */
export interface Sureness {
  /** Bound on the violation rate: within the budget only where that of every looser promise is. */
  readonly upper: number;
  /** True if there is evidence enough to trust that, also of every looser promise. */
  readonly isTrusted: boolean;
}

/**
 * Tells which limits of a measure one configuration surely keeps. Verdicts and prices are both read
 * from it, so they agree.
 *
 * The bound of a limit must be within the budget, and so must those of all looser limits, up to
 * where violations are too few to bound: the stand-in, the largest edge of the histogram that at
 * least a tenth of the budget violates. The same must hold for every larger budget of a ladder. So
 * whoever surely keeps a limit at a target surely keeps every looser limit and every lower target.
 */
export class SureLimits {
  private readonly tail: Tail;
  private readonly rungs = new Map<number, Rung>();

  /**
   * @param pooled - All replications of the configuration, enough of them to bound.
   * @param metric - The measure that limits are on.
   * @param confidence - Of each bound, in (0, 1).
   */
  constructor(pooled: PooledReplications, metric: Metric, confidence: number) {
    this.tail = { pooled, metric, confidence, ...edgesOf(pooled, metric) };
  }

  /**
   * The smallest edge of the histogram that is surely kept.
   *
   * @param budget - Share of requests that may violate it, in (0, 1).
   * @returns Infinity if no limit is sure.
   */
  limitFor(budget: number): number {
    let place = 0;
    for (const step of this.steps(budget)) place = step.rung().firstSure(step.budget, place);
    return this.tail.edges[place] ?? Infinity;
  }

  /**
   * The smallest edge of the histogram that may be kept, for all that is known.
   *
   * @param budget - Share of requests that may violate it, in (0, 1).
   * @returns Infinity if there is none.
   */
  possibleLimitFor(budget: number): number {
    const [size] = budgetRungs(budget);
    return this.tail.edges[this.rungOf(size).firstPossible(budget)] ?? Infinity;
  }

  /**
   * Bounds on the violation rate of one limit by itself, of those that `surenessOf` looks at.
   *
   * @param limit - As counted.
   * @param budget - Share of requests that may violate it, in (0, 1).
   */
  boundsOf(limit: CountedLimit, budget: number): ViolationBounds {
    const [size] = budgetRungs(budget);
    return this.rungOf(size).boundsOf(limit);
  }

  /** What is sure about a limit that was counted. */
  surenessOf(limit: CountedLimit, budget: number): Sureness {
    const [own, ...larger] = this.steps(budget);
    const upper = own.rung().upperOf(limit, budget);
    let isTrusted = own.rung().isTrusted(limit, budget);
    if (upper > budget) return { upper, isTrusted };
    for (const step of larger) {
      const rung = step.rung();
      const bound = rung.upperOf(limit, step.budget);
      if (bound > step.budget) return { upper: bound, isTrusted };
      isTrusted &&= rung.isTrusted(limit, step.budget);
    }
    return { upper, isTrusted };
  }

  /** The rungs that must hold, and the budget that each must keep. */
  private steps(budget: number): { rung: () => Rung; budget: number }[] {
    return budgetRungs(budget).map((size, index) => ({
      rung: () => this.rungOf(size),
      budget: index === 0 ? budget : size,
    }));
  }

  private rungOf(size: number): Rung {
    const rung = this.rungs.get(size) ?? new Rung(this.tail, size);
    this.rungs.set(size, rung);
    return rung;
  }
}

/** A measure at one configuration. */
interface Tail {
  readonly pooled: PooledReplications;
  readonly metric: Metric;
  readonly confidence: number;
  /** Edges of its histogram, ascending, and the share of requests that violates each. */
  readonly edges: readonly number[];
  readonly rates: readonly number[];
}

/** The evidence that is gathered for budgets of one size. */
class Rung {
  private readonly tail: Tail;
  private readonly size: number;
  private readonly independent: number;
  /** Place of the stand-in among the edges; −1 for a limit below every value. */
  private readonly standIn: number;
  private readonly known = new Map<number, ViolationBounds>();

  constructor(tail: Tail, size: number) {
    const { confidence, metric, pooled, rates } = tail;
    this.tail = tail;
    this.size = size;
    this.independent = mostIndependent(pooled, metric, size, confidence);
    this.standIn = rates.findLastIndex((rate) => rate >= size / 10);
  }

  /** Place of the first edge from `from` on that surely keeps a budget; past the last if none. */
  firstSure(budget: number, from: number): number {
    const { edges, rates } = this.tail;
    let place = Math.max(from, this.standIn + 1);
    if (this.isSure(this.standIn, budget)) {
      while (place > from && this.isSure(place - 1, budget)) place--;
    } else {
      while (place < edges.length && this.upperBeyond(rates[place]) > budget) place++;
    }
    return place;
  }

  /** Place of the first edge whose rate may be within a budget; past the last if none. */
  firstPossible(budget: number): number {
    const { length } = this.tail.edges;
    return firstPlace(length, (place) => this.boundsAt(place).lower <= budget);
  }

  /** Bounds of a limit by itself, from the stand-in where its violations are too few to bound. */
  boundsOf({ violations }: CountedLimit): ViolationBounds {
    const direct = this.bound({ violations, requests: this.tail.pooled.batchRequests });
    return direct.rate >= this.size / 10 ? direct : this.boundsBeyond(direct);
  }

  /**
   * Upper bound on the violation rate of a limit; that of a looser one where it is above the budget
   * and this isn't.
   */
  upperOf({ violations, within }: CountedLimit, budget: number): number {
    const { edges, pooled, rates } = this.tail;
    const rate = sumOf(violations) / sumOf(pooled.batchRequests);
    if (rate < this.size / 10) return this.upperBeyond(rate);
    const next = placeAbove(edges, within);
    const exact = this.bound({ violations, requests: pooled.batchRequests }).upper;
    if (exact > budget && !(next > 0 && this.isBounded(next - 1, budget))) return exact;
    for (let place = next; place <= this.standIn; place++) {
      if (!this.isBounded(place, budget)) return this.boundsAt(place).upper;
    }
    const beyond = this.standIn + 1;
    const looser = beyond < edges.length ? this.upperBeyond(rates[beyond]) : 0;
    if (looser > budget) return looser;
    // Whoever is slower than the limit is slower than the edge below it, too.
    return exact <= budget ? exact : this.boundsAt(next - 1).upper;
  }

  /** True if a limit and every looser one have the evidence that their bounds need. */
  isTrusted({ violations, within }: CountedLimit, budget: number): boolean {
    const { edges, pooled } = this.tail;
    if (sumOf(violations) / sumOf(pooled.batchRequests) < budget / 3) return true;
    const next = placeAbove(edges, within);
    const exact = this.bound({ violations, requests: pooled.batchRequests });
    if (exact.effectiveViolations < EFFECTIVE_VIOLATIONS_NEEDED) {
      return next > 0 && this.firstSure(budget, next - 1) < next;
    }
    for (let place = next; place <= this.standIn; place++) {
      if (!this.isEnough(place, budget)) return false;
    }
    return true;
  }

  private isSure(place: number, budget: number): boolean {
    return this.isBounded(place, budget) && this.isEnough(place, budget);
  }

  private isBounded(place: number, budget: number): boolean {
    return this.boundsAt(place).upper <= budget;
  }

  private isEnough(place: number, budget: number): boolean {
    if ((this.tail.rates[place] ?? 1) < budget / 3) return true;
    return this.boundsAt(place).effectiveViolations >= EFFECTIVE_VIOLATIONS_NEEDED;
  }

  /** Upper bound where violations are too few to bound by themselves. */
  private upperBeyond(rate: number): number {
    return this.boundsBeyond({ rate, lower: 0 }).upper;
  }

  private boundsBeyond({ rate, lower }: Pick<ViolationBounds, "rate" | "lower">): ViolationBounds {
    const standIn = this.boundsAt(this.standIn);
    // A measure that takes few values (an idle service's own time) can jump over the whole budget
    // from one value to the next; its rate then bounds nothing. The correlation seen there does.
    if (standIn.rate > this.size / 2) {
      return clopperPearson(rate, standIn.effectiveRequests, this.tail.confidence);
    }
    return { ...standIn, rate, lower };
  }

  private boundsAt(place: number): ViolationBounds {
    const known = this.known.get(place);
    if (known !== undefined) return known;
    const { edges, metric, pooled } = this.tail;
    const bounds = this.bound(violationsAbove(pooled, metric, edges[place] ?? null));
    this.known.set(place, bounds);
    return bounds;
  }

  private bound(fine: BatchedViolations): ViolationBounds {
    const { confidence, pooled } = this.tail;
    const coarse = coarsen(fine, pooled.finePerCoarse);
    return boundViolations(coarse, fine, confidence, this.independent);
  }
}

function edgesOf(pooled: PooledReplications, metric: Metric): Pick<Tail, "edges" | "rates"> {
  const all = mergeAll(pooled.histograms[METRICS.indexOf(metric)]);
  const requests = sumOf(pooled.batchRequests);
  const edges: number[] = [];
  const rates: number[] = [];
  let above = all.count + sumOf(pooled.batchFailures);
  all.forEachBucket((edge, count) => {
    above -= count;
    edges.push(edge);
    rates.push(above / requests);
  });
  return { edges, rates };
}

/** Place of the first of the ascending edges above a limit. */
function placeAbove(edges: readonly number[], within: number): number {
  return firstPlace(edges.length, (place) => edges[place] > within);
}
