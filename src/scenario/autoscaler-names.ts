import { didYouMean } from "./messages.ts";

/** What several products mean, under the name that each kind of autoscaler has for it. */
interface Concept {
  /** Names of it, those of the products included. */
  readonly names: readonly string[];
  /** Key by kind, with an example where the name alone doesn't say how it is written. */
  readonly keys: Readonly<Record<string, string | readonly [key: string, example: string]>>;
  /** True if every product writes it alike, so that its value can move to another's key. */
  readonly isCount?: true;
}

const UTILIZATION = ["metrics", "metrics: [{signal: utilization, target: 80%}]"] as const;
const CONCURRENCY = ["metrics", "metrics: [{signal: concurrency, target: 8}]"] as const;
const QUEUE = ["metrics", "metrics: [{signal: queue, target: 5}]"] as const;
const SHRINK_SLOWLY = ["scaleDown", "scaleDown: {stabilizationWindow: 300s}"] as const;
const GROW_SLOWLY = ["scaleUp", "scaleUp: {stabilizationWindow: 30s}"] as const;
const LONG_WINDOW = ["metrics", "metrics: [{signal: rate, target: 12/s, window: 2m}]"] as const;

/**
 * The first concept that has the name and a key for the kind counts. Names are those of
 * autoscaling/v1 and v2 (Kubernetes 1.34), a ScaledObject (KEDA 2.21), the annotations and
 * `config-autoscaler` of Knative Serving 1.18 and the `autoscaling_config` of Ray Serve 2.50, without
 * what parts their words.
 */
const CONCEPTS: readonly Concept[] = [
  {
    names: ["minReplicas", "minReplicaCount", "minScale", "min"],
    isCount: true,
    keys: {
      hpa: "minReplicas",
      keda: "minReplicaCount",
      knative: "minScale",
      "ray-serve": "minReplicas",
      predictive: "min",
    },
  },
  {
    names: ["maxReplicas", "maxReplicaCount", "maxScale", "max"],
    isCount: true,
    keys: {
      hpa: "maxReplicas",
      keda: "maxReplicaCount",
      knative: "maxScale",
      "ray-serve": "maxReplicas",
      predictive: "max",
    },
  },
  {
    names: ["initial", "initialReplicas", "initialScale"],
    isCount: true,
    keys: {
      hpa: "initial",
      keda: "initial",
      knative: "initialScale",
      "ray-serve": "initialReplicas",
      predictive: "initial",
    },
  },
  {
    names: [
      "targetCPUUtilizationPercentage",
      "targetAverageUtilization",
      "averageUtilization",
      "targetUtilization",
      "targetUtilizationPercentage",
      "containerConcurrencyTargetPercentage",
    ],
    keys: { hpa: UTILIZATION, keda: UTILIZATION, knative: "targetUtilization" },
  },
  { names: ["triggers"], keys: { keda: QUEUE } },
  {
    names: [
      "metrics",
      "metric",
      "triggers",
      "target",
      "threshold",
      "containerConcurrency",
      "targetConcurrency",
      "targetOngoingRequests",
      "targetNumOngoingRequestsPerReplica",
      "perReplica",
    ],
    keys: {
      hpa: CONCURRENCY,
      keda: CONCURRENCY,
      knative: ["target", "target: 10"],
      "ray-serve": "targetOngoingRequests",
      predictive: ["perReplica", "perReplica: 12/s"],
    },
  },
  {
    names: ["cooldownPeriod", "scaleToZeroGracePeriod", "downscaleToZeroDelay"],
    keys: {
      keda: "cooldownPeriod",
      knative: "scaleToZeroGracePeriod",
      "ray-serve": "downscaleToZeroDelay",
    },
  },
  {
    names: [
      "stabilizationWindow",
      "stabilizationWindowSeconds",
      "cooldownPeriod",
      "scaleDown",
      "scaleDownDelay",
      "downscaleDelay",
      "downscaleDelayS",
    ],
    keys: {
      hpa: SHRINK_SLOWLY,
      keda: SHRINK_SLOWLY,
      knative: "scaleDownDelay",
      "ray-serve": "downscaleDelay",
      predictive: "scaleDownDelay",
    },
  },
  {
    names: ["upscaleDelay", "upscaleDelayS", "scaleUp"],
    keys: { hpa: GROW_SLOWLY, keda: GROW_SLOWLY, "ray-serve": "upscaleDelay" },
  },
  {
    names: ["behavior", "advanced", "horizontalPodAutoscalerConfig"],
    keys: { hpa: SHRINK_SLOWLY, keda: SHRINK_SLOWLY },
  },
  {
    names: ["pollingInterval", "syncPeriod", "metricsInterval", "interval"],
    keys: {
      hpa: "syncPeriod",
      keda: "pollingInterval",
      "ray-serve": "metricsInterval",
      predictive: "interval",
    },
  },
  {
    names: ["stableWindow", "window", "lookBackPeriod", "lookBackPeriodS"],
    keys: {
      hpa: LONG_WINDOW,
      keda: LONG_WINDOW,
      knative: "stableWindow",
      "ray-serve": "lookBackPeriod",
      predictive: "window",
    },
  },
  {
    names: ["smoothingFactor", "upscaleSmoothingFactor"],
    keys: { "ray-serve": "upscalingFactor" },
  },
  { names: ["downscaleSmoothingFactor"], keys: { "ray-serve": "downscalingFactor" } },
];

/**
 * What the key of another autoscaler is called in one of a kind, as a hint; null if it isn't known.
 *
 * @param key - As written, `min_replicas` and `autoscaling.knative.dev/min-scale` too.
 */
export function renamedForAutoscaler(kind: string, key: string): string | null {
  const name = key
    .replace(/^autoscaling\.knative\.dev\//u, "")
    .replace(/[-_]+([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  const concept = CONCEPTS.find(({ keys, names }) => names.includes(name) && kind in keys);
  const found = concept?.keys[kind];
  if (found === undefined) return null;
  const [own, example] = typeof found === "string" ? [found, null] : found;
  return example === null ? didYouMean(own) : `did you mean \`${own}\`, such as ${example}?`;
}

/**
 * The key that takes the same value in a kind; null if there is none.
 *
 * @param key - A key of a scenario, of another kind.
 */
export function movedForAutoscaler(kind: string, key: string): string | null {
  const concept = CONCEPTS.find(({ isCount, names }) => isCount === true && names.includes(key));
  const found = concept?.keys[kind];
  return typeof found === "string" ? found : null;
}

/** Keys of a metric or a policy in Kubernetes and KEDA that are shorter in a scenario. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ["averageUtilization", "target"],
  ["averageValue", "target"],
  ["threshold", "target"],
  ["activationThreshold", "activation"],
  ["periodSeconds", "period"],
]);

/**
 * The same for a key of a metric or a policy.
 */
export function renamedInPart(_kind: string, key: string): string | null {
  return didYouMean(PARTS.get(key) ?? null);
}
