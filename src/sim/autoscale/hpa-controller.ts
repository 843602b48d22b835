import type { HpaRules } from "./autoscaler-plan.ts";
import { HpaBehavior } from "./hpa-behavior.ts";

/**
 * One sync of a HorizontalPodAutoscaler: joins what its metrics propose and applies its behavior.
 *
 * @see kubernetes/pkg/controller/podautoscaler/horizontal.go, `reconcileAutoscaler` and
 *   `computeReplicasForMetrics`, read 2026-11-22.
 */
export class HpaController {
  private readonly min: number;
  private readonly max: number;
  private readonly behavior: HpaBehavior;

  constructor(rules: HpaRules, min: number, max: number) {
    this.min = min;
    this.max = max;
    this.behavior = new HpaBehavior(rules, min, max);
  }

  /**
   * Replicas to go to now. A target at zero is left alone: that switches the autoscaler off.
   *
   * @param proposals - Replicas by each metric; NaN for one that failed.
   */
  sync(now: number, current: number, proposals: readonly number[]): number {
    this.behavior.begin(now, current);
    if (current === 0) return 0;
    const next = this.choose(now, current, proposals);
    this.behavior.recordChange(now, current, next);
    return next;
  }

  private choose(now: number, current: number, proposals: readonly number[]): number {
    if (current > this.max) return this.max;
    if (current < this.min) return this.min;
    const valid = proposals.filter((proposal) => !Number.isNaN(proposal));
    const greatest = Math.max(...valid);
    // A failed metric might have asked for more, so it forbids shrinking but not growing.
    const mayShrink = valid.length === proposals.length;
    if (valid.length === 0 || (!mayShrink && greatest < current)) return current;
    return this.behavior.normalize(now, current, greatest);
  }
}
