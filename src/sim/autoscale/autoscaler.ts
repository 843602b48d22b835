import type { MetricPlan } from "./autoscaler-plan.ts";

/** One metric as the autoscaler can read it now. */
export interface MetricReading {
  /**
   * Sum over the sampled pods, plus what waits centrally, in the signal's unit; NaN while no sample
   * can be read yet.
   */
  readonly total: number;
  /** Pods that had a sample. A fleet at zero has a total (what waits for it) but no pods. */
  readonly pods: number;
}

/** What an autoscaler sees of the fleet at the instant of a decision. */
export interface FleetReading {
  /** Seconds; the `nextTime` that is due. */
  readonly now: number;
  /** Replicas asked for at present. */
  readonly desired: number;
  /** Replicas that serve; without those that drain or are down. */
  readonly ready: number;
  /** Replicas asked for and not ready yet. */
  readonly starting: number;
  /** Ready ones that have been so for less than `HpaRules.initialization`. */
  readonly uninitialized: number;
  /** One entry for each of the autoscaler's `metrics`, in their order. */
  readonly readings: readonly MetricReading[];
}

/**
 * Decides how many replicas a fleet should have. A state machine without a clock: its owner samples
 * `metrics`, calls `decide` at `nextTime` (at one instant after the samples), and carries the
 * answer out.
 */
export interface Autoscaler {
  /** What to sample for it. */
  readonly metrics: readonly MetricPlan[];
  /** Its next decision, in seconds; Infinity for none. */
  readonly nextTime: number;
  /** Decides at `nextTime` and moves that on. Returns the replicas wanted. */
  decide(fleet: FleetReading): number;
  /**
   * Tells of a request that arrived while no replica was asked for. Products whose gateway reports
   * such a request at once bring `nextTime` forward, to `now` at the earliest; the others ignore
   * it.
   */
  wake(now: number): void;
}
