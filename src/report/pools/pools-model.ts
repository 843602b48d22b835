import type {
  ArrangementResult,
  PoolPoint,
  PoolResult,
} from "../../plan/pools/arrangement-result.ts";
import type { Interval, Result } from "../../plan/result.ts";
import { rankArrangements } from "../arrangement-words.ts";

/** What the picture of arrangements shows, before it has a place on paper. */
export interface PoolsModel {
  /** One an arrangement, cheapest first, at most three. */
  readonly panels: readonly PoolsPanel[];
  /** Arrangements that found no room. */
  readonly undrawn: readonly ArrangementResult[];
}

/** The pools of one arrangement. */
export interface PoolsPanel {
  readonly arrangement: ArrangementResult;
  /** The dearest pools first, at most five. */
  readonly lines: readonly PoolLine[];
  /** Pools that found no room. */
  readonly undrawn: readonly PoolResult[];
}

/** One pool over its cost. */
export interface PoolLine {
  readonly pool: PoolResult;
  /** Cost ascending. */
  readonly marks: readonly PoolMark[];
}

/** One count of a pool. */
export interface PoolMark {
  /** Dollars an hour of this pool alone. */
  readonly x: number;
  /** Share of the error budget used by the objective that overspends it most, at least 0. */
  readonly value: number;
  readonly interval: Interval | null;
  readonly isMet: boolean;
  readonly isChosen: boolean;
}

/** A pool that overspends its budget more often than this is hopeless, however often it is. */
export const BUDGET_CEILING = 20;

const PANELS_MAX = 3;
const LINES_MAX = 5;

/** Sorts arrangements into what is drawn. */
export function poolsModel({ arrangements }: Pick<Result, "arrangements">): PoolsModel {
  const ranked = rankArrangements(arrangements);
  return {
    panels: ranked.slice(0, PANELS_MAX).map((arrangement) => {
      const pools = arrangement.pools.toSorted((left, right) => costOf(right) - costOf(left));
      return {
        arrangement,
        lines: pools.slice(0, LINES_MAX).map((pool) => ({ pool, marks: marksOf(pool) })),
        undrawn: pools.slice(LINES_MAX),
      };
    }),
    undrawn: ranked.slice(PANELS_MAX),
  };
}

function costOf({ choice, points }: PoolResult): number {
  return choice?.costPerHour ?? Math.max(...points.map(({ costPerHour }) => costPerHour));
}

function marksOf({ choice, points }: PoolResult): readonly PoolMark[] {
  return points
    .map((point): PoolMark => {
      const worst = worstObjective(point);
      const budget = 1 - worst.target;
      const [low, high] = worst.interval ?? [0, 0];
      return {
        x: point.costPerHour,
        value: worst.budgetUsed,
        interval: worst.interval === null ? null : [(1 - high) / budget, (1 - low) / budget],
        isMet: point.verdict === "met",
        isChosen: choice?.replicas === point.replicas && choice.costPerHour === point.costPerHour,
      };
    })
    .toSorted((left, right) => left.x - right.x);
}

function worstObjective({ objectives }: PoolPoint): PoolPoint["objectives"][number] {
  return objectives.toSorted((left, right) => right.budgetUsed - left.budgetUsed)[0];
}
