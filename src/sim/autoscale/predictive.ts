import { SIGNAL_RATE, type MetricPlan, type PredictivePlan } from "./autoscaler-plan.ts";
import type { Autoscaler, FleetReading } from "./autoscaler.ts";
import { ceilReplicas, clampReplicas, exceeds } from "./rounding.ts";
import { TimedReplicas } from "./timed-replicas.ts";

/**
 * Asks for the replicas that the arrival rate `horizon` seconds ahead will need: a least-squares
 * line through the rates of the last windows, each at its window's middle, prolonged to
 * now + `horizon`. With a single window so far the rate stays as it is; a falling line ends at 0.
 *
 * Growth is immediate. The fleet shrinks once every forecast of the last `scaleDownDelay` seconds
 * was lower, and then to the highest of them.
 */
export class Predictive implements Autoscaler {
  readonly metrics: readonly MetricPlan[];
  private readonly plan: PredictivePlan;
  private readonly forecasts: TimedReplicas;
  /** Rates of the last windows, oldest first; the newest ended with window `windows` − 1. */
  private readonly rates: number[] = [];
  private windows = 1;
  private decisions = 1;

  constructor(plan: PredictivePlan) {
    this.plan = plan;
    this.forecasts = new TimedReplicas(plan.scaleDownDelay + plan.interval);
    this.metrics = [
      {
        signal: SIGNAL_RATE,
        target: plan.perReplica,
        scrape: plan.window,
        window: plan.window,
        delay: 0,
        activation: 0,
        external: 0,
      },
    ];
  }

  get nextTime(): number {
    return Math.min(this.windowEnd, this.decisionTime);
  }

  decide(fleet: FleetReading): number {
    if (!exceeds(this.windowEnd, fleet.now)) {
      this.rates.push(fleet.readings[0].total);
      if (this.rates.length > this.plan.windows) this.rates.shift();
      this.windows++;
    }
    if (exceeds(this.decisionTime, fleet.now)) return fleet.desired;
    this.decisions++;
    return this.rates.length === 0 ? fleet.desired : this.follow(fleet);
  }

  wake(): void {
    // Forecasts don't look at single requests.
  }

  private get windowEnd(): number {
    return this.windows * this.plan.window;
  }

  private get decisionTime(): number {
    return this.decisions * this.plan.interval;
  }

  private follow({ now, desired }: FleetReading): number {
    const { min, max, perReplica, headroom, interval, scaleDownDelay } = this.plan;
    const needed = ceilReplicas((this.forecast(now) * (1 + headroom)) / perReplica);
    const wanted = clampReplicas(needed, min, max);
    if (this.forecasts.isEmpty) this.forecasts.record(now - interval, desired);
    this.forecasts.record(now, wanted);
    if (wanted >= desired) return wanted;
    // Decisions come every `interval`, so this reaches back to the last one before the delay.
    const highest = this.forecasts.greatestAfter(now - scaleDownDelay - interval, wanted);
    return clampReplicas(Math.min(desired, highest), min, max);
  }

  private forecast(now: number): number {
    const { window, horizon } = this.plan;
    const { rates } = this;
    const middle = (rates.length - 1) / 2;
    let rateSum = 0;
    let crossSum = 0;
    let squareSum = 0;
    rates.forEach((rate, index) => {
      rateSum += rate;
      crossSum += (index - middle) * rate;
      squareSum += (index - middle) ** 2;
    });
    const slope = squareSum === 0 ? 0 : crossSum / squareSum;
    // In windows since the middle of the newest one, which ended at this multiple of `window`.
    const newest = (now + horizon) / window - (this.windows - 1) + 0.5;
    return Math.max(0, rateSum / rates.length + slope * (middle + newest));
  }
}
