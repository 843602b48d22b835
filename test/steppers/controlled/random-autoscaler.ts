import {
  AUTOSCALER_HPA,
  AUTOSCALER_KEDA,
  AUTOSCALER_KNATIVE,
  AUTOSCALER_PREDICTIVE,
  AUTOSCALER_RAY_SERVE,
  AUTOSCALER_SCHEDULE,
  type AutoscalerPlan,
  type HpaDirection,
  type HpaRules,
  type MetricPlan,
  SIGNAL_CONCURRENCY,
  SIGNAL_KV,
  SIGNAL_QUEUE,
  SIGNAL_RATE,
  SIGNAL_UTILIZATION,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import type { Draws } from "../random-draws.ts";

/** The kinds that `drawAutoscaler` draws. */
export const AUTOSCALER_KINDS: readonly number[] = [
  AUTOSCALER_HPA,
  AUTOSCALER_KEDA,
  AUTOSCALER_KNATIVE,
  AUTOSCALER_RAY_SERVE,
  AUTOSCALER_SCHEDULE,
  AUTOSCALER_PREDICTIVE,
];

const SIGNALS = [
  SIGNAL_UTILIZATION,
  SIGNAL_CONCURRENCY,
  SIGNAL_QUEUE,
  SIGNAL_KV,
  SIGNAL_RATE,
] as const;

function drawMetric(draws: Draws, span: number): MetricPlan {
  const signal = draws.pick(SIGNALS);
  const isShare = signal === SIGNAL_UTILIZATION || signal === SIGNAL_KV;
  return {
    signal,
    target: isShare ? draws.pick([0.3, 0.7]) : draws.pick([0.5, 2, 8]),
    scrape: span * draws.pick([0.01, 0.05]),
    window: span * draws.pick([0, 0.1]),
    delay: span * draws.pick([0, 0.03]),
    activation: draws.pick([0, 1]),
    external: draws.pick([0, 1]),
  };
}

function drawDirection(draws: Draws, span: number): HpaDirection {
  const period = span * draws.pick([0.05, 0.2]);
  return {
    stabilization: span * draws.pick([0, 0.1]),
    select: draws.integer(0, 2),
    policies: [
      { share: 0, value: draws.integer(1, 4), period },
      { share: 1, value: 1, period },
    ],
  };
}

function drawRules(draws: Draws, span: number): HpaRules {
  return {
    sync: span * draws.pick([0.02, 0.07]),
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    up: drawDirection(draws, span),
    down: drawDirection(draws, span),
    initialization: span * draws.pick([0, 0.1]),
  };
}

/**
 * An autoscaler between 0 or 1 and up to 6 replicas.
 *
 * @param kind - AUTOSCALER_ constant.
 * @param span - Seconds in which the requests arrive; all its delays are parts of it.
 */
export function drawAutoscaler(draws: Draws, kind: number, span: number): AutoscalerPlan {
  const min = draws.integer(0, 1);
  const max = draws.integer(1, 6);
  const metrics = Array.from({ length: draws.integer(1, 2) }, () => drawMetric(draws, span));
  switch (kind) {
    case AUTOSCALER_HPA:
      return { kind, min, max, metrics, ...drawRules(draws, span) };
    case AUTOSCALER_KEDA:
      return {
        kind,
        min,
        max,
        pollingInterval: span * 0.05,
        cooldownPeriod: span * 0.1,
        initialCooldownPeriod: 0,
        triggers: metrics,
        hpa: drawRules(draws, span),
      };
    case AUTOSCALER_KNATIVE:
      return {
        kind,
        min,
        max,
        signal: draws.pick([SIGNAL_CONCURRENCY, SIGNAL_RATE]),
        target: draws.pick([0.7, 3]),
        tick: span * 0.02,
        stableWindow: span * 0.3,
        panicWindow: 0.1,
        panicThreshold: 2,
        maxScaleUpRate: 1000,
        maxScaleDownRate: 2,
        scaleToZeroGrace: span * 0.1,
        scaleDownDelay: span * draws.pick([0, 0.1]),
      };
    case AUTOSCALER_RAY_SERVE:
      return {
        kind,
        min,
        max,
        targetOngoing: draws.pick([1, 2, 5]),
        upscaleDelay: span * draws.pick([0, 0.05]),
        downscaleDelay: span * draws.pick([0.02, 0.2]),
        downscaleToZeroDelay: draws.pick([Infinity, span * 0.2]),
        lookBack: span * 0.1,
        metricsInterval: span * 0.03,
        upscalingFactor: 1,
        downscalingFactor: 1,
      };
    case AUTOSCALER_SCHEDULE:
      return {
        kind,
        times: [0, span * 0.2, span * 0.5],
        replicas: Array.from({ length: 3 }, () => draws.integer(0, 5)),
        period: draws.pick([span, Infinity]),
      };
    case AUTOSCALER_PREDICTIVE:
      return {
        kind,
        min,
        max,
        perReplica: draws.pick([1, 10, 100]),
        interval: span * 0.05,
        window: span * 0.05,
        windows: 4,
        horizon: span * 0.1,
        headroom: 0.1,
        scaleDownDelay: span * draws.pick([0, 0.1]),
      };
    default:
      throw new RangeError(`unknown kind of autoscaler: ${kind}`);
  }
}
