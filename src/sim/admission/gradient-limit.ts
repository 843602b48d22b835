import { counterUniform, PURPOSE_JITTER } from "../../random/counter-uniform.ts";
import type { GradientPlan } from "../control-plan.ts";
import { LatencyBins } from "./latency-bins.ts";

/** By how much one update may scale the limit, before the headroom. */
const LEAST_GRADIENT = 0.5;
const MOST_GRADIENT = 2;
/** Updates in a row that leave the limit at its least, after which the minimum is measured anew. */
const UPDATES_AT_LEAST = 5;
const MICROSECONDS = 1e6;

/**
 * Envoy's adaptive concurrency: a limit on requests in flight that follows how latency compares to
 * what it is without load.
 *
 * From time to time (at the start, every `minRttInterval` plus jitter, and after five updates at
 * the least limit) the limit is pinned to `minConcurrency` until `minRttRequests` answers have
 * shown the latency without load, minRTT. In between, every `updateInterval` in which there was an
 * answer,
 *
 *     gradient = minRTT·(1 + buffer) / sampleRTT, kept within 0.5 to 2
 *     limit    = gradient·limit + √(gradient·limit), rounded down, kept within its bounds
 *
 * where both RTTs are the `quantile` of latencies in Envoy's histogram. Timers that were due
 * between two calls are caught up with in the later one; nobody could see the limit before.
 *
 * Latencies are rounded to whole microseconds, where Envoy cuts off, lest the rounding of simulated
 * time moves one that is constant across the edge of a bin.
 *
 * @see Envoy's `gradient_controller.cc`, read 2026-11. Its defaults: quantile 50 %, jitter 15 %, 50
 *   requests, least concurrency 3, most 1000, buffer 25 %.
 */
export class GradientLimit {
  /** Requests in flight that are admitted, as of the last call. */
  limit: number;
  private readonly plan: GradientPlan;
  private readonly seed: number;
  private readonly latencies = new LatencyBins();
  private isMeasuringMinRtt = true;
  /** Start of the measurement; requests from before don't count. */
  private epoch = 0;
  /** Limit to return to after the measurement. */
  private deferredLimit: number;
  private measurements = 0;
  /** Microseconds. */
  private minRtt = 0;
  private updatesAtLeast = 0;
  private updateAt = Infinity;
  private measureAt = Infinity;

  /**
   * @param plan - Envoy's settings.
   * @param seed - What `foldSeed` returns, for the jitter.
   */
  constructor(plan: GradientPlan, seed: number) {
    this.plan = plan;
    this.seed = seed;
    this.limit = plan.minConcurrency;
    this.deferredLimit = plan.minConcurrency;
  }

  /**
   * Whether a request may pass.
   *
   * @param inFlight - Requests that passed and have not ended.
   * @param now - Seconds, not before the call before.
   */
  admits(inFlight: number, now: number): boolean {
    this.catchUp(now);
    return inFlight < this.limit;
  }

  /**
   * Learns from an answer.
   *
   * @param latency - Seconds since the request passed.
   * @param now - Seconds, not before the call before.
   */
  observe(latency: number, now: number): void {
    this.catchUp(now);
    if (latency > now - this.epoch) return;
    this.latencies.insert(Math.round(latency * MICROSECONDS));
    if (this.isMeasuringMinRtt && this.latencies.count >= this.plan.minRttRequests) {
      this.endMeasurement(now);
    }
  }

  private catchUp(now: number): void {
    if (this.isMeasuringMinRtt) return;
    if (this.updateAt <= now && this.updateAt <= this.measureAt) this.updateUntil(now);
    if (this.measureAt <= now) this.startMeasurement(this.measureAt);
  }

  /** Only the first update due has latencies; the ones after it do nothing. */
  private updateUntil(now: number): void {
    const { updateInterval } = this.plan;
    if (this.latencies.count > 0) this.update(this.updateAt);
    const skipped = Math.floor((now - this.updateAt) / updateInterval);
    this.updateAt += (skipped + 1) * updateInterval;
    if (this.updateAt <= now) this.updateAt += updateInterval;
  }

  private update(at: number): void {
    const { buffer, maxConcurrency, minConcurrency } = this.plan;
    const sampleRtt = this.takeQuantile();
    const raw = (this.minRtt * (1 + buffer)) / sampleRtt;
    const scaled = this.limit * Math.max(LEAST_GRADIENT, Math.min(MOST_GRADIENT, raw));
    const raised = Math.floor(scaled + Math.sqrt(scaled));
    const limit = Math.max(minConcurrency, Math.min(maxConcurrency, raised));
    const stays = limit === minConcurrency && this.limit === minConcurrency;
    this.updatesAtLeast = stays ? this.updatesAtLeast + 1 : 0;
    this.limit = limit;
    if (this.updatesAtLeast >= UPDATES_AT_LEAST) this.measureAt = at;
  }

  private startMeasurement(at: number): void {
    this.isMeasuringMinRtt = true;
    this.deferredLimit = this.limit;
    this.limit = this.plan.minConcurrency;
    this.updatesAtLeast = 0;
    this.latencies.clear();
    this.epoch = at;
  }

  private endMeasurement(now: number): void {
    const { jitter, minRttInterval, updateInterval } = this.plan;
    this.minRtt = this.takeQuantile();
    this.limit = this.deferredLimit;
    this.isMeasuringMinRtt = false;
    const uniform = counterUniform(this.seed, PURPOSE_JITTER, this.measurements++, 0);
    this.measureAt = now + minRttInterval * (1 + jitter * uniform);
    this.updateAt = now + updateInterval;
  }

  /** Whole microseconds, at least one. */
  private takeQuantile(): number {
    const quantile = Math.max(1, Math.floor(this.latencies.quantile(this.plan.quantile)));
    this.latencies.clear();
    return quantile;
  }
}
