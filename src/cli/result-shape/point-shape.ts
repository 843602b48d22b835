import type { ErrorBudget } from "../../plan/error-budget/error-budget.ts";
import type { Batching } from "../../plan/fleet/slot-time.ts";
import type { ClientUse, FleetUse } from "../../plan/fleet/summarize-fleet.ts";
import type { CostLedger } from "../../plan/ledger/ledger-result.ts";
import type { PointTimeline } from "../../plan/timeline/point-timeline.ts";
import type {
  Interval,
  Ledger,
  Metric,
  MetricSummary,
  ObjectiveResult,
  Outcomes,
  Point,
  Verdict,
  VersusFewer,
} from "../../plan/result.ts";
import type { ClassResult } from "../../plan/summarize-classes.ts";
import {
  AMOUNT,
  ANYTHING,
  COUNT,
  FLAG,
  INNER_SHARE,
  listOf,
  NUMBER,
  objectOf,
  oneOf,
  orAbsent,
  orNull,
  pairOf,
  POSITIVE,
  recordOf,
  SHARE,
  TEXT,
  type Shape,
} from "./shape.ts";

/** Values of further axes, by path. */
export const SETTINGS: Shape<Readonly<Record<string, unknown>>> = recordOf(ANYTHING);
/** Name of a latency measure. */
export const METRIC: Shape<Metric> = oneOf("latency", "ttft", "tpot", "queueWait");
/** A verdict. */
export const VERDICT: Shape<Verdict> = oneOf("met", "missed", "undecided", "insufficient");
/** Two ends of any sign. */
export const INTERVAL: Shape<Interval> = pairOf(NUMBER, NUMBER);
/** Interval on a cost that was measured. */
export const COST_INTERVAL: Shape<Interval | null> = orNull(pairOf(AMOUNT, AMOUNT));

const OUTCOMES: Shape<Outcomes> = objectOf<Outcomes>({
  completed: COUNT,
  rejected: COUNT,
  timedOut: COUNT,
  failed: COUNT,
  rejectedQueueFull: COUNT,
  rejectedCannotFit: COUNT,
  rejectedShed: COUNT,
  rejectedNoReplica: COUNT,
});

const SECONDS: Shape<number | null> = orNull(AMOUNT);

const SUMMARY: Shape<MetricSummary> = objectOf<MetricSummary>({
  count: COUNT,
  mean: SECONDS,
  p50: SECONDS,
  p90: SECONDS,
  p95: SECONDS,
  p99: SECONDS,
  p999: SECONDS,
  max: SECONDS,
  intervals: orNull(
    objectOf<NonNullable<MetricSummary["intervals"]>>({
      p50: INTERVAL,
      p95: INTERVAL,
      p99: INTERVAL,
    }),
  ),
  cdf: listOf(pairOf(AMOUNT, SHARE)),
});

const ERROR_BUDGET: Shape<ErrorBudget> = objectOf<ErrorBudget>({
  budgeting: oneOf("occurrences", "timeslices"),
  window: POSITIVE,
  expected: AMOUNT,
  budget: AMOUNT,
  outageMinutes: AMOUNT,
  timesliceCompliance: orNull(SHARE),
  used: AMOUNT,
  left: NUMBER,
  burnRate: AMOUNT,
  exhaustedAfter: orNull(AMOUNT),
  overspendProbability: SHARE,
  deviation: orNull(AMOUNT),
  extrapolated: FLAG,
  basis: TEXT,
  alerts: objectOf<ErrorBudget["alerts"]>({
    pages: AMOUNT,
    tickets: AMOUNT,
    scaled: AMOUNT,
    note: orNull(TEXT),
    alerts: listOf(
      objectOf<ErrorBudget["alerts"]["alerts"][number]>({
        burn: AMOUNT,
        long: AMOUNT,
        short: AMOUNT,
        severity: oneOf("page", "ticket"),
        firings: AMOUNT,
        activeShare: SHARE,
      }),
    ),
  }),
});

/** An objective at a point. */
export const OBJECTIVE_RESULT: Shape<ObjectiveResult> = objectOf<ObjectiveResult>({
  class: orNull(TEXT),
  metric: METRIC,
  within: AMOUNT,
  target: INNER_SHARE,
  compliance: SHARE,
  interval: orNull(INTERVAL),
  verdict: VERDICT,
  budgetUsed: AMOUNT,
  effectiveViolations: orNull(AMOUNT),
  requestsToSettle: orNull(AMOUNT),
  byBatch: listOf(pairOf(COUNT, COUNT)),
  alone: orNull(
    objectOf<NonNullable<ObjectiveResult["alone"]>>({
      compliance: SHARE,
      fastest: orNull(AMOUNT),
      timedOut: orAbsent(SHARE),
      neverFit: orAbsent(SHARE),
      isOutOfReach: FLAG,
    }),
  ),
  versusFewer: orNull(
    objectOf<VersusFewer>({ replicas: COUNT, difference: NUMBER, interval: orNull(INTERVAL) }),
  ),
  errorBudget: ERROR_BUDGET,
});

const LEDGER: Shape<Ledger> = objectOf<Ledger>({
  useful: NUMBER,
  recomputed: NUMBER,
  abandoned: NUMBER,
  lost: NUMBER,
  idle: NUMBER,
  starting: NUMBER,
  down: NUMBER,
  minimum: NUMBER,
});

/** Where the dollars of a fleet go. */
export const COST_LEDGER: Shape<CostLedger> = objectOf<CostLedger>({
  costPerHour: AMOUNT,
  costPerMonth: AMOUNT,
  lines: listOf(
    objectOf<CostLedger["lines"][number]>({
      use: oneOf(
        "useful",
        "headroom",
        "overprovision",
        "recomputed",
        "abandoned",
        "lost",
        "starting",
        "down",
        "minimum",
        "warm",
      ),
      costPerHour: NUMBER,
      costPerMonth: NUMBER,
    }),
  ),
});

const BATCHING: Shape<Batching> = objectOf<Batching>({
  meanBatchSize: AMOUNT,
  occupancy: AMOUNT,
  kvUseMean: orNull(AMOUNT),
  kvUsePeak: orNull(AMOUNT),
  preemptions: COUNT,
});

/** What became of an elastic or failing fleet. */
export const FLEET_USE: Shape<FleetUse> = objectOf<FleetUse>({
  isElastic: FLAG,
  meanReplicas: AMOUNT,
  peakReplicas: AMOUNT,
  atMaximum: orAbsent(SHARE),
  starting: AMOUNT,
  ready: AMOUNT,
  draining: AMOUNT,
  down: AMOUNT,
  minimum: AMOUNT,
  warm: AMOUNT,
  starts: AMOUNT,
  warmStarts: AMOUNT,
  stops: AMOUNT,
  failures: AMOUNT,
  reclaims: AMOUNT,
});

const CLIENT_USE: Shape<ClientUse> = objectOf<ClientUse>({
  attemptsPerRequest: AMOUNT,
  retries: AMOUNT,
  hedges: AMOUNT,
  hedgeWins: AMOUNT,
  retriesDenied: AMOUNT,
  lost: AMOUNT,
  cacheHitShare: orNull(SHARE),
});

const CLASS_RESULT: Shape<ClassResult> = objectOf<ClassResult>({
  name: TEXT,
  outcomes: OUTCOMES,
  latency: SUMMARY,
  ttft: SUMMARY,
  tpot: SUMMARY,
  queueWait: SUMMARY,
  objectives: listOf(COUNT),
});

const SERIES: Shape<readonly number[]> = listOf(AMOUNT);

const TIMELINE: Shape<PointTimeline> = objectOf<PointTimeline>({
  width: POSITIVE,
  arrivals: SERIES,
  attempts: SERIES,
  completed: SERIES,
  unanswered: SERIES,
  waiting: SERIES,
  running: SERIES,
  starting: SERIES,
  ready: SERIES,
  draining: SERIES,
  down: SERIES,
  p99: listOf(orNull(AMOUNT)),
  quantiles: listOf(listOf(orNull(AMOUNT))),
  requests: listOf(SERIES),
  violations: listOf(SERIES),
  costPerHour: SERIES,
  recovery: orNull(
    objectOf<NonNullable<PointTimeline["recovery"]>>({
      cause: oneOf("spike", "outage", "losses"),
      at: AMOUNT,
      until: AMOUNT,
      recovers: orNull(FLAG),
      recoveredAt: orNull(AMOUNT),
      measuredFrom: AMOUNT,
      arrivalRate: AMOUNT,
      answerRate: AMOUNT,
    }),
  ),
});

/** A configuration. */
export const POINT: Shape<Point> = objectOf<Point>({
  replicas: COUNT,
  settings: SETTINGS,
  costPerHour: AMOUNT,
  costInterval: COST_INTERVAL,
  costPerMonth: AMOUNT,
  outcomes: OUTCOMES,
  saturated: FLAG,
  warmup: AMOUNT,
  drainTime: AMOUNT,
  utilization: AMOUNT,
  throughput: AMOUNT,
  goodput: AMOUNT,
  costPerThousandGood: orNull(AMOUNT),
  latency: SUMMARY,
  ttft: SUMMARY,
  tpot: SUMMARY,
  queueWait: SUMMARY,
  objectives: listOf(OBJECTIVE_RESULT, 1),
  verdict: VERDICT,
  ledger: LEDGER,
  costLedger: COST_LEDGER,
  batching: orNull(BATCHING),
  fleet: orNull(FLEET_USE),
  clients: orNull(CLIENT_USE),
  classes: listOf(CLASS_RESULT),
  timeline: orNull(TIMELINE),
});
