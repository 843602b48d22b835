import { counterUniform, PURPOSE_COLD_START } from "../../random/counter-uniform.ts";
import { quantileFunction } from "../../random/quantile-function.ts";
import type { Gauges } from "../control/gauges.ts";
import type { ReplicaLoads } from "../control/replica-loads.ts";
import type { ReplicaServers } from "../control/replica-servers.ts";
import { LOSS_RESUME, type ControlPlan } from "../control-plan.ts";
import type { FleetBill } from "./fleet-bill.ts";
import { RANK_CAPACITY, type FleetEvents } from "./fleet-events.ts";
import { DRAINING, GONE, READY, STARTING, type ReplicaRecord } from "./replica-record.ts";

/** What a fleet works on, and whom it tells. */
export interface FleetSetting {
  readonly plan: ControlPlan;
  readonly events: FleetEvents;
  readonly bill: FleetBill;
  readonly gauges: Gauges;
  readonly loads: ReplicaLoads;
  readonly servers: ReplicaServers;
  /** Attempts were lost with their replica; they are in no queue any more. */
  readonly onLost: (attempts: readonly number[], replica: number, now: number) => void;
  /** A replica came or went: routers forget what they know of its number. */
  readonly onReset: (replica: number) => void;
  /** A replica takes requests that took none before. */
  readonly onAccepting: (now: number) => void;
}

/** Stage number of the draw for a start from the warm pool. */
const WARM_STAGE = -1;

/**
 * The replicas of a pool through their lives: asked for, ready, draining, gone; and down in
 * between.
 *
 * A replica is paid for from the moment it is asked for until it is gone. Of replicas that are too
 * many the ones that start go first, the newest before the others, then the newest of the ready
 * ones, as a Kubernetes ReplicaSet scales down; a ready one finishes what it has.
 */
export class Fleet {
  /** Replicas that are to be. */
  desired = 0;
  /** All that exist, by number; those gone are left out. */
  readonly replicas: (ReplicaRecord | undefined)[] = [];
  private readonly setting: FleetSetting;
  private readonly coldStart: readonly ((uniform: number) => number)[];
  private readonly warmStart: ((uniform: number) => number) | null;
  /** Warm replicas ready to be taken. */
  private warm: number;
  private serials = 0;
  private readonly draining = new Set<ReplicaRecord>();
  private readonly onReady: ((replica: ReplicaRecord, now: number) => void)[] = [];
  private readonly onChange: ((now: number) => void)[] = [];
  private outagesOf: (replica: ReplicaRecord) => number = () => 0;

  constructor(setting: FleetSetting) {
    const { fleet } = setting.plan;
    this.setting = setting;
    this.coldStart = fleet.coldStart.map((stage) => quantileFunction(stage));
    this.warmStart = fleet.warmPool === null ? null : quantileFunction(fleet.warmPool.start);
    this.warm = fleet.warmPool?.size ?? 0;
  }

  /** Calls `listener` for every replica that gets ready. */
  whenReady(listener: (replica: ReplicaRecord, now: number) => void): void {
    this.onReady.push(listener);
  }

  /** Calls `listener` when the size wanted has changed, or a replica has come up again. */
  whenChanged(listener: (now: number) => void): void {
    this.onChange.push(listener);
  }

  /** Asks `count` how many outages a replica is in that gets ready: it is down from the start. */
  countOutagesBy(count: (replica: ReplicaRecord) => number): void {
    this.outagesOf = count;
  }

  /** Sets up the replicas that are there from the start. */
  openInitial(): void {
    this.desired = this.setting.plan.fleet.initial;
    for (let count = 0; count < this.desired; count++) this.becomeReady(this.ask(0), 0);
  }

  /** Replicas that pass a test, by number. */
  select(test: (replica: ReplicaRecord) => boolean): ReplicaRecord[] {
    return this.replicas.filter(
      (replica): replica is ReplicaRecord => replica !== undefined && test(replica),
    );
  }

  /** Replicas that are or will be there to serve. */
  get present(): number {
    return this.select(isPresent).length;
  }

  /**
   * Asks for as many replicas as are wanted, or lets go of those that are too many. A fleet that
   * grows lets go of none: what it has in addition is a rollout's, which knows when it may go.
   */
  scaleTo(wanted: number, now: number): void {
    const isGrowing = wanted > this.desired;
    this.desired = wanted;
    const missing = wanted - this.present;
    const surplus = isGrowing ? 0 : -missing;
    for (let count = 0; count < missing; count++) this.start(now);
    for (let count = 0; count < surplus; count++) this.letGo(this.leastWanted(), now);
    for (const listener of this.onChange) listener(now);
  }

  /** Asks for one more replica, from the warm pool if it has one. */
  start(now: number): ReplicaRecord {
    const { bill, events, plan } = this.setting;
    const replica = this.ask(now);
    const isWarm = this.warmStart !== null && this.warm > 0;
    bill.started++;
    if (isWarm) {
      bill.startedWarm++;
      this.warm--;
      const refilled = now + this.coldStartOf(replica.serial);
      events.schedule(refilled, RANK_CAPACITY, () => void this.warm++);
    }
    const uniform = counterUniform(plan.seed, PURPOSE_COLD_START, replica.serial, WARM_STAGE);
    const time =
      isWarm && this.warmStart ? this.warmStart(uniform) : this.coldStartOf(replica.serial);
    events.schedule(now + time, RANK_CAPACITY, (then) => {
      if (replica.state === STARTING) this.becomeReady(replica, then);
    });
    return replica;
  }

  /** Lets a replica go: one that starts at once, a ready one when it has finished what it has. */
  letGo(replica: ReplicaRecord, now: number): void {
    if (replica.state === STARTING) {
      this.remove(replica, now);
      return;
    }
    if (replica.state !== READY) return;
    this.change(replica, now, () => (replica.state = DRAINING));
    this.draining.add(replica);
    this.settle(replica, now);
  }

  /** Ends the draining replicas that have nothing left. */
  settleAll(now: number): void {
    if (this.draining.size === 0) return;
    for (const replica of this.draining) this.settle(replica, now);
  }

  private settle(replica: ReplicaRecord, now: number): void {
    if (replica.state !== DRAINING) return;
    if (this.setting.loads.outstanding[replica.index] === 0) this.remove(replica, now);
  }

  /**
   * Takes replicas down for one more reason, all together: none is given what another loses. What
   * they work on is lost, or stops with them.
   */
  goDown(replicas: readonly ReplicaRecord[], now: number): void {
    const { onLost, onReset, plan, servers } = this.setting;
    const hit = replicas.filter(({ downs }) => downs === 0);
    for (const replica of replicas) this.change(replica, now, () => replica.downs++);
    if (plan.fleet.failures.onLoss === LOSS_RESUME) {
      for (const { index } of hit) servers.pause(index, now);
      return;
    }
    const lost = hit.map(({ index }) => servers.evict(index, now));
    for (const [position, { index }] of hit.entries()) {
      onReset(index);
      onLost(lost[position], index, now);
    }
  }

  /** Takes one of the reasons away for which a replica is down. */
  comeUp(replica: ReplicaRecord, now: number): void {
    if (replica.state === GONE || replica.downs === 0) return;
    const { plan, servers } = this.setting;
    // What it was at goes on before it takes anything new.
    const resumes = plan.fleet.failures.onLoss === LOSS_RESUME && replica.downs === 1;
    if (resumes) servers.resume(replica.index, now);
    this.change(replica, now, () => replica.downs--);
    this.settle(replica, now);
    for (const listener of this.onChange) listener(now);
  }

  /** Ends a replica at once, with whatever it has. */
  kill(replica: ReplicaRecord, now: number): void {
    if (replica.state === GONE) return;
    const wasServing = replica.state !== STARTING;
    if (wasServing) this.change(replica, now, () => (replica.state = DRAINING));
    const lost = wasServing ? this.setting.servers.evict(replica.index, now) : [];
    this.remove(replica, now);
    this.setting.onLost(lost, replica.index, now);
  }

  /** Books all replicas up to the end of the run. */
  close(end: number): void {
    this.setting.bill.recount(this.setting.gauges.paid, end);
    for (const replica of this.replicas) {
      if (replica === undefined) continue;
      this.setting.bill.book(replica, end);
      this.setting.bill.bookMinimum(replica, end);
    }
  }

  private ask(now: number): ReplicaRecord {
    const { bill, gauges, loads, onReset, plan, servers } = this.setting;
    const free = this.replicas.indexOf(undefined);
    const index = free === -1 ? this.replicas.length : free;
    const zones = plan.fleet.failures.zones?.count ?? 1;
    const replica: ReplicaRecord = {
      index,
      serial: this.serials++,
      zone: index % zones,
      askedAt: now,
      state: STARTING,
      readyAt: NaN,
      since: now,
      downs: 0,
    };
    this.replicas[index] = replica;
    loads.open(index);
    servers.open(index);
    onReset(index);
    gauges.starting++;
    bill.recount(gauges.paid, now);
    return replica;
  }

  private becomeReady(replica: ReplicaRecord, now: number): void {
    const { plan, servers } = this.setting;
    const downs = this.outagesOf(replica);
    if (downs > 0 && plan.fleet.failures.onLoss === LOSS_RESUME) servers.pause(replica.index, now);
    replica.readyAt = now;
    this.change(replica, now, () => {
      replica.state = READY;
      replica.downs = downs;
    });
    for (const listener of this.onReady) listener(replica, now);
  }

  private remove(replica: ReplicaRecord, now: number): void {
    const { bill, loads, onReset, servers } = this.setting;
    this.draining.delete(replica);
    this.change(replica, now, () => (replica.state = GONE));
    bill.bookMinimum(replica, now);
    bill.stopped++;
    servers.shut(replica.index);
    loads.setAccepting(replica.index, false);
    this.replicas[replica.index] = undefined;
    onReset(replica.index);
  }

  /** Books the stretch that ends, makes a change, and lets the others know whom to count on. */
  private change(replica: ReplicaRecord, now: number, make: () => void): void {
    const { bill, gauges, loads, onAccepting, servers } = this.setting;
    const { index } = replica;
    const didAccept = isAccepting(replica);
    bill.book(replica, now);
    this.countInGauges(gauges, replica, -1);
    make();
    this.countInGauges(gauges, replica, 1);
    bill.recount(gauges.paid, now);
    const doesAccept = isAccepting(replica);
    if (didAccept === doesAccept) return;
    loads.setAccepting(index, doesAccept);
    if (doesAccept) {
      servers.admit(index, now);
      onAccepting(now);
    } else {
      servers.shut(index);
    }
  }

  private countInGauges(gauges: Gauges, { downs, state }: ReplicaRecord, change: 1 | -1): void {
    if (state === GONE) return;
    if (state === STARTING) gauges.starting += change;
    else if (downs > 0) gauges.down += change;
    else if (state === READY) gauges.ready += change;
    else gauges.draining += change;
  }

  /** The replica to do without first. */
  private leastWanted(): ReplicaRecord {
    let least: ReplicaRecord | undefined;
    for (const replica of this.replicas) {
      if (replica === undefined || replica.state > READY) continue;
      if (least === undefined || isLessWanted(replica, least)) least = replica;
    }
    if (least === undefined) throw new RangeError("there is no replica to let go of");
    return least;
  }

  private coldStartOf(serial: number): number {
    const { seed } = this.setting.plan;
    return this.coldStart.reduce(
      (sum, stage, index) => sum + stage(counterUniform(seed, PURPOSE_COLD_START, serial, index)),
      0,
    );
  }
}

/** True of a replica that is or will be there to serve. */
export function isPresent({ state }: ReplicaRecord): boolean {
  return state === STARTING || state === READY;
}

/** True of a replica that takes requests. */
export function isAccepting({ downs, state }: ReplicaRecord): boolean {
  return state === READY && downs === 0;
}

function isLessWanted(left: ReplicaRecord, right: ReplicaRecord): boolean {
  const isLeftDown = left.downs > 0 ? 1 : 0;
  const isRightDown = right.downs > 0 ? 1 : 0;
  if (left.state !== right.state) return left.state < right.state;
  if (isLeftDown !== isRightDown) return isLeftDown > isRightDown;
  return left.serial > right.serial;
}
