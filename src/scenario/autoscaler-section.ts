/** What decides how many replicas there are. Keys are the product's own. */
export type AutoscalerSection =
  HpaSection | KedaSection | KnativeSection | RayServeSection | ScheduleSection | PredictiveSection;

/** What an autoscaler looks at. */
export type SignalName = "utilization" | "concurrency" | "queue" | "kv" | "rate";

/** A signal as an autoscaler gets to see it. */
export interface MetricSection {
  readonly signal: SignalName;
  /** Value per replica aimed at: a share, a number of requests, or requests a second. */
  readonly target: number;
  /** Seconds between samples. */
  readonly scrape: number;
  /** Seconds a sample averages over; 0 for the instant. */
  readonly window: number;
  /** Seconds from a sample until it can be read. */
  readonly delay: number;
}

/** A metric of KEDA, which also tells whether there is work at all. */
export interface TriggerSection extends MetricSection {
  /** Active strictly above this total over the fleet. */
  readonly activation: number;
}

/** How fast a Kubernetes autoscaler may move in one direction. */
export interface ScalingRulesSection {
  /** Seconds. */
  readonly stabilizationWindow: number;
  readonly selectPolicy: "max" | "min" | "disabled";
  /** A number of pods, or a share of the replicas at the start of the period; seconds. */
  readonly policies: readonly {
    readonly type: "pods" | "percent";
    readonly value: number;
    readonly period: number;
  }[];
  /** Relative deviation from the target that is left alone; null for that of both directions. */
  readonly tolerance: number | null;
}

/** What an HPA has beside its bounds and metrics. */
export interface HpaBehaviorSection {
  /** Seconds. */
  readonly syncPeriod: number;
  /** Relative deviation from the target that is left alone. */
  readonly tolerance: number;
  /** Without policies where the object has no `behavior` at all, which has limits of its own. */
  readonly scaleUp: ScalingRulesSection;
  readonly scaleDown: ScalingRulesSection;
  /** Seconds; 0 without a metric that it holds for. */
  readonly cpuInitializationPeriod: number;
}

/** Kubernetes HorizontalPodAutoscaler, autoscaling/v2. */
export interface HpaSection extends HpaBehaviorSection {
  readonly kind: "hpa";
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly initial: number;
  readonly metrics: readonly MetricSection[];
}

/** KEDA: it starts the first replica and stops the last one, and leaves the rest to an HPA. */
export interface KedaSection extends HpaBehaviorSection {
  readonly kind: "keda";
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly initial: number;
  readonly metrics: readonly TriggerSection[];
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly initialCooldownPeriod: number;
}

/** Knative pod autoscaler; shares for percentages. */
export interface KnativeSection {
  readonly kind: "knative";
  readonly minScale: number;
  /** null: no limit. */
  readonly maxScale: number | null;
  readonly initialScale: number;
  readonly metric: "concurrency" | "rps";
  /** Requests at once, or a second, that a replica takes; `targetUtilization` of it is aimed at. */
  readonly target: number;
  readonly targetUtilization: number;
  readonly stableWindow: number;
  readonly panicWindowPercentage: number;
  readonly panicThresholdPercentage: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  readonly scaleToZeroGracePeriod: number;
  readonly scaleDownDelay: number;
}

/** Ray Serve. */
export interface RayServeSection {
  readonly kind: "ray-serve";
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly initialReplicas: number;
  readonly targetOngoingRequests: number;
  readonly upscaleDelay: number;
  readonly downscaleDelay: number;
  /** null: as `downscaleDelay`. */
  readonly downscaleToZeroDelay: number | null;
  readonly lookBackPeriod: number;
  readonly metricsInterval: number;
  readonly upscalingFactor: number;
  readonly downscalingFactor: number;
}

/** Replicas by the clock. */
export interface ScheduleSection {
  readonly kind: "schedule";
  /** From when on how many, ascending and less than `period`; the last point holds until the first. */
  readonly points: readonly (readonly [time: number, replicas: number])[];
  /** Seconds after which the points repeat. */
  readonly period: number;
}

/** Replicas for the rate that a straight line through the last windows foretells. */
export interface PredictiveSection {
  readonly kind: "predictive";
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  /** Requests a second that a replica is to take. */
  readonly perReplica: number;
  /** Seconds between decisions. */
  readonly interval: number;
  readonly window: number;
  readonly windows: number;
  /** Seconds ahead; null for the mean cold start. */
  readonly horizon: number | null;
  /** Share added to the forecast. */
  readonly headroom: number;
  /** Seconds. */
  readonly scaleDownDelay: number;
}
