import {
  counterUniform,
  PURPOSE_DOWNTIME,
  PURPOSE_SLOW,
  PURPOSE_SPOT,
  PURPOSE_UPTIME,
  PURPOSE_ZONE,
} from "../../random/counter-uniform.ts";
import { quantileFunction } from "../../random/quantile-function.ts";
import type { Distribution } from "../../random/distribution.ts";
import type { FailurePlan } from "../control-plan.ts";
import type { Fleet, FleetSetting } from "./fleet.ts";
import { RANK_CAPACITY } from "./fleet-events.ts";
import { DRAINING, GONE, READY, STARTING, type ReplicaRecord } from "./replica-record.ts";

/** Makes replicas fail, whole zones too, slow down and be reclaimed, as a plan says. */
export class Failures {
  private readonly fleet: Fleet;
  private readonly setting: FleetSetting;
  private readonly plan: FailurePlan;
  private readonly seed: number;
  /** Failures and outages that each zone suffers at present. */
  private readonly zonesDown = new Map<number, number>();

  constructor(fleet: Fleet, setting: FleetSetting) {
    this.fleet = fleet;
    this.setting = setting;
    this.plan = setting.plan.fleet.failures;
    this.seed = setting.plan.seed;
    fleet.countOutagesBy(({ zone }) => this.zonesDown.get(zone) ?? 0);
    fleet.whenReady((replica, now) => this.watch(replica, now));
    this.planZones();
    this.planOutages();
  }

  /** Schedules what befalls a replica that has just got ready. */
  private watch(replica: ReplicaRecord, now: number): void {
    const { replica: failing, slow, spot } = this.plan;
    if (failing !== null) this.planFailure(replica, now, 0);
    if (slow !== null) this.planSlowness(replica, now, 0);
    if (spot !== null) this.planReclaim(replica, now);
  }

  private planFailure(replica: ReplicaRecord, now: number, round: number): void {
    const { replica: law } = this.plan;
    if (law === null) return;
    const uptime = this.draw(law.uptime, PURPOSE_UPTIME, replica.serial, round);
    const downtime = this.draw(law.downtime, PURPOSE_DOWNTIME, replica.serial, round);
    this.at(now + uptime, (failedAt) => {
      if (replica.state === GONE) return;
      this.setting.bill.failures++;
      this.fleet.goDown([replica], failedAt);
      this.at(failedAt + downtime, (repairedAt) => {
        if (replica.state === GONE) return;
        this.fleet.comeUp(replica, repairedAt);
        this.planFailure(replica, repairedAt, round + 1);
      });
    });
  }

  private planSlowness(replica: ReplicaRecord, now: number, round: number): void {
    const { slow } = this.plan;
    if (slow === null) return;
    const interval = this.draw(slow.interval, PURPOSE_SLOW, replica.serial, 2 * round);
    const duration = this.draw(slow.duration, PURPOSE_SLOW, replica.serial, 2 * round + 1);
    const { servers } = this.setting;
    this.at(now + interval, (slowAt) => {
      if (replica.state === GONE) return;
      servers.setSlowness(replica.index, slow.factor, slowAt);
      this.at(slowAt + duration, (healthyAt) => {
        if (replica.state === GONE) return;
        servers.setSlowness(replica.index, 1, healthyAt);
        this.planSlowness(replica, healthyAt, round + 1);
      });
    });
  }

  /** At its notice a reclaimed replica takes no more and a successor is asked for. */
  private planReclaim(replica: ReplicaRecord, now: number): void {
    const { spot } = this.plan;
    if (spot === null) return;
    const life = this.draw(spot.life, PURPOSE_SPOT, replica.serial, 0);
    this.at(now + life, (noticeAt) => {
      if (replica.state !== READY && replica.state !== DRAINING) return;
      this.setting.bill.reclaims++;
      const wasReady = replica.state === READY;
      this.at(noticeAt + spot.notice, (then) => this.fleet.kill(replica, then));
      this.fleet.letGo(replica, noticeAt);
      if (wasReady && this.fleet.present < this.fleet.desired) this.fleet.start(noticeAt);
    });
  }

  private planZones(): void {
    const { zones } = this.plan;
    if (zones === null) return;
    for (let zone = 0; zone < zones.count; zone++) this.planZoneFailure(zone, 0, 0);
  }

  private planZoneFailure(zone: number, now: number, round: number): void {
    const { zones } = this.plan;
    if (zones === null) return;
    const uptime = this.draw(zones.uptime, PURPOSE_ZONE, zone, 2 * round);
    const downtime = this.draw(zones.downtime, PURPOSE_ZONE, zone, 2 * round + 1);
    this.at(now + uptime, (failedAt) => {
      this.setting.bill.failures++;
      const repair = this.takeZoneDown(zone, failedAt);
      this.at(failedAt + downtime, (repairedAt) => {
        repair(repairedAt);
        this.planZoneFailure(zone, repairedAt, round + 1);
      });
    });
  }

  /** Takes a zone down and returns what brings it back. */
  private takeZoneDown(zone: number, now: number): (then: number) => void {
    this.zonesDown.set(zone, (this.zonesDown.get(zone) ?? 0) + 1);
    const hit = this.serving().filter((replica) => replica.zone === zone);
    this.fleet.goDown(hit, now);
    return (then) => {
      this.zonesDown.set(zone, (this.zonesDown.get(zone) ?? 0) - 1);
      // Those that got ready meanwhile were down from the start.
      for (const replica of this.serving()) {
        if (replica.zone === zone) this.fleet.comeUp(replica, then);
      }
    };
  }

  private planOutages(): void {
    for (const { at, duration, replicas, zone } of this.plan.outages) {
      this.at(at, (now) => {
        if (zone >= 0) {
          this.at(now + duration, this.takeZoneDown(zone, now));
          return;
        }
        const healthy = this.serving().filter(({ downs }) => downs === 0);
        const hit = healthy.slice(0, replicas);
        this.fleet.goDown(hit, now);
        this.at(now + duration, (then) => {
          for (const replica of hit) this.fleet.comeUp(replica, then);
        });
      });
    }
  }

  private serving(): ReplicaRecord[] {
    return this.fleet.select(({ state }) => state !== STARTING);
  }

  private at(time: number, run: (now: number) => void): void {
    this.setting.events.schedule(time, RANK_CAPACITY, run);
  }

  private draw(law: Distribution, purpose: number, serial: number, round: number): number {
    return quantileFunction(law)(counterUniform(this.seed, purpose, serial, round));
  }
}
