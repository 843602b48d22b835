import { SIGNAL_UTILIZATION, type HpaRules, type MetricPlan } from "./autoscaler-plan.ts";
import type { FleetReading, MetricReading } from "./autoscaler.ts";
import { ceilReplicas, exceeds } from "./rounding.ts";

/**
 * Replicas that the HorizontalPodAutoscaler computes from one metric of its pods: type Resource for
 * utilisation, Pods for the others. NaN if the metric failed, as it does without a single sample.
 *
 * The sample was taken when there were `metric.pods` pods, so the pods that got ready since are the
 * ones it misses; the youngest of the sampled are the ones still in their initialization period,
 * during which a Resource metric ignores a pod. Starting pods are pending, hence not ready.
 *
 * @see kubernetes/pkg/controller/podautoscaler/replica_calculator.go, `GetResourceReplicas` and
 *   `calcPlainMetricReplicas`, with tolerances by direction (v1.33 and later); read 2026-11-22.
 */
export function proposeFromPods(
  plan: MetricPlan,
  metric: MetricReading,
  fleet: FleetReading,
  rules: HpaRules,
): number {
  const isResource = plan.signal === SIGNAL_UTILIZATION;
  const sampled = Math.min(metric.pods, fleet.ready);
  const missing = fleet.ready - sampled;
  const ignored = isResource ? Math.max(0, fleet.uninitialized - missing) : 0;
  const counted = sampled - ignored;
  if (Number.isNaN(metric.total) || counted <= 0) return Number.NaN;

  const ratio = metric.total / metric.pods / plan.target;
  const unready = fleet.starting + ignored;
  const scalesUpWithUnready = unready > 0 && ratio > 1;
  if (missing === 0 && !scalesUpWithUnready) {
    return isWithinTolerance(ratio, rules) ? fleet.desired : ceilReplicas(ratio * counted);
  }

  // Conservatively, a missing pod is at full use when scaling down and idle when scaling up, and an
  // unready one idle when scaling up. In units of the target:
  const fullUse = isResource ? Math.max(1, plan.target) / plan.target : 1;
  const use = ratio * counted + (ratio < 1 ? missing * fullUse : 0);
  const pods = counted + missing + (scalesUpWithUnready ? unready : 0);
  const newRatio = use / pods;
  const turns = (ratio < 1 && newRatio > 1) || (ratio > 1 && newRatio < 1);
  if (turns || isWithinTolerance(newRatio, rules)) return fleet.desired;
  const replicas = ceilReplicas(newRatio * pods);
  // The pods counted needn't be those asked for, so the result may still point the other way.
  const opposes = newRatio < 1 ? replicas > fleet.desired : replicas < fleet.desired;
  return opposes ? fleet.desired : replicas;
}

/**
 * Replicas that the HorizontalPodAutoscaler computes from a total of type External with an average
 * value, as KEDA asks it to. NaN if there is no sample.
 *
 * @param desired - Replicas at present, at least 1.
 * @see replica_calculator.go as above, `GetExternalPerPodMetricReplicas`.
 */
export function proposeFromTotal(
  plan: MetricPlan,
  metric: MetricReading,
  desired: number,
  rules: HpaRules,
): number {
  const replicas = metric.total / plan.target;
  if (Number.isNaN(replicas)) return Number.NaN;
  return isWithinTolerance(replicas / desired, rules) ? desired : ceilReplicas(replicas);
}

function isWithinTolerance(ratio: number, rules: HpaRules): boolean {
  return !exceeds(1 - rules.toleranceDown, ratio) && !exceeds(ratio, 1 + rules.toleranceUp);
}
