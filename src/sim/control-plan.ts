import type { Distribution } from "../random/distribution.ts";
import type { AutoscalerPlan } from "./autoscale/autoscaler-plan.ts";

/**
 * What a fleet and its clients do beyond serving a fixed pool of patient ones. A plan that has this
 * part runs in the controlled event loop; one without it in the plain loop, which is faster.
 *
 * Time is float64 seconds, shares are numbers in [0, 1], null says that a mechanism is absent.
 * Random draws are counter-based (`random/counter-uniform.ts`), keyed by `seed` and by what they
 * are for, so that no mechanism shifts the draws of another.
 */
export interface ControlPlan {
  /** Seed and replication folded into 32 bits. */
  readonly seed: number;
  readonly classes: readonly ClassPlan[];
  readonly fleet: FleetPlan;
  readonly queue: QueuePlan;
  readonly admission: AdmissionPlan;
  readonly routing: RoutingPlan;
  readonly client: ClientPlan;
  /**
   * 1 if the column of service times holds draws of a law, of which a further attempt at the same
   * request takes another.
   */
  readonly redrawsService: number;
  /** Closed-loop users, one entry a class that has them. Empty for none. */
  readonly users: readonly UsersPlan[];
  /** Bins of the timeline; 0 for none. */
  readonly timelineBins: number;
}

/** A class of requests. Without classes there is one, with every default. */
export interface ClassPlan {
  /** Lower is served first under strict priority; the classes of one level share a FIFO. */
  readonly priority: number;
  /** Share of service starts under weighted priority, relative to the others; > 0. */
  readonly weight: number;
  /** Share of the slots behind a queue that only this class may use, in [0, 1). */
  readonly reserved: number;
  /** Overrides `SimPlan.timeout`; Infinity for never. */
  readonly timeout: number;
}

/** How many replicas there are, how they start, fail and are paid. */
export interface FleetPlan {
  /** Replicas ready at the start; the size kept, without an autoscaler. */
  readonly initial: number;
  readonly autoscaler: AutoscalerPlan | null;
  /** Stages that follow each other from request to readiness, each a law. Empty: instant. */
  readonly coldStart: readonly Distribution[];
  /** Replicas kept warm beside the fleet; null for none. */
  readonly warmPool: WarmPoolPlan | null;
  /** 1 if requests wait while no replica is ready, 0 if they are rejected. */
  readonly holdsAtZero: number;
  /** Least seconds a replica is paid for. */
  readonly minimumBilling: number;
  readonly failures: FailurePlan;
}

/** Replicas that have been through most of the cold start and wait at a lower price. */
export interface WarmPoolPlan {
  readonly size: number;
  /** Seconds from being taken out of the pool to readiness. */
  readonly start: Distribution;
}

/** What becomes of requests on a replica that stops; see FailurePlan. */
export const LOSS_FAIL = 0;
export const LOSS_RETRY = 1;
export const LOSS_RESUME = 2;

/** What goes wrong. */
export interface FailurePlan {
  /**
   * What becomes of requests on a replica that stops: LOSS_FAIL ends their attempt, LOSS_RETRY
   * routes them anew from scratch, LOSS_RESUME pauses them until the replica is back. A replica
   * that never comes back (spot) resumes nothing: there RESUME acts as RETRY.
   */
  readonly onLoss: number;
  /** Independent failures of each replica: time in service between them, time down. */
  readonly replica: { readonly uptime: Distribution; readonly downtime: Distribution } | null;
  /** Failures of whole zones; replica i lies in zone i mod `count`. */
  readonly zones: {
    readonly count: number;
    readonly uptime: Distribution;
    readonly downtime: Distribution;
  } | null;
  /** Reclaims: life of a replica until its notice, seconds of notice. A successor starts at notice. */
  readonly spot: { readonly life: Distribution; readonly notice: number } | null;
  /** Stretches in which whatever a replica starts takes `factor` times as long. */
  readonly slow: {
    readonly interval: Distribution;
    readonly duration: Distribution;
    readonly factor: number;
  } | null;
  /** Planned: the first `replicas` up at `at` (by index), or all of `zone` (−1: none), go down. */
  readonly outages: readonly {
    readonly at: number;
    readonly duration: number;
    readonly replicas: number;
    readonly zone: number;
  }[];
  /** Every replica is replaced, as a Kubernetes rolling update does it. */
  readonly rollouts: readonly {
    readonly at: number;
    readonly maxUnavailable: number;
    readonly maxSurge: number;
  }[];
}

/** How a queue chooses between classes. */
export const PRIORITY_NONE = 0;
export const PRIORITY_STRICT = 1;
export const PRIORITY_WEIGHTED = 2;

/** What a queue does with a request that has waited too long. */
export const QUEUE_TIMEOUT_REJECT = 0;
export const QUEUE_TIMEOUT_DELAY = 1;

/** In which order a queue is served, and what is dropped from it. */
export interface QueuePlan {
  /** PRIORITY_ constant. */
  readonly priority: number;
  /** Controlled delay (RFC 8289): target and interval; null for none. */
  readonly codel: { readonly target: number; readonly interval: number } | null;
  /**
   * Newest first, and a short queue timeout, while the queue hasn't been empty for `interval`
   * ("Fail at Scale", ACM Queue 2015): timeout `busyTimeout` then, `interval` else; null for none.
   */
  readonly adaptiveLifo: { readonly interval: number; readonly busyTimeout: number } | null;
  /** Drop at the head what can't be answered before its deadline, given this many seconds. */
  readonly deadlineAware: { readonly estimate: number } | null;
  /** Triton's queue policy: seconds (strictly more expire) and QUEUE_TIMEOUT_; null for none. */
  readonly timeout: { readonly after: number; readonly action: number } | null;
}

/** What is turned away at the door, before any routing. */
export interface AdmissionPlan {
  readonly tokenBucket: { readonly rate: number; readonly burst: number } | null;
  readonly adaptiveConcurrency: GradientPlan | null;
}

/** Envoy's gradient controller. */
export interface GradientPlan {
  /** Share of latencies that the sampled one is the quantile of. */
  readonly quantile: number;
  readonly updateInterval: number;
  readonly minRttInterval: number;
  /** Share of `minRttInterval` by which it is lengthened at most, at random. */
  readonly jitter: number;
  readonly minRttRequests: number;
  readonly minConcurrency: number;
  readonly maxConcurrency: number;
  /** Share added to the minimum round-trip time. */
  readonly buffer: number;
}

/** What routers see. `SimPlan.router` names the policy. */
export interface RoutingPlan {
  /** Seconds between updates of the loads that routers see; 0 for the present. */
  readonly staleness: number;
  /** Router instances, each counting only what it sent itself; request k is instance k mod n's. */
  readonly instances: number;
  /** Prefix-cache blocks of a replica, least recently used out first; 0 for no cache. */
  readonly prefixCacheBlocks: number;
  /** Tokens of a block of the trace's prefix hashes. */
  readonly prefixBlockTokens: number;
  /** llm-d endpoint picker: weight of each scorer; used with ROUTER_ENDPOINT_PICKER. */
  readonly scorers: {
    readonly queue: number;
    readonly kv: number;
    readonly prefix: number;
    readonly running: number;
  };
}

/** Kinds of backoff. */
export const BACKOFF_FULL_JITTER = 0;
export const BACKOFF_DECORRELATED = 1;
export const BACKOFF_BAND = 2;
export const BACKOFF_LAW = 3;

/** What clients do when an attempt doesn't succeed. */
export interface ClientPlan {
  readonly retries: RetryPlan | null;
  readonly hedging: HedgePlan | null;
}

/** Retries of a request after a rejected, timed-out or failed attempt. */
export interface RetryPlan {
  /** Attempts of a request, the first one included; Infinity for no limit. */
  readonly maxAttempts: number;
  /** Seconds an attempt may take; Infinity for no limit of its own. */
  readonly perTryTimeout: number;
  /** 1 where a retry follows. */
  readonly onRejected: number;
  readonly onTimedOut: number;
  readonly onFailed: number;
  readonly backoff: BackoffPlan;
  readonly budget: RetryBudgetPlan | null;
}

/** Seconds until a retry; which fields count depends on `kind`. */
export interface BackoffPlan {
  /** BACKOFF_ constant. */
  readonly kind: number;
  readonly base: number;
  readonly factor: number;
  readonly max: number;
  /** BACKOFF_BAND: half-width of the factor around 1. */
  readonly band: number;
  /** BACKOFF_LAW: drawn from this alone. */
  readonly law: Distribution;
}

/** Kinds of retry budget. */
export const BUDGET_SHARE = 0;
export const BUDGET_THROTTLE = 1;
export const BUDGET_TOKENS = 2;

/** A limit on retries; which fields count depends on `kind`. */
export interface RetryBudgetPlan {
  /** BUDGET_ constant: Envoy's share of active requests, gRPC's throttle, AWS's token bucket. */
  readonly kind: number;
  /** BUDGET_SHARE: share of active and pending requests that may be retries; least allowed. */
  readonly share: number;
  readonly least: number;
  /** BUDGET_THROTTLE: tokens at most, and what a success gives back. */
  readonly tokens: number;
  readonly tokenRatio: number;
  /** BUDGET_TOKENS: cost of a retry, after a timeout, and what an unretried success gives back. */
  readonly cost: number;
  readonly timeoutCost: number;
  readonly refund: number;
}

/** A second try while the first still runs; the first answer wins and the rest is cancelled. */
export interface HedgePlan {
  /** Attempts of a request, the first one included. */
  readonly maxAttempts: number;
  /** Seconds after the attempt before; used until `quantile` has enough samples. */
  readonly delay: number;
  /** Share of past latencies at whose quantile a hedge is sent; 0 for the fixed delay. */
  readonly quantile: number;
}

/** Users who wait for their answer, think, and ask again. */
export interface UsersPlan {
  /** Class of their requests. */
  readonly class: number;
  readonly count: number;
  readonly thinkTime: Distribution;
  /** No request is sent at or after this. */
  readonly until: number;
  /**
   * Rows of the columns after the arrivals that hold their sizes: the k-th request of these users
   * takes row `firstRow` + k mod `rows`.
   */
  readonly firstRow: number;
  readonly rows: number;
}
