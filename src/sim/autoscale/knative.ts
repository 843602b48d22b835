import type { KnativePlan, MetricPlan } from "./autoscaler-plan.ts";
import type { Autoscaler, FleetReading } from "./autoscaler.ts";
import { ceilReplicas, clampReplicas, exceeds, floorReplicas } from "./rounding.ts";
import { TimedReplicas } from "./timed-replicas.ts";

/** Seconds between scrapes of a revision: `scrapeTickInterval`, pkg/autoscaler/metrics/collector.go. */
const SCRAPE_INTERVAL = 1;

/**
 * Knative's pod autoscaler: the mean of a stable window, and in panic the greater of it and the
 * mean of a short one, which then never shrinks the fleet.
 *
 * Panic begins, and is prolonged, at a tick where the short window alone wants `panicThreshold`
 * times the ready pods, before any clamp; it ends at the first tick more than a stable window after
 * the last such one. A fleet that starts with several pods starts in panic, so that the lack of
 * history doesn't shrink it.
 *
 * Zero takes two steps: after the revision has been active for a stable window it is marked
 * inactive and keeps its pods for `scaleToZeroGrace`, then they go. (The product skips the rest of
 * the grace period if the activator has been in the request path for as long; give 0 for that.)
 *
 * @see knative/serving pkg/autoscaler/scaling/autoscaler.go, `Scale`, and
 *   pkg/reconciler/autoscaling/kpa/scaler.go, `handleScaleToZero`; read 2026-11-22.
 */
export class Knative implements Autoscaler {
  readonly metrics: readonly MetricPlan[];
  private readonly plan: KnativePlan;
  /** `scaleDownDelay` in whole ticks, and what was wanted in that time. */
  private readonly delaySpan: number;
  private readonly delayed: TimedReplicas;
  private ticks = 1;
  private wokenAt = Infinity;
  private hasBegun = false;
  /** Last tick above the panic threshold; −Infinity outside panic. */
  private panicTime = -Infinity;
  /** Most pods wanted in this panic. */
  private panicPods = 0;
  private activeSince = 0;
  /** When the revision was marked inactive; Infinity while active. */
  private inactiveSince = Infinity;

  constructor(plan: KnativePlan) {
    this.plan = plan;
    this.delaySpan = ceilReplicas(plan.scaleDownDelay / plan.tick) * plan.tick;
    this.delayed = new TimedReplicas(this.delaySpan);
    const windows = [plan.stableWindow, plan.stableWindow * plan.panicWindow];
    const { signal, target } = plan;
    const scrape = SCRAPE_INTERVAL;
    this.metrics = windows.map((window) => ({
      signal,
      target,
      scrape,
      window,
      delay: 0,
      activation: 0,
      external: 0,
    }));
  }

  get nextTime(): number {
    return Math.min(this.ticks * this.plan.tick, this.wokenAt);
  }

  decide(fleet: FleetReading): number {
    // A request that the activator reports wakes the revision before any scrape shows it.
    const least = this.wokenAt <= fleet.now ? 1 : 0;
    this.wokenAt = Infinity;
    if (!exceeds(this.ticks * this.plan.tick, fleet.now)) this.ticks++;
    const [stable, panic] = fleet.readings;
    if (least === 0 && (Number.isNaN(stable.total) || Number.isNaN(panic.total))) {
      return fleet.desired;
    }
    const wanted = this.delay(fleet.now, this.want(fleet, least));
    const bounded = clampReplicas(wanted, this.plan.min, this.plan.max);
    return bounded === 0 ? this.approachZero(fleet) : this.activate(fleet, bounded);
  }

  wake(now: number): void {
    this.wokenAt = Math.min(this.wokenAt, now);
  }

  /** The autoscaler's own decision, before delay, bounds and the steps to zero. */
  private want({ now, ready, readings }: FleetReading, least: number): number {
    const { target, stableWindow, panicThreshold, maxScaleUpRate, maxScaleDownRate } = this.plan;
    const pods = Math.max(1, ready);
    const most = ceilReplicas(maxScaleUpRate * pods);
    const fewest = floorReplicas(pods / maxScaleDownRate);
    const [stable, panic] = readings.map(({ total }) =>
      Math.max(least, Number.isNaN(total) ? 0 : ceilReplicas(total / target)),
    );
    this.begin(ready);
    if (!exceeds(panicThreshold, panic / pods)) this.panicTime = now;
    else if (exceeds(now, this.panicTime + stableWindow)) {
      this.panicTime = -Infinity;
      this.panicPods = 0;
    }
    const stablePods = clampReplicas(stable, fewest, most);
    if (this.panicTime === -Infinity) return stablePods;
    this.panicPods = Math.max(this.panicPods, stablePods, clampReplicas(panic, fewest, most));
    return this.panicPods;
  }

  private begin(ready: number): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    if (ready <= 1) return;
    this.panicTime = 0;
    this.panicPods = ready;
  }

  /** The most that was wanted in the last `scaleDownDelay` seconds. */
  private delay(now: number, wanted: number): number {
    if (this.delaySpan === 0) return wanted;
    this.delayed.record(now, wanted);
    return this.delayed.greatestAfter(now - this.delaySpan, wanted);
  }

  private activate({ now, ready }: FleetReading, replicas: number): number {
    if (ready === 0 || this.inactiveSince !== Infinity) this.activeSince = now;
    this.inactiveSince = Infinity;
    return replicas;
  }

  private approachZero({ now, desired, ready }: FleetReading): number {
    if (desired === 0) return 0;
    if (this.inactiveSince === Infinity) {
      // While it is still being activated, nothing is taken away.
      if (ready === 0) {
        this.activeSince = now;
        return desired;
      }
      if (exceeds(this.plan.stableWindow, now - this.activeSince)) return 1;
      this.inactiveSince = now;
    }
    return exceeds(this.plan.scaleToZeroGrace, now - this.inactiveSince) ? desired : 0;
  }
}
