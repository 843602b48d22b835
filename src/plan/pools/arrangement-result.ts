import type { Choice, Point } from "../result.ts";

/** One way to divide the classes among pools, with the fleet that each pool takes. */
export interface ArrangementResult {
  readonly name: string;
  /** True if every pool has a choice, so that every class holds its objectives. */
  readonly isMet: boolean;
  /** Dollars for all pools together; null unless `isMet`. */
  readonly costPerHour: number | null;
  readonly costPerMonth: number | null;
  /** True for the cheapest arrangement that is met. */
  readonly isCheapest: boolean;
  readonly pools: readonly PoolResult[];
}

/** A pool of an arrangement. */
export interface PoolResult {
  readonly name: string;
  /** Names of the classes that it serves. */
  readonly classes: readonly string[];
  readonly choice: Choice | null;
  /** What was swept, replicas ascending. */
  readonly points: readonly PoolPoint[];
}

/** A count of a pool. */
export type PoolPoint = Pick<
  Point,
  "replicas" | "costPerHour" | "costPerMonth" | "utilization" | "fleet" | "objectives" | "verdict"
>;
