import { SIGNAL_CONCURRENCY, type MetricPlan, type RayServePlan } from "./autoscaler-plan.ts";
import type { Autoscaler, FleetReading } from "./autoscaler.ts";
import { ceilReplicas, clampReplicas, exceeds } from "./rounding.ts";

/** `CONTROL_LOOP_INTERVAL_S`: Ray Serve's controller looks at every deployment this often. */
const LOOP_INTERVAL = 0.1;
const LOOPS_PER_SECOND = 10;

/**
 * Ray Serve's request-based autoscaler. A decision to grow or shrink must come up in every control
 * loop of a delay before it is carried out; a loop that points the other way, or nowhere, starts
 * the count anew. The number it finally goes to is the one of the last of these loops.
 *
 * Metrics change every `metricsInterval` only, and between two of them all loops say the same, so
 * this takes the loops at which something can change: the first after new metrics, the one at which
 * the count is full, and every loop while the number depends on how many replicas have started.
 *
 * A fleet at zero leaves it at the loop after a request, without delay. Zero itself is reached from
 * one replica only, after `downscaleToZeroDelay` (Infinity: after `downscaleDelay`).
 *
 * @see ray-project/ray python/ray/serve/autoscaling_policy.py, `_apply_delay_logic`,
 *   `_apply_scaling_factors`, `_get_cold_start_scale_up_replicas`; read 2026-11-22.
 */
export class RayServe implements Autoscaler {
  readonly metrics: readonly MetricPlan[];
  private readonly plan: RayServePlan;
  private nextLoop: number;
  private wokenAt = Infinity;
  /** The loop looked at last, and the count after it: loops in a row, negative for shrinking. */
  private lastLoop = 0;
  private count = 0;

  constructor(plan: RayServePlan) {
    this.plan = plan;
    this.metrics = [
      {
        signal: SIGNAL_CONCURRENCY,
        target: plan.targetOngoing,
        scrape: plan.metricsInterval,
        window: plan.lookBack,
        delay: 0,
        activation: 0,
        external: 0,
      },
    ];
    this.nextLoop = this.loopOfNextMetrics();
  }

  get nextTime(): number {
    return Math.min(this.nextLoop / LOOPS_PER_SECOND, this.wokenAt);
  }

  decide(fleet: FleetReading): number {
    const isWoken = this.wokenAt <= fleet.now;
    this.wokenAt = Infinity;
    const loop = Math.round(fleet.now * LOOPS_PER_SECOND);
    const { total } = fleet.readings[0];
    if (fleet.ready === 0 || Number.isNaN(total)) {
      const hasRequests = isWoken || total > 0;
      const wanted = fleet.ready === 0 && hasRequests ? this.startFromZero(fleet) : fleet.desired;
      // The count stands still until a loop finds a replica.
      this.lastLoop = loop;
      this.nextLoop = wanted > 0 ? loop + 1 : this.loopOfNextMetrics();
      return wanted;
    }
    const proposed = this.propose(total, fleet.ready);
    const direction = Math.sign(proposed - fleet.desired);
    this.countLoops(loop, direction);
    const missing = this.loopsNeeded(direction, fleet.desired) - Math.abs(this.count);
    this.lastLoop = loop;
    if (direction !== 0 && missing <= 0) {
      this.count = 0;
      this.nextLoop = loop + 1;
      return fleet.desired === 1 ? proposed : Math.max(1, proposed);
    }
    this.nextLoop = this.dependsOnReady(fleet) ? loop + 1 : this.loopOfNextMetrics();
    if (direction !== 0) this.nextLoop = Math.min(this.nextLoop, loop + missing);
    return fleet.desired;
  }

  wake(now: number): void {
    // The first loop at or after `now`, which may be off by rounding.
    const loop = Math.ceil(now * LOOPS_PER_SECOND - 1e-6);
    this.wokenAt = Math.min(this.wokenAt, Math.max(now, loop / LOOPS_PER_SECOND));
  }

  private startFromZero({ desired }: FleetReading): number {
    const { min, max, upscalingFactor } = this.plan;
    return clampReplicas(Math.max(Math.ceil(upscalingFactor), desired), min, max);
  }

  /** Replicas for `total` requests by scaling factors and bounds, before any delay. */
  private propose(total: number, ready: number): number {
    const { min, max, targetOngoing, upscalingFactor, downscalingFactor } = this.plan;
    const wanted = total / targetOngoing;
    const factor = wanted > ready ? upscalingFactor : downscalingFactor;
    let scaled = ceilReplicas(ready + factor * (wanted - ready));
    // A factor below 1 would otherwise never get to the last replica.
    if (ceilReplicas(wanted) < ready && scaled === ready) scaled--;
    return clampReplicas(scaled, min, max);
  }

  private countLoops(loop: number, direction: number): void {
    const before = Math.sign(this.count);
    this.count += before * Math.max(0, loop - this.lastLoop - 1);
    this.count = direction === before || before === 0 ? this.count + direction : direction;
  }

  /** Loops in a row that a decision takes; truncated, as in Python, so that a delay of 0 takes 1. */
  private loopsNeeded(direction: number, desired: number): number {
    const { upscaleDelay, downscaleDelay, downscaleToZeroDelay } = this.plan;
    let delay = downscaleDelay;
    if (direction > 0) delay = upscaleDelay;
    else if (desired === 1 && downscaleToZeroDelay !== Infinity) delay = downscaleToZeroDelay;
    return Math.trunc(delay / LOOP_INTERVAL) + 1;
  }

  private dependsOnReady({ desired, ready }: FleetReading): boolean {
    const { upscalingFactor, downscalingFactor } = this.plan;
    return ready !== desired && (upscalingFactor !== 1 || downscalingFactor !== 1);
  }

  /** First loop after `lastLoop` at which new metrics are there. */
  private loopOfNextMetrics(): number {
    const { metricsInterval } = this.plan;
    let update = Math.floor(this.lastLoop / LOOPS_PER_SECOND / metricsInterval);
    let loop = this.lastLoop;
    while (loop <= this.lastLoop) {
      update++;
      const exact = update * metricsInterval * LOOPS_PER_SECOND;
      const nearest = Math.round(exact);
      loop = exceeds(exact, nearest) ? nearest + 1 : nearest;
    }
    return loop;
  }
}
