import type { Autoscaler } from "../autoscale/autoscaler.ts";
import { MetricSampler, type FleetCounters } from "../autoscale/metric-sampler.ts";
import { openAutoscaler } from "../autoscale/open-autoscaler.ts";
import {
  AUTOSCALER_HPA,
  AUTOSCALER_KEDA,
  type AutoscalerPlan,
} from "../autoscale/autoscaler-plan.ts";
import { isAccepting, type Fleet, type FleetSetting } from "./fleet.ts";
import { RANK_DECISION, RANK_SAMPLE } from "./fleet-events.ts";
import { STARTING } from "./replica-record.ts";

/** Samples what an autoscaler looks at and carries out what it decides. */
export class Scaler {
  private readonly fleet: Fleet;
  private readonly setting: FleetSetting;
  private readonly autoscaler: Autoscaler;
  private readonly samplers: readonly MetricSampler[];
  /** Seconds for which a ready replica counts as not ready. */
  private readonly initialization: number;
  private readonly arrivals: () => number;
  private kvIntegral = 0;
  private lastKvUse = 0;
  private lastKvTime = 0;
  /** Decision that is scheduled already. */
  private scheduled = NaN;

  /** @param arrivals - Requests that have arrived so far. */
  constructor(plan: AutoscalerPlan, fleet: Fleet, setting: FleetSetting, arrivals: () => number) {
    this.fleet = fleet;
    this.setting = setting;
    this.arrivals = arrivals;
    this.autoscaler = openAutoscaler(plan);
    this.samplers = this.autoscaler.metrics.map((metric) => new MetricSampler(metric));
    this.initialization = initializationOf(plan);
    for (const sampler of this.samplers) this.planSample(sampler);
    this.planDecision();
  }

  /** A request arrived while no replica was asked for. */
  wake(now: number): void {
    this.autoscaler.wake(now);
    this.planDecision();
  }

  private planSample(sampler: MetricSampler): void {
    this.setting.events.schedule(sampler.nextTime, RANK_SAMPLE, (now) => {
      sampler.sample(now, this.countersAt(now));
      this.planSample(sampler);
    });
  }

  private planDecision(): void {
    const { autoscaler } = this;
    const at = autoscaler.nextTime;
    if (at === this.scheduled) return;
    this.scheduled = at;
    this.setting.events.schedule(at, RANK_DECISION, (now) => {
      // One that was brought forward leaves the one it was before behind.
      if (autoscaler.nextTime !== now) return;
      this.decide(now);
      this.scheduled = NaN;
      this.planDecision();
    });
  }

  private decide(now: number): void {
    const { autoscaler, fleet } = this;
    const ready = fleet.select(isAccepting);
    const wanted = autoscaler.decide({
      now,
      desired: fleet.desired,
      ready: ready.length,
      starting: fleet.select(({ state }) => state === STARTING).length,
      uninitialized: ready.filter(({ readyAt }) => now - readyAt < this.initialization).length,
      readings: this.samplers.map((sampler) => sampler.read(now)),
    });
    if (wanted !== fleet.desired) fleet.scaleTo(wanted, now);
  }

  private countersAt(now: number): FleetCounters {
    const { gauges, loads } = this.setting;
    let kvUse = 0;
    for (const replica of loads.accepting) kvUse += loads.kvUse(replica);
    // Use between two samples is taken as the mean of both.
    this.kvIntegral += ((kvUse + this.lastKvUse) / 2) * (now - this.lastKvTime);
    this.lastKvUse = kvUse;
    this.lastKvTime = now;
    const { integrals } = gauges;
    return {
      pods: gauges.ready,
      waiting: gauges.waiting - gauges.waitingAside,
      outstanding: gauges.outstandingServed,
      kvUse,
      arrivals: this.arrivals(),
      busyIntegral: integrals.busy,
      outstandingIntegral: integrals.outstanding,
      waitingIntegral: integrals.waiting,
      kvIntegral: this.kvIntegral,
      podIntegral: integrals.ready,
    };
  }
}

function initializationOf(plan: AutoscalerPlan): number {
  if (plan.kind === AUTOSCALER_HPA) return plan.initialization;
  return plan.kind === AUTOSCALER_KEDA ? plan.hpa.initialization : 0;
}
