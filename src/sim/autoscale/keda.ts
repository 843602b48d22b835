import type { KedaPlan, MetricPlan } from "./autoscaler-plan.ts";
import type { Autoscaler, FleetReading } from "./autoscaler.ts";
import { HpaController } from "./hpa-controller.ts";
import { proposeFromTotal } from "./hpa-replicas.ts";
import { exceeds } from "./rounding.ts";

/**
 * KEDA: its operator switches between 0 and 1 every `pollingInterval`, and above 0 a
 * HorizontalPodAutoscaler on the triggers' totals decides at its own sync.
 *
 * A trigger is active strictly above its activation threshold, whatever its target says: between
 * the two the fleet goes to zero although the HorizontalPodAutoscaler would keep it. With `min` ≥ 1
 * activation has no effect. The fleet goes to zero at the first poll that is `cooldownPeriod` after
 * the last active one or, before any was active, `initialCooldownPeriod` after the start. Where a
 * poll and a sync fall on one instant, the poll is first.
 *
 * @see kedacore/keda pkg/scaling/executor/scale_scaledobjects.go, `RequestScale` and
 *   `scaleToZeroOrIdle`, as of 2.21; read 2026-11-22.
 */
export class Keda implements Autoscaler {
  readonly metrics: readonly MetricPlan[];
  private readonly plan: KedaPlan;
  private readonly controller: HpaController;
  private polls = 1;
  private syncs = 1;
  private zeroAfter: number;

  constructor(plan: KedaPlan) {
    this.plan = plan;
    this.metrics = plan.triggers;
    this.controller = new HpaController(plan.hpa, Math.max(1, plan.min), plan.max);
    this.zeroAfter = plan.initialCooldownPeriod;
  }

  get nextTime(): number {
    return Math.min(this.pollTime, this.syncTime);
  }

  decide(fleet: FleetReading): number {
    let { desired } = fleet;
    if (!exceeds(this.pollTime, fleet.now)) {
      this.polls++;
      desired = this.poll(fleet);
    }
    if (!exceeds(this.syncTime, fleet.now)) {
      this.syncs++;
      const proposals = this.metrics.map((trigger, index) =>
        proposeFromTotal(trigger, fleet.readings[index], desired, this.plan.hpa),
      );
      desired = this.controller.sync(fleet.now, desired, proposals);
    }
    return desired;
  }

  wake(): void {
    // Nothing looks at requests between polls.
  }

  private get pollTime(): number {
    return this.polls * this.plan.pollingInterval;
  }

  private get syncTime(): number {
    return this.syncs * this.plan.hpa.sync;
  }

  private poll({ now, desired, readings }: FleetReading): number {
    const { min, cooldownPeriod } = this.plan;
    // An unread total is NaN and activates nothing.
    const isActive = this.metrics.some(
      ({ activation }, index) => readings[index].total > activation,
    );
    if (isActive) {
      this.zeroAfter = now + cooldownPeriod;
      return desired === 0 ? Math.max(1, min) : desired;
    }
    if (min > 0) return Math.max(desired, min);
    return exceeds(this.zeroAfter, now) ? desired : 0;
  }
}
