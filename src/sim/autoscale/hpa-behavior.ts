import { SELECT_DISABLED, SELECT_MIN, type HpaRules } from "./autoscaler-plan.ts";
import { ceilReplicas, clampReplicas, floorReplicas } from "./rounding.ts";
import { TimedReplicas } from "./timed-replicas.ts";

/** Ceiling on growth per sync without policies: `scaleUpLimitFactor` and `scaleUpLimitMinimum`. */
const UNCONFIGURED_FACTOR = 2;
const UNCONFIGURED_LEAST = 4;

/**
 * How fast a HorizontalPodAutoscaler goes where its metrics point: stabilisation windows and
 * policies per direction, and [min, max].
 *
 * Without policies for growth (`up.policies` empty) it acts as an autoscaler whose spec has no
 * `behavior` at all, which is not what the documented defaults of `behavior` give: growth is
 * limited to max(2 × current, 4) at each sync (1, 4, 8, 16 instead of 1, 5, 10, 20), and the
 * greatest recommendation of the down window is followed upwards too.
 *
 * A time on the edge of a window or period is outside, so a change at one sync no longer counts at
 * the sync a period later.
 *
 * @see kubernetes/pkg/controller/podautoscaler/horizontal.go, `normalizeDesiredReplicas`,
 *   `stabilizeRecommendationWithBehaviors`, `convertDesiredReplicasWithBehaviorRate`, and
 *   pkg/apis/autoscaling/v2/defaults.go, which fills in a behavior only where one is given; read
 *   2026-11-22.
 */
export class HpaBehavior {
  private readonly rules: HpaRules;
  private readonly min: number;
  private readonly max: number;
  private readonly recommendations: TimedReplicas;
  private readonly added: TimedReplicas;
  private readonly removed: TimedReplicas;

  constructor(rules: HpaRules, min: number, max: number) {
    this.rules = rules;
    this.min = min;
    this.max = max;
    this.recommendations = new TimedReplicas(
      Math.max(rules.up.stabilization, rules.down.stabilization),
    );
    const periods = [...rules.up.policies, ...rules.down.policies].map(({ period }) => period);
    this.added = new TimedReplicas(Math.max(0, ...periods));
    this.removed = new TimedReplicas(Math.max(0, ...periods));
  }

  /** Takes the size found at the first sync as the first recommendation. */
  begin(now: number, current: number): void {
    if (this.recommendations.isEmpty) this.recommendations.record(now, current);
  }

  /** Replicas to go to now from `current` when the metrics recommend `recommended`. */
  normalize(now: number, current: number, recommended: number): number {
    const stable = this.stabilize(now, current, recommended);
    if (stable > current) {
      return Math.min(stable, this.max, Math.max(current, this.upLimit(now, current)));
    }
    if (stable < current) {
      return Math.max(stable, this.min, Math.min(current, this.downLimit(now, current)));
    }
    return clampReplicas(stable, this.min, this.max);
  }

  /** Notes a change of size that was carried out, which uses up the policies' allowance. */
  recordChange(now: number, from: number, to: number): void {
    if (to > from) this.added.record(now, to - from);
    else if (to < from) this.removed.record(now, from - to);
  }

  private stabilize(now: number, current: number, recommended: number): number {
    const { up, down } = this.rules;
    const least = this.recommendations.leastAfter(now - up.stabilization, recommended);
    const greatest = this.recommendations.greatestAfter(now - down.stabilization, recommended);
    this.recommendations.record(now, recommended);
    if (up.policies.length === 0) return greatest;
    return Math.min(Math.max(current, least), greatest);
  }

  private upLimit(now: number, current: number): number {
    const { up } = this.rules;
    if (up.policies.length === 0) {
      return Math.max(UNCONFIGURED_FACTOR * current, UNCONFIGURED_LEAST);
    }
    if (up.select === SELECT_DISABLED) return current;
    const limits = up.policies.map(({ share, value, period }) => {
      const start = this.sizeBefore(now, current, period);
      return share === 1 ? ceilReplicas(start * (1 + value)) : start + value;
    });
    return up.select === SELECT_MIN ? Math.min(...limits) : Math.max(...limits);
  }

  private downLimit(now: number, current: number): number {
    const { down } = this.rules;
    if (down.policies.length === 0) return 0;
    if (down.select === SELECT_DISABLED) return current;
    const limits = down.policies.map(({ share, value, period }) => {
      const start = this.sizeBefore(now, current, period);
      return share === 1 ? floorReplicas(start * (1 - value)) : start - value;
    });
    // The smallest change leaves the most replicas.
    return down.select === SELECT_MIN ? Math.max(...limits) : Math.min(...limits);
  }

  private sizeBefore(now: number, current: number, period: number): number {
    return current - this.added.sumAfter(now - period) + this.removed.sumAfter(now - period);
  }
}
