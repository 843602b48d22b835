import type { FleetUsage } from "../control-recording.ts";
import type { SimPlan } from "../sim-plan.ts";
import type { Usage } from "../usage.ts";
import { BilledBatches } from "./billed-batches.ts";
import { DRAINING, READY, STARTING, type ReplicaRecord } from "./replica-record.ts";

/** Adds up what replicas are paid for, by what they did, over the measured span. */
export class FleetBill {
  /** Counts over the whole run. */
  peakReplicas = 0;
  started = 0;
  startedWarm = 0;
  stopped = 0;
  failures = 0;
  reclaims = 0;
  private startingTime = 0;
  private readyTime = 0;
  private drainingTime = 0;
  private downTime = 0;
  private minimumTime = 0;
  private readonly batches: BilledBatches;
  private count = 0;
  private countedSince = 0;
  private readonly usage: Usage;
  private readonly minimumBilling: number;

  /**
   * @param usage - Knows the measured span.
   * @param measured - The measured span, seconds.
   * @param minimumBilling - Least seconds a replica is paid for.
   */
  constructor(
    usage: Usage,
    measured: Pick<SimPlan, "measureFrom" | "measureTo">,
    minimumBilling: number,
  ) {
    this.usage = usage;
    this.batches = new BilledBatches(measured.measureFrom, measured.measureTo);
    this.minimumBilling = minimumBilling;
  }

  /** Books a replica's stretch in its present state; the next one starts now. */
  book(replica: ReplicaRecord, now: number): void {
    const span = this.usage.overlap(replica.since, now);
    replica.since = now;
    if (replica.downs > 0 && replica.state !== STARTING) this.downTime += span;
    else if (replica.state === STARTING) this.startingTime += span;
    else if (replica.state === READY) this.readyTime += span;
    else if (replica.state === DRAINING) this.drainingTime += span;
  }

  /** Books what is paid for a replica after it has gone. */
  bookMinimum({ askedAt }: ReplicaRecord, now: number): void {
    const end = askedAt + this.minimumBilling;
    this.minimumTime += this.usage.overlap(now, end);
    this.batches.addMinimum(now, end);
  }

  /** Takes in how many replicas are paid for from now on. */
  recount(count: number, now: number): void {
    this.batches.addCount(this.count, this.countedSince, now);
    this.count = count;
    this.countedSince = now;
    this.peakReplicas = Math.max(this.peakReplicas, count);
  }

  /**
   * The whole bill.
   *
   * @param warmReplicas - Replicas kept warm.
   * @param span - The measured span, seconds.
   */
  toUsage(warmReplicas: number, span: number): FleetUsage {
    const { downTime, drainingTime, minimumTime, readyTime, startingTime } = this;
    return {
      paidTime: startingTime + readyTime + drainingTime + downTime + minimumTime,
      startingTime,
      readyTime,
      drainingTime,
      downTime,
      minimumTime,
      warmTime: warmReplicas * span,
      batches: this.batches.toBatches(),
      peakReplicas: this.peakReplicas,
      started: this.started,
      startedWarm: this.startedWarm,
      stopped: this.stopped,
      failures: this.failures,
      reclaims: this.reclaims,
    };
  }
}
