import type {
  AutoscalerSection,
  HpaBehaviorSection,
  KnativeSection,
  MetricSection,
  ScalingRulesSection,
  SignalName,
} from "../scenario/autoscaler-section.ts";
import { MOST_REPLICAS } from "../scenario/most-replicas.ts";
import {
  AUTOSCALER_HPA,
  AUTOSCALER_KEDA,
  AUTOSCALER_KNATIVE,
  AUTOSCALER_PREDICTIVE,
  AUTOSCALER_RAY_SERVE,
  AUTOSCALER_SCHEDULE,
  SELECT_DISABLED,
  SELECT_MAX,
  SELECT_MIN,
  SIGNAL_CONCURRENCY,
  SIGNAL_KV,
  SIGNAL_QUEUE,
  SIGNAL_RATE,
  SIGNAL_UTILIZATION,
  type AutoscalerPlan,
  type HpaDirection,
  type HpaRules,
  type KnativePlan,
  type MetricPlan,
} from "../sim/autoscale/autoscaler-plan.ts";

const SIGNALS: Readonly<Record<SignalName, number>> = {
  utilization: SIGNAL_UTILIZATION,
  concurrency: SIGNAL_CONCURRENCY,
  queue: SIGNAL_QUEUE,
  kv: SIGNAL_KV,
  rate: SIGNAL_RATE,
};

const SELECTIONS: Readonly<Record<ScalingRulesSection["selectPolicy"], number>> = {
  max: SELECT_MAX,
  min: SELECT_MIN,
  disabled: SELECT_DISABLED,
};

/** Seconds between Knative's decisions: `tickInterval` in its `multiscaler.go` (1.18, 2025). */
const KNATIVE_TICK = 2;

/** Knative never aims lower: `TargetMin` in its `autoscaling` package (1.18). */
const KNATIVE_LEAST_TARGET = 0.01;

/** What is counted at a queue in front of the fleet; the rest is measured of its pods. */
const OF_QUEUE: ReadonlySet<SignalName> = new Set(["concurrency", "queue", "rate"]);

/**
 * Lowers an autoscaler to numbers.
 *
 * @param autoscaler - The section, valid.
 * @param meanStart - Mean seconds from asking for a replica to its readiness.
 * @param hasOneQueue - Whether requests wait in front of the fleet, so that an HPA sees them as a
 *   metric of type External.
 */
export function compileAutoscaler(
  autoscaler: AutoscalerSection,
  meanStart: number,
  hasOneQueue: boolean,
): AutoscalerPlan {
  switch (autoscaler.kind) {
    case "hpa":
      return {
        kind: AUTOSCALER_HPA,
        min: autoscaler.minReplicas,
        max: autoscaler.maxReplicas,
        metrics: autoscaler.metrics.map((metric) =>
          compileMetric(metric, 0, hasOneQueue && OF_QUEUE.has(metric.signal)),
        ),
        ...compileBehavior(autoscaler, autoscaler.metrics),
      };
    case "keda":
      return {
        kind: AUTOSCALER_KEDA,
        min: autoscaler.minReplicaCount,
        max: autoscaler.maxReplicaCount,
        pollingInterval: autoscaler.pollingInterval,
        cooldownPeriod: autoscaler.cooldownPeriod,
        initialCooldownPeriod: autoscaler.initialCooldownPeriod,
        triggers: autoscaler.metrics.map((metric) =>
          compileMetric(metric, metric.activation, true),
        ),
        hpa: compileBehavior(autoscaler, autoscaler.metrics),
      };
    case "knative":
      return compileKnative(autoscaler);
    case "ray-serve":
      return {
        kind: AUTOSCALER_RAY_SERVE,
        min: autoscaler.minReplicas,
        max: autoscaler.maxReplicas,
        targetOngoing: autoscaler.targetOngoingRequests,
        upscaleDelay: autoscaler.upscaleDelay,
        downscaleDelay: autoscaler.downscaleDelay,
        downscaleToZeroDelay: autoscaler.downscaleToZeroDelay ?? Infinity,
        lookBack: autoscaler.lookBackPeriod,
        metricsInterval: autoscaler.metricsInterval,
        upscalingFactor: autoscaler.upscalingFactor,
        downscalingFactor: autoscaler.downscalingFactor,
      };
    case "schedule":
      return {
        kind: AUTOSCALER_SCHEDULE,
        times: autoscaler.points.map(([time]) => time),
        replicas: autoscaler.points.map(([, replicas]) => replicas),
        period: autoscaler.period,
      };
    case "predictive": {
      const { kind: _, initial: __, horizon, ...kept } = autoscaler;
      return { ...kept, kind: AUTOSCALER_PREDICTIVE, horizon: horizon ?? meanStart };
    }
  }
}

function compileMetric(metric: MetricSection, activation: number, isExternal: boolean): MetricPlan {
  const { signal, target, scrape, window, delay } = metric;
  const external = isExternal ? 1 : 0;
  return { signal: SIGNALS[signal], target, scrape, window, delay, activation, external };
}

function compileBehavior(
  behavior: HpaBehaviorSection,
  metrics: readonly MetricSection[],
): HpaRules {
  const { scaleDown, scaleUp, syncPeriod, tolerance } = behavior;
  return {
    sync: syncPeriod,
    toleranceUp: scaleUp.tolerance ?? tolerance,
    toleranceDown: scaleDown.tolerance ?? tolerance,
    up: compileDirection(scaleUp),
    down: compileDirection(scaleDown),
    initialization: initializationOf(behavior, metrics),
  };
}

/**
 * How long a ready replica's utilisation is left out. Within the initialization period Kubernetes
 * waits for a sample whose whole window lies after readiness; the period itself only bounds that.
 *
 * @see kubernetes/pkg/controller/podautoscaler/replica_calculator.go, `groupPods` (1.34, 2025).
 */
function initializationOf(
  { cpuInitializationPeriod }: HpaBehaviorSection,
  metrics: readonly MetricSection[],
): number {
  const windows = metrics
    .filter(({ signal }) => signal === "utilization")
    .map(({ window }) => window);
  return Math.min(cpuInitializationPeriod, Math.max(0, ...windows));
}

function compileDirection(rules: ScalingRulesSection): HpaDirection {
  return {
    stabilization: rules.stabilizationWindow,
    select: SELECTIONS[rules.selectPolicy],
    policies: rules.policies.map(({ type, value, period }) => ({
      share: type === "percent" ? 1 : 0,
      value,
      period,
    })),
  };
}

function compileKnative(section: KnativeSection): KnativePlan {
  return {
    kind: AUTOSCALER_KNATIVE,
    min: section.minScale,
    max: section.maxScale ?? MOST_REPLICAS,
    signal: section.metric === "rps" ? SIGNAL_RATE : SIGNAL_CONCURRENCY,
    target: Math.max(KNATIVE_LEAST_TARGET, section.target * section.targetUtilization),
    tick: KNATIVE_TICK,
    stableWindow: section.stableWindow,
    panicWindow: section.panicWindowPercentage,
    panicThreshold: section.panicThresholdPercentage,
    maxScaleUpRate: section.maxScaleUpRate,
    maxScaleDownRate: section.maxScaleDownRate,
    scaleToZeroGrace: section.scaleToZeroGracePeriod,
    scaleDownDelay: section.scaleDownDelay,
  };
}
