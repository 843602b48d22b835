/** Signals of an autoscaler. */
export const SIGNAL_UTILIZATION = 0;
export const SIGNAL_CONCURRENCY = 1;
export const SIGNAL_QUEUE = 2;
export const SIGNAL_KV = 3;
export const SIGNAL_RATE = 4;

/** A signal as an autoscaler gets to see it. */
export interface MetricPlan {
  /** SIGNAL_ constant. Utilisation and KV are shares of a replica; rate is arrivals a second. */
  readonly signal: number;
  /** Value per replica aimed at, in the signal's unit. */
  readonly target: number;
  /** Seconds between samples. */
  readonly scrape: number;
  /** Seconds a sample averages over, back from its instant; 0 for the instant itself. */
  readonly window: number;
  /** Seconds from a sample until the autoscaler can read it. */
  readonly delay: number;
  /** KEDA: active strictly above this total over the fleet; else unused. */
  readonly activation: number;
  /** HPA: 1 for a total that no pod has a part of, of type External; else 0. KEDA has no other. */
  readonly external: number;
}

/** Any autoscaler, told apart by `kind`. */
export type AutoscalerPlan =
  HpaPlan | KedaPlan | KnativePlan | RayServePlan | SchedulePlan | PredictivePlan;

/** Kinds of autoscaler. */
export const AUTOSCALER_HPA = 0;
export const AUTOSCALER_KEDA = 1;
export const AUTOSCALER_KNATIVE = 2;
export const AUTOSCALER_RAY_SERVE = 3;
export const AUTOSCALER_SCHEDULE = 4;
export const AUTOSCALER_PREDICTIVE = 5;

/** Kubernetes HorizontalPodAutoscaler v2. */
export interface HpaPlan extends HpaRules {
  readonly kind: typeof AUTOSCALER_HPA;
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly MetricPlan[];
}

/** How an HPA goes from a metric to a number of replicas, and how fast. */
export interface HpaRules {
  /** Seconds between syncs. */
  readonly sync: number;
  /** Relative deviation from the target that is left alone, up and down. */
  readonly toleranceUp: number;
  readonly toleranceDown: number;
  readonly up: HpaDirection;
  readonly down: HpaDirection;
  /** Utilisation only: a pod younger than this since it got ready counts as not ready. */
  readonly initialization: number;
}

/** Which of several scaling policies counts: the one that allows most, or least; or none. */
export const SELECT_MAX = 0;
export const SELECT_MIN = 1;
export const SELECT_DISABLED = 2;

/** Limits on scaling in one direction. */
export interface HpaDirection {
  readonly stabilization: number;
  /** SELECT_ constant. */
  readonly select: number;
  /** `share` 1: `value` is a share of the replicas at the period's start; 0: a number of pods. */
  readonly policies: readonly {
    readonly share: number;
    readonly value: number;
    readonly period: number;
  }[];
}

/** KEDA: activation between 0 and 1, an HPA above. */
export interface KedaPlan {
  readonly kind: typeof AUTOSCALER_KEDA;
  readonly min: number;
  readonly max: number;
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly initialCooldownPeriod: number;
  readonly triggers: readonly MetricPlan[];
  readonly hpa: HpaRules;
}

/** Knative pod autoscaler. */
export interface KnativePlan {
  readonly kind: typeof AUTOSCALER_KNATIVE;
  readonly min: number;
  readonly max: number;
  /** SIGNAL_CONCURRENCY or SIGNAL_RATE. */
  readonly signal: number;
  /** Per replica, target utilisation already in it. */
  readonly target: number;
  readonly tick: number;
  readonly stableWindow: number;
  /** Share of the stable window. */
  readonly panicWindow: number;
  /** Multiple of capacity at which panic starts. */
  readonly panicThreshold: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  readonly scaleToZeroGrace: number;
  readonly scaleDownDelay: number;
}

/** Ray Serve. */
export interface RayServePlan {
  readonly kind: typeof AUTOSCALER_RAY_SERVE;
  readonly min: number;
  readonly max: number;
  readonly targetOngoing: number;
  readonly upscaleDelay: number;
  readonly downscaleDelay: number;
  /** Infinity: never to zero faster than `downscaleDelay`. */
  readonly downscaleToZeroDelay: number;
  readonly lookBack: number;
  readonly metricsInterval: number;
  readonly upscalingFactor: number;
  readonly downscalingFactor: number;
}

/** Replicas by time of day: `replicas[i]` from `times[i]` on, repeating every `period`. */
export interface SchedulePlan {
  readonly kind: typeof AUTOSCALER_SCHEDULE;
  readonly times: readonly number[];
  readonly replicas: readonly number[];
  readonly period: number;
}

/** Replicas for the rate forecast one cold start ahead. */
export interface PredictivePlan {
  readonly kind: typeof AUTOSCALER_PREDICTIVE;
  readonly min: number;
  readonly max: number;
  /** Requests a second one replica is to take. */
  readonly perReplica: number;
  readonly interval: number;
  /** Length of a window, and how many of the last ones the straight line is fitted to. */
  readonly window: number;
  readonly windows: number;
  /** Seconds ahead. */
  readonly horizon: number;
  /** Share added to the forecast. */
  readonly headroom: number;
  /** Seconds a lower forecast must last before the fleet shrinks. */
  readonly scaleDownDelay: number;
}
