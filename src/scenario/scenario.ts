import type { AdmissionSection } from "./admission-section.ts";
import type { ArrangementSection } from "./arrangement-section.ts";
import type { AutoscalerSection } from "./autoscaler-section.ts";
import type { Calibrated } from "./calibration-section.ts";
import type { ClassSection, SourceSection } from "./class-section.ts";
import type { FailureSection } from "./failure-section.ts";
import type { NodeSection, PriceSource } from "./price-section.ts";
import type { HedgingSection, RetriesSection } from "./retries-section.ts";
import type { RouterName, RoutingSection } from "./routing-section.ts";
import type { StartStage, WarmSection } from "./start-section.ts";

export type { TraceSection } from "./trace-section.ts";

/**
 * A scenario with every default filled in: plain readonly data in SI units. Seconds, requests per
 * second, dollars and shares are numbers; `null` says that a limit or feature is absent.
 */
export interface Scenario {
  /** Names the output folder: `[a-z0-9][a-z0-9-]*`. */
  readonly name: string;
  readonly description: string;
  readonly seed: number;
  readonly workload: WorkloadSection;
  readonly service: ServiceSection;
  readonly fleet: FleetSection;
  readonly client: ClientSection;
  readonly slo: SloSection;
  /** Further axes: values as written, by path. */
  readonly sweep: Readonly<Record<string, readonly unknown[]>>;
  readonly run: RunSection;
  readonly sensitivity: SensitivitySection;
  /** Batch jobs on the same hardware; their names are unique. Empty for none. */
  readonly jobs: readonly JobSection[];
  /** null: not priced. */
  readonly maintenance: MaintenanceSection | null;
  /** Capacity held for experiments; their names are unique. Empty for none. */
  readonly experiments: readonly ExperimentSection[];
  /** null: demand isn't projected. */
  readonly drift: DriftSection | null;
  /** Ways to divide the classes among pools, to be compared; their names are unique. */
  readonly pools: readonly ArrangementSection[];
}

/** Where requests come from, or the classes of requests, each with its own source; at least one. */
export type WorkloadSection = SourceSection | { readonly classes: readonly ClassSection[] };

/** A generated workload. */
export interface GenerateSection {
  /** Seconds. */
  readonly duration: number;
  readonly arrivals: ArrivalSection;
  /** Laws of the token counts; null where the service has no use for tokens. */
  readonly input: DistributionSection | null;
  readonly output: DistributionSection | null;
  /** Spearman's rank correlation of input and output, in [−1, 1]; left out: 0. */
  readonly correlation?: number;
  /** Factors on the token counts over time; left out: 1. */
  readonly trend?: TrendSection;
  /** What the figures were fitted to, for readers. */
  readonly source?: string;
}

/** Factors on token counts: linear between (seconds, factor) points, constant outside them. */
export interface TrendSection {
  readonly input?: readonly (readonly [time: number, factor: number])[];
  readonly output?: readonly (readonly [time: number, factor: number])[];
}

/** An arrival process with its spikes; see the generator for what each one means. */
export type ArrivalSection = (
  | { readonly process: "poisson"; readonly rate: number }
  | { readonly process: "gamma"; readonly rate: number; readonly cv: number }
  | { readonly process: "weibull"; readonly rate: number; readonly cv: number }
  | {
      readonly process: "mmpp";
      readonly states: readonly { readonly rate: number; readonly meanDwell: number }[];
      readonly transitions: readonly (readonly number[])[] | null;
    }
  | {
      readonly process: "on-off";
      readonly rate: number;
      readonly onMean: number;
      readonly offMean: number;
    }
  | {
      readonly process: "schedule";
      readonly points: readonly (readonly [time: number, rate: number])[];
    }
  | { readonly process: "deterministic"; readonly rate: number }
) & {
  readonly spikes: readonly {
    readonly at: number;
    readonly factor: number;
    readonly duration: number;
  }[];
};

/** A distribution; the unit of its values depends on where it stands. */
export type DistributionSection =
  | { readonly distribution: "constant"; readonly value: number }
  | { readonly distribution: "uniform"; readonly min: number; readonly max: number }
  | ({ readonly distribution: "exponential"; readonly mean: number } & ClampSection)
  | ({
      readonly distribution: "lognormal";
      readonly mean: number;
      readonly cv: number;
    } & ClampSection)
  | ({
      readonly distribution: "lognormal";
      readonly quantiles: readonly (readonly [share: number, value: number])[];
    } & ClampSection)
  | ({ readonly distribution: "gamma"; readonly mean: number; readonly cv: number } & ClampSection)
  | ({
      readonly distribution: "pareto";
      readonly scale: number;
      readonly shape: number;
    } & ClampSection)
  | ({ readonly distribution: "empirical"; readonly values: readonly number[] } & ClampSection)
  | ({
      readonly distribution: "empirical";
      readonly quantiles: readonly (readonly [share: number, value: number])[];
    } & ClampSection);

/** Limits on sampled values; null for none. */
export interface ClampSection {
  readonly min: number | null;
  readonly max: number | null;
}

/** How a replica serves. */
export type ServiceSection = SerialService | BatchService | ContinuousService;

/** `concurrency` slots a replica, each serving one request at a time. */
export interface SerialService extends Calibrated {
  readonly kind: "serial";
  readonly concurrency: number;
  readonly time: SerialTime;
  /** Seconds. */
  readonly requestOverhead: number;
}

/** Time law of a serial service: a distribution, a line in the tokens, or a column of the trace. */
export type SerialTime =
  | DistributionSection
  | { readonly base: number; readonly perInputToken: number; readonly perOutputToken: number }
  | { readonly column: "duration" };

/** Dynamic batching as in Triton or TensorFlow Serving. */
export interface BatchService extends Calibrated {
  readonly kind: "batch";
  readonly latency:
    | { readonly base: number; readonly perItem: number }
    | { readonly table: readonly (readonly [size: number, seconds: number])[] };
  readonly maxBatch: number;
  /** Seconds a batch may take, for which each replica adapts its largest batch; null: fixed. */
  readonly adaptive: { readonly latency: number } | null;
  readonly maxWait: number;
  /** Ascending; empty for none. */
  readonly preferredBatches: readonly number[];
  /** Seconds a request may wait, and what becomes of one that waits longer; null for ever. */
  readonly queuePolicy: { readonly timeout: number; readonly action: "reject" | "delay" } | null;
  readonly jitter: DistributionSection | null;
  readonly requestOverhead: number;
}

/** vLLM-style continuous batching. */
export interface ContinuousService extends Calibrated {
  readonly kind: "continuous";
  readonly step: StepSection;
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  /** null: unlimited. */
  readonly kvCache: { readonly blocks: number; readonly blockSize: number } | null;
  readonly requestOverhead: number;
}

/** Coefficients of a step's duration, in seconds. A table replaces the line it stands beside. */
export interface StepSection {
  readonly base: number;
  readonly perSequence: number;
  /** Replaces `base` and `perSequence` (which are then 0). */
  readonly bySequences: {
    readonly table: readonly (readonly [count: number, seconds: number])[];
  } | null;
  readonly perPrefillToken: number;
  /** Replaces `perPrefillToken` (which is then 0). */
  readonly byPrefillTokens: {
    readonly table: readonly (readonly [count: number, seconds: number])[];
  } | null;
  readonly perContextToken: number;
  readonly perPrefillTokenSquared: number;
}

/** The pool of replicas. */
export interface FleetSection {
  /**
   * The counts to sweep, ascending and distinct, from 1; with an autoscaler the one that the run
   * starts with, which may be 0.
   */
  readonly replicas: readonly number[];
  /** null: the counts stay as they are. */
  readonly autoscaler: AutoscalerSection | null;
  /** What a new replica goes through, one after the other; empty: ready at once. */
  readonly coldStart: readonly StartStage[];
  readonly warm: WarmSection | null;
  /** What becomes of requests while no replica is ready. */
  readonly whenZero: "hold" | "reject";
  /** Least seconds that a replica is paid for. */
  readonly minimumBilling: number;
  /** Replica i lies in zone i mod `zones`. */
  readonly zones: number;
  readonly failures: FailureSection | null;
  readonly router: RouterName;
  readonly routing: RoutingSection;
  /** How a queue chooses between classes. */
  readonly priority: "none" | "strict" | "weighted";
  readonly admission: AdmissionSection;
  /** Dollars per replica and hour; of nodes, on average over full ones. */
  readonly price: number;
  /** Where the price was looked up; null for one that the scenario names. */
  readonly priceSource: PriceSource | null;
  /** null: replicas are paid for one by one. */
  readonly nodes: NodeSection | null;
  /** Waiting requests per queue; null for no limit. */
  readonly queueLimit: number | null;
  /** Replicas that run today; null if unknown. */
  readonly current: number | null;
}

/** What clients do. */
export interface ClientSection {
  /** Seconds until a client gives up, as a law (a plain duration is a constant); null for never. */
  readonly timeout: DistributionSection | null;
  readonly cancel: boolean;
  readonly retries: RetriesSection | null;
  readonly hedging: HedgingSection | null;
}

/** What must hold. */
export interface SloSection {
  /** Seconds. */
  readonly window: number;
  /** In (0, 1). */
  readonly confidence: number;
  readonly objectives: readonly ObjectiveSection[];
  /** Whether requests or slices of time are counted against the error budget. */
  readonly budgeting: "occurrences" | "timeslices";
  readonly timeSlice: TimeSliceSection;
  /** Burn-rate alerts; empty for none. */
  readonly alerts: readonly AlertSection[];
  /** Dollars a violation costs; null for none. Never together with `credits`. */
  readonly penalty: number | null;
  /** Steps of an SLA, `below` descending and `credit` ascending; null for none. */
  readonly credits: readonly CreditSection[] | null;
}

/** At least `target` of all requests have `metric` ≤ `within` seconds. */
export interface ObjectiveSection {
  /** Name of the class whose requests count; null for those of all classes. */
  readonly class: string | null;
  readonly metric: "latency" | "ttft" | "tpot" | "queueWait";
  readonly within: number;
  readonly target: number;
}

/** What a slice of time is, and when it is good; of use with `budgeting: timeslices`. */
export interface TimeSliceSection {
  /** Length of a slice, in seconds. */
  readonly window: number;
  /** A slice is good if at least this share of its requests is; null: the objective's own target. */
  readonly target: number | null;
}

/** An alert that fires while the burn rate is at or above `burn` over both windows. */
export interface AlertSection {
  /** Budget use relative to even use over the SLO window. */
  readonly burn: number;
  /** Seconds; at most the SLO window. */
  readonly long: number;
  /** Seconds; shorter than `long`. */
  readonly short: number;
  readonly severity: "page" | "ticket";
}

/** A step of an SLA: what is refunded in a month that falls below a compliance. */
export interface CreditSection {
  /** In (0, 1]. */
  readonly below: number;
  /** Share of the month's bill, in (0, 1]. */
  readonly credit: number;
}

/**
 * What the intervals of a result are about: this exact workload, in which nothing is random; the
 * same requests with other draws in service and routing; or other traffic like this.
 */
export type QuestionKind = "hindsight" | "same-trace" | "future";

/** How the simulation is run. */
export interface RunSection {
  readonly replications: number;
  /** Seconds from the start whose requests are simulated but not measured; 0 if `warmupAuto`. */
  readonly warmup: number;
  /** True if a pilot of each configuration and replication is to find the warm-up. */
  readonly warmupAuto: boolean;
  readonly question: QuestionKind;
  /** Block bootstraps of the input, for `question: future` on a trace. */
  readonly resamples: number;
}

/** By how much each assumption is varied, up and down, relatively; each in (0, 1). */
export interface SensitivitySection {
  /** Of the arrival rate. */
  readonly traffic: number;
  /** Of the service times. */
  readonly serviceTime: number;
  /** Of the output lengths. */
  readonly output: number;
  /** Of the burstiness of the arrivals. */
  readonly burstiness: number;
  /** Of the price of a replica. */
  readonly price: number;
}

/** A kind of batch job. */
export interface JobSection {
  readonly name: string;
  /** Jobs a month, ≥ 0; need not be whole. */
  readonly perMonth: number;
  /** Share of the jobs that fail, in [0, 1). */
  readonly failureShare: number;
  /** GPU-hours of a job that doesn't fail, above 0. */
  readonly gpuHours: number;
  /** Dollars per GPU-hour. */
  readonly price: number;
  readonly recovery: RecoverySection;
  /** Share of the job that is done when it fails, in (0, 1]. */
  readonly failsAt: number;
}

/** Where a failed job goes on: at its start, where it was, or at its last checkpoint. */
export type RecoverySection =
  | { readonly kind: "restart" }
  | { readonly kind: "resume" }
  /** Seconds of running between checkpoints. */
  | { readonly kind: "checkpoint"; readonly every: number };

/** What it takes to keep the service running oneself, and what it would cost to have it run. */
export interface MaintenanceSection {
  /** Hours of work a month. */
  readonly hours: number;
  /** Dollars per hour of work. */
  readonly rate: number;
  /** A managed service in its place, with its fee in dollars per month; null if none. */
  readonly managed: { readonly fee: number } | null;
}

/** Capacity that an experiment holds. */
export interface ExperimentSection {
  readonly name: string;
  /** GPU-hours held a month, ≥ 0. */
  readonly gpuHours: number;
  /** Share of them held past the experiment's time to live, in [0, 1]. */
  readonly pastTtl: number;
  /** Dollars per GPU-hour. */
  readonly price: number;
}

/** What changes from month to month. */
export interface DriftSection {
  /** Growth of demand per month, as a share of the month before, ≥ 0; may exceed 1. */
  readonly demandGrowth: number;
}
