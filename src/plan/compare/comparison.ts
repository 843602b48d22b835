import type { Interval, Metric, Point, Verdict } from "../result.ts";
import type { ScenarioChange } from "./scenario-changes.ts";

/** What changed from one result to another. Units are those of results. */
export interface Comparison {
  /** Version of this format. */
  readonly schema: 1;
  readonly base: ComparedResult;
  readonly head: ComparedResult;
  /** What the two scenarios set differently, in the order of the file. */
  readonly changes: readonly ScenarioChange[];
  readonly pairing: Pairing;
  /** The two answers next to each other. */
  readonly answer: PointChange;
  /**
   * The fleet that the base chose, in both results: what the change does to those who leave their
   * fleet alone. Null if the head didn't try it, or chose it too.
   */
  readonly sameFleet: PointChange | null;
  /** What makes the two less comparable than they look, sentences without a full stop. */
  readonly flags: readonly string[];
  /** In the order given; empty if none were. */
  readonly rules: readonly RuleOutcome[];
}

/** One side of a comparison. */
export interface ComparedResult {
  /** What the user called it. */
  readonly label: string;
  readonly name: string;
  /** Version of tailcap that made it. */
  readonly tailcap: string;
  readonly scenarioSha256: string;
  /** False if nothing in the sweep holds the SLO; then the nearest fleet stands for an answer. */
  readonly isMet: boolean;
}

/** Whether differences are taken request by request, and why. */
export interface Pairing {
  readonly isPaired: boolean;
  /** Sentences without a full stop. */
  readonly words: string;
}

/** One configuration in the base and one in the head. */
export interface PointChange {
  readonly base: ComparedPoint;
  readonly head: ComparedPoint;
  /** Of autoscalers the mean. */
  readonly replicas: Change;
  /** Dollars. */
  readonly costPerHour: Change;
  /** Dollars for 730 hours. */
  readonly costPerMonth: Change;
  readonly objectives: readonly ObjectiveChange[];
  readonly measures: readonly MeasureChange[];
}

/** What a configuration is called by. */
export type ComparedPoint = Pick<
  Point,
  "replicas" | "settings" | "costPerHour" | "fleet" | "verdict" | "saturated"
>;

/** A number before and after. */
export interface Change {
  /**
   * Null where it does not exist. A percentile is Infinity where too many requests got no answer,
   * in JSON the text "Infinity".
   */
  readonly base: number | null;
  readonly head: number | null;
  /** Head less base; null if one of them is, or both are infinite. */
  readonly difference: number | null;
  /** The difference over the base; null where that has no meaning. */
  readonly relative: number | null;
  /** Where the difference lies; null if it is exact, or nothing is known. */
  readonly interval: Interval | null;
  /** What the interval rests on; `exact` if nothing is random, null if nothing is known. */
  readonly basis: "exact" | "paired" | "unpaired" | null;
  /** Whether the difference is more than chance; null if that can't be told. */
  readonly isSignificant: boolean | null;
}

/** An objective before and after. */
export interface ObjectiveChange {
  /** Null if it is new. */
  readonly base: ComparedObjective | null;
  /** Null if it is gone. */
  readonly head: ComparedObjective | null;
  /** Shares of all measured requests of its class. */
  readonly compliance: Change;
  readonly budgetUsed: Change;
}

/** An objective of one side. */
export interface ComparedObjective {
  readonly class: string | null;
  readonly metric: Metric;
  readonly within: number;
  readonly target: number;
  readonly verdict: Verdict;
}

/** A statistic of a measure before and after, in seconds. */
export interface MeasureChange extends Change {
  /** Name of the class whose requests alone are measured; null for all. */
  readonly class: string | null;
  readonly metric: Metric;
  readonly statistic: Statistic;
}

/** Statistics that results hold of each measure. */
export const STATISTICS = ["mean", "p50", "p90", "p95", "p99", "p999", "max"] as const;

/** A statistic of a measure. */
export type Statistic = (typeof STATISTICS)[number];

/** What became of a rule. */
export interface RuleOutcome {
  /** As written. */
  readonly rule: string;
  readonly hasFired: boolean;
  /** False if a value is missing that it is to be judged by; then it hasn't fired. */
  readonly isJudged: boolean;
  /** False if neither side has the value, so that the rule can never fail. */
  readonly canFire: boolean;
  /** Why, or why not; without a full stop. */
  readonly reason: string;
}
