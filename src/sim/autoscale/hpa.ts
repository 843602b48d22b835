import type { HpaPlan, MetricPlan } from "./autoscaler-plan.ts";
import type { Autoscaler, FleetReading } from "./autoscaler.ts";
import { HpaController } from "./hpa-controller.ts";
import { proposeFromPods, proposeFromTotal } from "./hpa-replicas.ts";

/** Kubernetes HorizontalPodAutoscaler (autoscaling/v2) on metrics of pods, or of a queue before them. */
export class Hpa implements Autoscaler {
  readonly metrics: readonly MetricPlan[];
  private readonly plan: HpaPlan;
  private readonly controller: HpaController;
  private syncs = 1;

  constructor(plan: HpaPlan) {
    this.plan = plan;
    this.metrics = plan.metrics;
    this.controller = new HpaController(plan, plan.min, plan.max);
  }

  get nextTime(): number {
    return this.syncs * this.plan.sync;
  }

  decide(fleet: FleetReading): number {
    this.syncs++;
    const proposals = this.metrics.map((metric, index) => {
      const reading = fleet.readings[index];
      return metric.external === 1
        ? proposeFromTotal(metric, reading, fleet.desired, this.plan)
        : proposeFromPods(metric, reading, fleet, this.plan);
    });
    return this.controller.sync(fleet.now, fleet.desired, proposals);
  }

  wake(): void {
    // Nothing looks at requests between syncs.
  }
}
