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
  private draining = 0;
  private readonly onReady: ((replica: ReplicaRecord, now: number) => void)[] = [];

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

  /** Asks for as many replicas as are wanted, or lets go of those that are too many. */
  scaleTo(wanted: number, now: number): void {
    this.desired = wanted;
    let missing = wanted - this.present;
    for (; missing > 0; missing--) this.start(now);
    for (; missing < 0; missing++) this.letGo(this.leastWanted(), now);
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
    this.draining++;
    this.settle(replica.index, now);
  }

  /** Ends the draining replicas that have nothing left. */
  settleAll(now: number): void {
    if (this.draining === 0) return;
    for (let index = 0; index < this.replicas.length; index++) this.settle(index, now);
  }

  private settle(index: number, now: number): void {
    const replica = this.replicas[index];
    if (replica === undefined || replica.state !== DRAINING || replica.downs > 0) return;
    if (this.setting.loads.outstanding[index] === 0) this.remove(replica, now);
  }

  /** Takes a replica down for one more reason. What it works on is lost, or stops with it. */
  goDown(replica: ReplicaRecord, now: number): void {
    const { onLost, onReset, plan, servers } = this.setting;
    this.change(replica, now, () => replica.downs++);
    if (replica.downs > 1 || replica.state === STARTING) return;
    if (plan.fleet.failures.onLoss === LOSS_RESUME) servers.pause(replica.index, now);
    else {
      const lost = servers.evict(replica.index, now);
      onReset(replica.index);
      onLost(lost, replica.index, now);
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
    this.settle(replica.index, now);
  }

  /** Ends a replica at once, with whatever it has. */
  kill(replica: ReplicaRecord, now: number): void {
    if (replica.state === GONE) return;
    const wasServing = replica.state !== STARTING;
    if (replica.state === READY) this.draining++;
    if (wasServing) this.change(replica, now, () => (replica.state = DRAINING));
    const lost = wasServing ? this.setting.servers.evict(replica.index, now) : [];
    this.remove(replica, now);
    this.setting.onLost(lost, replica.index, now);
  }

  /** Books all replicas up to the end of the run. */
  close(end: number): void {
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
    bill.peakReplicas = Math.max(bill.peakReplicas, gauges.paid);
    return replica;
  }

  private becomeReady(replica: ReplicaRecord, now: number): void {
    replica.readyAt = now;
    this.change(replica, now, () => (replica.state = READY));
    for (const listener of this.onReady) listener(replica, now);
  }

  private remove(replica: ReplicaRecord, now: number): void {
    const { bill, loads, onReset, servers } = this.setting;
    if (replica.state === DRAINING) this.draining = Math.max(0, this.draining - 1);
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
