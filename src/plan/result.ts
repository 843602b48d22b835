import type { Alone } from "./alone.ts";
import type { PriceOfSlo } from "./price-summary.ts";
import type { TotalCosts } from "./total-cost.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ArrangementResult } from "./pools/arrangement-result.ts";
import type { ClassResult } from "./summarize-classes.ts";
import type { ErrorBudget } from "./error-budget/error-budget.ts";
import type { Batching } from "./fleet/slot-time.ts";
import type { ClientUse, FleetUse } from "./fleet/summarize-fleet.ts";
import type { Redundancy } from "./fleet/find-redundancy.ts";
import type { AnalyticWait } from "./headroom/analytic-wait.ts";
import type { Headroom } from "./headroom/find-headroom.ts";
import type { Limits } from "./headroom/find-limits.ts";
import type { PerfectSystem } from "./headroom/perfect-system.ts";
import type { PointTimeline } from "./timeline/point-timeline.ts";
import type { CostLedger, CurrentFleet, DriftPlan, InfraTax } from "./ledger/ledger-result.ts";

/**
 * Everything a run found out, as written to result.json. Seconds, dollars and shares are plain
 * numbers; every picture and table is drawn from this record alone.
 */
export interface Result {
  /** Version of tailcap that made it. */
  readonly tailcap: string;
  /** Version of this format. */
  readonly schema: 4;
  /** The scenario with every default filled in. */
  readonly scenario: Scenario;
  /** SHA-256 of the canonical JSON of `scenario`, in hexadecimal. */
  readonly scenarioSha256: string;
  /** The scenario as its author wrote it; null if it came from no file. */
  readonly written: WrittenScenario | null;
  readonly workload: WorkloadFacts;
  /** Which question the intervals answer, in words. */
  readonly question: Question;
  /** One entry a configuration: settings in sweep order, replicas ascending within each. */
  readonly points: readonly Point[];
  readonly choice: Choice | null;
  /** What other promises would cost, an entry an objective; empty with an autoscaler. */
  readonly priceOfSlo: readonly PriceOfSlo[];
  /** Bills with expected penalties; null if the scenario names none. */
  readonly totalCost: TotalCosts | null;
  /** What limits the chosen point, or without a choice the one nearest to holding. */
  readonly limits: Limits;
  /** Fewest replicas that any scheduler could do with, at that point's setting. */
  readonly perfectSystem: PerfectSystem;
  /** A formula's mean queue wait at that point; null where none applies. */
  readonly analytic: AnalyticWait | null;
  /** How far that point's assumptions may shift; null unless it was asked for. */
  readonly headroom: Headroom | null;
  /** The fleet that runs today; null if the scenario doesn't say. */
  readonly current: CurrentFleet | null;
  /** Null if the scenario has no jobs, experiments, maintenance or fleet of today. */
  readonly infraTax: InfraTax | null;
  /** Null if the scenario projects no growth, or there is no choice to grow from. */
  readonly drift: DriftPlan | null;
  /** What the chosen fleet does without some of its replicas; null without a fixed choice. */
  readonly redundancy: Redundancy | null;
  /** Ways to divide the classes among pools; empty if the scenario compares none. */
  readonly arrangements: readonly ArrangementResult[];
  /** The pool whose size the points have; null if the scenario's fleet has one of its own. */
  readonly sizedByPool: string | null;
}

/** A scenario before defaults were filled in, with what the command line changed in it. */
export interface WrittenScenario {
  /** Name of its file, without folders. */
  readonly file: string;
  /** All of its text. */
  readonly text: string;
  /** What `--set` and `--seed` were given, in that order: `--set path=value`, `--seed 7`. */
  readonly overrides: readonly string[];
}

/** What the intervals of a result mean. */
export interface Question {
  readonly kind: "hindsight" | "same-trace" | "future";
  /** One sentence for a reader who has not seen the documentation. */
  readonly words: string;
  /** How each setting's trace was resampled; empty unless the question is about its future. */
  readonly resampling: readonly TraceResampling[];
}

/** How a trace was resampled by blocks to ask about other traffic like it. */
export interface TraceResampling {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Resamples simulated; 0 if the trace is too short, and then every verdict is insufficient. */
  readonly resamples: number;
  /** Seconds of a block: at least ten times the longest congestion. */
  readonly blockLength: number;
  /** How many such blocks the trace holds; need not be whole. */
  readonly blocks: number;
  /** True if blocks keep their hours of the day. */
  readonly wholeDays: boolean;
  /** Seconds for which requests wait in one queue without a break, at worst, on the trace itself. */
  readonly longestCongestion: number;
  /** The count at which that was measured: the one hindsight chooses, or else the largest. */
  readonly atReplicas: number;
}

/** The measured traffic. For generated workloads these describe the first replication. */
export interface WorkloadFacts {
  /** Requests a replication. */
  readonly requests: number;
  /** Seconds from 0 to the end of the trace or generator. */
  readonly duration: number;
  /** Requests per second: the reciprocal of the mean gap between arrivals. */
  readonly rate: number;
  /** Busiest window's count over the mean count, for windows of 1 s and 60 s; null if too short. */
  readonly peakToMean: { readonly "1s": number | null; readonly "60s": number | null };
  /** Variance over mean of the counts in windows of 1, 10 and 60 s; 1 for Poisson traffic. */
  readonly indexOfDispersion: {
    readonly "1s": number | null;
    readonly "10s": number | null;
    readonly "60s": number | null;
  };
  /**
   * The index of dispersion by scale: ascending, 1, 2 and 5 of each power of ten and a minute, from
   * 0.1 s to a tenth of the span between the first arrival and the last; empty if it is too short.
   */
  readonly burstiness: readonly BurstinessAtScale[];
  /** Standard deviation over mean of the gaps between arrivals; 1 for Poisson traffic. */
  readonly interarrivalCv: number | null;
  /** Mean tokens per request; null where the service has no tokens. */
  readonly inputTokensMean: number | null;
  readonly outputTokensMean: number | null;
  /** Notes of the reader: rows sorted, skipped, and why. Empty for generated traffic. */
  readonly notes: readonly string[];
}

/** How bursty arrivals are at one scale, against Poisson arrivals of the same rate. */
export interface BurstinessAtScale {
  /** Width of the windows in seconds. */
  readonly scale: number;
  /** Full windows, at least 10. */
  readonly windows: number;
  /** Variance over mean of the counts. */
  readonly dispersion: number;
  /** Interval that holds the index of Poisson arrivals with a probability of 95 %. */
  readonly poisson: Interval;
}

/** Names of the latency measures. */
export type Metric = "latency" | "ttft" | "tpot" | "queueWait";

/** One configuration, all replications pooled. */
export interface Point {
  /** With an autoscaler those at the start; see `fleet` for how many there were. */
  readonly replicas: number;
  /** Values of the further sweep axes at this point, by path. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dollars. */
  readonly costPerHour: number;
  /**
   * Interval on `costPerHour` of a fleet that an autoscaler or failures change; null for one that
   * cost the same at all times, in hindsight, and where a trace is too short to resample.
   */
  readonly costInterval: Interval | null;
  /** Dollars for 730 hours. */
  readonly costPerMonth: number;
  readonly outcomes: Outcomes;
  /**
   * True if the pool needs more than a tenth of the arrival span to empty after the last arrival,
   * and more than twice as long as if every request had a replica to itself.
   */
  readonly saturated: boolean;
  /** Seconds from the start that were simulated and not measured, mean over replications. */
  readonly warmup: number;
  /** Seconds after the last arrival until the pool was empty, mean over replications. */
  readonly drainTime: number;
  /** Busy share of the pool over the measured span. */
  readonly utilization: number;
  /** Completed requests per second of the measured span. */
  readonly throughput: number;
  /** Requests that meet every objective, per second of the measured span. */
  readonly goodput: number;
  /** Dollars per thousand requests that meet every objective; null if there are none. */
  readonly costPerThousandGood: number | null;
  readonly latency: MetricSummary;
  readonly ttft: MetricSummary;
  /** Over completed requests with at least two output tokens. */
  readonly tpot: MetricSummary;
  readonly queueWait: MetricSummary;
  readonly objectives: readonly ObjectiveResult[];
  /** `met` if all objectives are; else the worst of theirs. */
  readonly verdict: Verdict;
  /** Where the paid replica time of the measured span went. */
  readonly ledger: Ledger;
  /** The same in dollars, idle time parted into headroom and overprovision by the choice. */
  readonly costLedger: CostLedger;
  /** `batch` and `continuous` only, else null. */
  readonly batching: Batching | null;
  /** What became of the fleet; null for a fixed one whose clients don't retry, hedge or return. */
  readonly fleet: FleetUse | null;
  /** What the clients did; null where `fleet` is. */
  readonly clients: ClientUse | null;
  /** The requests of each class by themselves; empty unless there are several classes. */
  readonly classes: readonly ClassResult[];
  /**
   * The first replication over time; null for all points but the chosen one and the next cheaper,
   * or without a choice the one looked at instead.
   */
  readonly timeline: PointTimeline | null;
}

/** Counts over measured requests. `rejected` is the sum of its four reasons. */
export interface Outcomes {
  /** Answered before the client gave up. */
  readonly completed: number;
  /** Turned away or dropped, for whatever reason. */
  readonly rejected: number;
  /** Their client gave up first. */
  readonly timedOut: number;
  /** Lost with a replica. */
  readonly failed: number;
  /** Found the queue at its limit. */
  readonly rejectedQueueFull: number;
  /** Larger than the KV cache of a replica. */
  readonly rejectedCannotFit: number;
  /** Turned away or dropped to protect the service. */
  readonly rejectedShed: number;
  /** Turned away while no replica was ready. */
  readonly rejectedNoReplica: number;
}

/**
 * Shares of paid replica time over the measured span; they sum to 1. Busy time is
 * useful + recomputed + abandoned + lost.
 */
export interface Ledger {
  /** Spent on work whose answer arrived. */
  readonly useful: number;
  /** Spent computing tokens again after a preemption. */
  readonly recomputed: number;
  /** Spent on requests whose client had given up before the answer. */
  readonly abandoned: number;
  /** Spent on attempts that came to nothing: beaten hedges, work lost with a replica. */
  readonly lost: number;
  /** Ready, with nothing to do. */
  readonly idle: number;
  /** From being asked for until ready. */
  readonly starting: number;
  /** Out of service after a failure. */
  readonly down: number;
  /** Paid after the replica was gone, to fill up the least billing time. */
  readonly minimum: number;
}

/** Statistics of one measure over completed measured requests, in seconds; null where none. */
export interface MetricSummary {
  /** Number of values. */
  readonly count: number;
  /** Exact. */
  readonly mean: number | null;
  /** The median. Quantiles are at most 0.1 % above the exact ones. */
  readonly p50: number | null;
  /** Nine in ten values are at most this. */
  readonly p90: number | null;
  /** 19 in 20 values are at most this. */
  readonly p95: number | null;
  /** 99 in 100 values are at most this. */
  readonly p99: number | null;
  /** 999 in 1,000 values are at most this. */
  readonly p999: number | null;
  /** Exact. */
  readonly max: number | null;
  /** Intervals at the scenario's confidence; null when nothing is random. */
  readonly intervals: {
    readonly p50: Interval;
    readonly p95: Interval;
    readonly p99: Interval;
  } | null;
  /** Points (value, share of values ≤ it), ascending, at most a few hundred. */
  readonly cdf: readonly (readonly [x: number, share: number])[];
}

/** Lower and upper end. */
export type Interval = readonly [low: number, high: number];

/** What the evidence says about one objective. */
export type Verdict = "met" | "missed" | "undecided" | "insufficient";

/** An objective at one point. */
export interface ObjectiveResult {
  /** Name of the class whose requests alone are counted; null for all. */
  readonly class: string | null;
  readonly metric: "latency" | "ttft" | "tpot" | "queueWait";
  /** Seconds. */
  readonly within: number;
  /** Share of requests that must be good, in (0, 1). */
  readonly target: number;
  /** Good share of all measured requests, of its class if it has one. */
  readonly compliance: number;
  /**
   * Interval on compliance; null in hindsight, where compliance is exact, and where a trace is too
   * short to resample.
   */
  readonly interval: Interval | null;
  readonly verdict: Verdict;
  /** Violation rate over 1 − target: 1 means the budget is exactly used up. */
  readonly budgetUsed: number;
  /** Violations worth of independent evidence behind the interval; null in hindsight. */
  readonly effectiveViolations: number | null;
  /**
   * About how many more requests are as likely as not to settle an undecided or insufficient
   * verdict, or make a trace long enough to resample; else null.
   */
  readonly requestsToSettle: number | null;
  /**
   * Good and all requests in equal stretches of each replication, ten or more in all, in order:
   * what a comparison with another result is paired by.
   */
  readonly byBatch: readonly (readonly [good: number, total: number])[];
  /**
   * Every request by itself on an idle replica: what no number of replicas outdoes. Null where a
   * request can be faster than that, by a prefix cache or by another attempt's luck, and where a
   * replication uses less than half of the budget.
   */
  readonly alone: Alone | null;
  /** Null at the smallest count of a setting, and where the two measured other requests. */
  readonly versusFewer: VersusFewer | null;
  /** What the SLO window holds for it, and which alerts that sets off. */
  readonly errorBudget: ErrorBudget;
}

/** What a count makes of an objective that the next smaller one doesn't, on the same requests. */
export interface VersusFewer {
  /** The next smaller count. */
  readonly replicas: number;
  /** Violation rate less that of the smaller count: negative for an improvement. */
  readonly difference: number;
  /** Paired interval on the difference; null where `interval` is. */
  readonly interval: Interval | null;
}

/** What the evidence says about an objective, before its budget and other counts are looked at. */
export type ObjectiveJudgement = Omit<
  ObjectiveResult,
  "alone" | "byBatch" | "class" | "errorBudget" | "versusFewer"
>;

/**
 * The answer: the smallest count from which every larger one in the sweep is `met`; with
 * autoscalers the cheapest of their settings that is `met`.
 */
export interface Choice {
  /** With an autoscaler those at the start. */
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly costPerHour: number;
  /** That of its point. */
  readonly costInterval: Interval | null;
  readonly costPerMonth: number;
  /** One sentence. */
  readonly reason: string;
  /** The largest smaller count that is proven too few; null if none is. */
  readonly provenTooFew: { readonly replicas: number; readonly costPerHour: number } | null;
  /** What lies between the two: counts that the evidence leaves open. */
  readonly gap: {
    /** Ascending; empty if the choice is known to the replica. */
    readonly undecided: readonly number[];
    /** Dollars an hour that the smallest of them would save. */
    readonly perHour: number;
    /** About how many more requests have an even chance to settle them; null if none are open. */
    readonly requestsToClose: number | null;
  };
  /** The next smaller count of the sweep; null if the choice is the smallest one swept. */
  readonly oneFewer: {
    readonly replicas: number;
    /** Dollars an hour that it would save. */
    readonly savesPerHour: number;
    readonly verdict: Verdict;
    /** What it would break, or what the evidence does not settle, in one sentence. */
    readonly breaks: string;
  } | null; /** How many replicas an autoscaler ran; null for a fixed fleet. */
  readonly elastic: { readonly meanReplicas: number; readonly peakReplicas: number } | null;
  /** With an autoscaler the next cheaper setting; null if there is none, and for a fixed fleet. */
  readonly nextCheaper: {
    readonly replicas: number;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly costPerHour: number;
    /** Dollars an hour that it would save. */
    readonly savesPerHour: number;
    readonly verdict: Verdict;
    /** What it would break, or what the evidence does not settle, in one sentence. */
    readonly breaks: string;
  } | null;
}
