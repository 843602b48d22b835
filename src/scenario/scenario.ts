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
}

/** Exactly one of a recorded trace and a generator. */
export type WorkloadSection =
  { readonly trace: TraceSection } | { readonly generate: GenerateSection };

/** A recorded request log. */
export interface TraceSection {
  /** Path as written, relative to the scenario file. */
  readonly file: string;
  readonly format: "azure-llm" | "mooncake" | "columns";
  /** Names of the columns, for `format: columns`; else null. */
  readonly columns: {
    readonly arrival: string;
    readonly input: string | null;
    readonly output: string | null;
    readonly duration: string | null;
  } | null;
  /** Stretch of the trace to keep, in seconds of trace time; null for all of it. */
  readonly window: readonly [start: number, end: number] | null;
  readonly speed: number;
  readonly copies: number;
  /** What to do with a malformed row. */
  readonly onError: "error" | "skip";
}

/** A generated workload. */
export interface GenerateSection {
  /** Seconds. */
  readonly duration: number;
  readonly arrivals: ArrivalSection;
  /** Laws of the token counts; null where the service has no use for tokens. */
  readonly input: DistributionSection | null;
  readonly output: DistributionSection | null;
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
export interface SerialService {
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
export interface BatchService {
  readonly kind: "batch";
  readonly latency:
    | { readonly base: number; readonly perItem: number }
    | { readonly table: readonly (readonly [size: number, seconds: number])[] };
  readonly maxBatch: number;
  readonly maxWait: number;
  /** Ascending; empty for none. */
  readonly preferredBatches: readonly number[];
  readonly jitter: DistributionSection | null;
  readonly requestOverhead: number;
}

/** vLLM-style continuous batching. */
export interface ContinuousService {
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
  /** The counts to sweep, ascending and distinct. */
  readonly replicas: readonly number[];
  readonly router:
    "central-queue" | "round-robin" | "random" | "least-outstanding" | "power-of-two";
  /** Dollars per replica and hour. */
  readonly price: number;
  /** Waiting requests per queue; null for no limit. */
  readonly queueLimit: number | null;
}

/** What clients do. */
export interface ClientSection {
  /** Seconds until a client gives up, as a law (a plain duration is a constant); null for never. */
  readonly timeout: DistributionSection | null;
  readonly cancel: boolean;
}

/** What must hold. */
export interface SloSection {
  /** Seconds. */
  readonly window: number;
  /** In (0, 1). */
  readonly confidence: number;
  readonly objectives: readonly ObjectiveSection[];
}

/** At least `target` of all requests have `metric` ≤ `within` seconds. */
export interface ObjectiveSection {
  readonly metric: "latency" | "ttft" | "tpot" | "queueWait";
  readonly within: number;
  readonly target: number;
}

/** How the simulation is run. */
export interface RunSection {
  readonly replications: number;
  /** Seconds from the start whose requests are simulated but not measured. */
  readonly warmup: number;
}
