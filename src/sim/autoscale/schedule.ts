import type { MetricPlan, SchedulePlan } from "./autoscaler-plan.ts";
import type { Autoscaler } from "./autoscaler.ts";

/**
 * Replicas by time of day. Decides at 0 and then at each entry's time; before the first entry of a
 * period, what the last entry of the period before says holds.
 */
export class Schedule implements Autoscaler {
  readonly metrics: readonly MetricPlan[] = [];
  private readonly plan: SchedulePlan;
  private period = 0;
  /** The entry that comes next in this period; −1 at the start of the run. */
  private entry = -1;

  /**
   * @param plan - At least one entry; times ascend in [0, period).
   * @throws RangeError if there is no entry.
   */
  constructor(plan: SchedulePlan) {
    if (plan.times.length === 0) throw new RangeError("a schedule needs at least one entry");
    this.plan = plan;
  }

  get nextTime(): number {
    if (this.entry === -1) return 0;
    // The first period apart, since 0 × Infinity is not 0.
    const start = this.period === 0 ? 0 : this.period * this.plan.period;
    return start + this.plan.times[this.entry];
  }

  decide(): number {
    const { times, replicas } = this.plan;
    if (this.entry === -1 && times[0] > 0) {
      this.entry = 0;
      return replicas[replicas.length - 1];
    }
    const present = Math.max(0, this.entry);
    this.entry = present + 1;
    if (this.entry === times.length) {
      this.entry = 0;
      this.period++;
    }
    return replicas[present];
  }

  wake(): void {
    // A schedule looks at the clock only.
  }
}
