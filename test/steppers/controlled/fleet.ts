import {
  counterUniform,
  PURPOSE_DOWNTIME,
  PURPOSE_UPTIME,
} from "../../../src/random/counter-uniform.ts";
import { quantileFunction } from "../../../src/random/quantile-function.ts";
import { Schedule } from "../../../src/sim/autoscale/schedule.ts";
import { AUTOSCALER_SCHEDULE } from "../../../src/sim/autoscale/autoscaler-plan.ts";
import { LOSS_RESUME } from "../../../src/sim/control-plan.ts";
import { takeOut } from "./servers.ts";
import {
  type Attempt,
  openQueue,
  type Replica,
  type ReplicaState,
  servingReplicas,
  type World,
} from "./world.ts";

/** Something that happens to the fleet. */
interface FleetEvent {
  readonly at: number;
  readonly rank: number;
  happen(now: number): void;
}

/** What goes first at one instant: failures, repairs and readiness, the door, then decisions. */
const CAPACITY = 0;
const RELEASE = 1;
const DECISION = 2;

/** Is told what the rest of the world has to do about it. */
export interface FleetListener {
  /** These lost their replica. */
  lost(attempts: readonly Attempt[], now: number): void;
  /** A replica accepts, or is back to finish what it has. */
  opened(replica: Replica, now: number): void;
  /** All replicas that open now have. */
  released(now: number): void;
}

/** The replicas' coming and going. */
export interface Fleet {
  /** Time of the next event; Infinity for none. */
  nextTime(): number;
  /** Lets the next event happen. */
  advance(now: number): void;
  /** Draining replicas without anything left are gone. */
  dismissIdle(): void;
}

export function openFleet(world: World, listener: FleetListener): Fleet {
  const { control, note, replicas, tally } = world;
  const { autoscaler, coldStart, failures, initial } = control.fleet;
  const events: FleetEvent[] = [];
  let desired = initial;
  let coldStartTime = 0;
  for (const stage of coldStart) coldStartTime += quantileFunction(stage)(0.5);

  const plan = (at: number, rank: number, happen: (now: number) => void): void => {
    if (at < Infinity) events.push({ at, rank, happen });
  };

  const dismissIdle = (): void => {
    for (const replica of replicas) {
      const isEmpty = replica.services.length === 0 && replica.queue.waiting.length === 0;
      const isLeaving =
        replica.state === "draining" || (replica.state === "down" && replica.isLeaving);
      if (isLeaving && isEmpty) replica.state = "gone";
    }
  };

  const planFailure = (replica: Replica, now: number, round: number): void => {
    const laws = failures.replica;
    if (laws === null) return;
    const { serial } = replica;
    const up = counterUniform(control.seed, PURPOSE_UPTIME, serial, round);
    const down = counterUniform(control.seed, PURPOSE_DOWNTIME, serial, round);
    plan(now + quantileFunction(laws.uptime)(up), CAPACITY, (failedAt) => {
      if (replica.state === "gone") return;
      fail([replica], failedAt);
      plan(failedAt + quantileFunction(laws.downtime)(down), CAPACITY, (repairedAt) => {
        if (replica.state === "gone") return;
        repair(replica, repairedAt);
        planFailure(replica, repairedAt, round + 1);
      });
    });
  };

  const open = (replica: Replica, now: number): void => {
    listener.opened(replica, now);
    plan(now, RELEASE, (then) => listener.released(then));
  };

  const becomeReady = (replica: Replica, now: number): void => {
    replica.state = "ready";
    planFailure(replica, now, 0);
    open(replica, now);
  };

  const repair = (replica: Replica, now: number): void => {
    replica.downs--;
    if (replica.downs > 0) {
      note("a repaired replica stays down");
      return;
    }
    replica.state = replica.isLeaving ? "draining" : "ready";
    for (const service of replica.services) service.end = now + (service.end - replica.pausedAt);
    if (replica.services.length > 0) note("paused work goes on");
    open(replica, now);
    dismissIdle();
  };

  const fail = (failing: readonly Replica[], now: number): void => {
    const hit = failing.filter(({ downs }) => downs === 0);
    for (const replica of failing) replica.downs++;
    for (const replica of hit) {
      if (replica.state === "draining") note("a draining replica fails");
      replica.state = "down";
      replica.pausedAt = now;
    }
    if (failures.onLoss === LOSS_RESUME) return;
    const lost = hit.map(takeWork);
    for (const attempts of lost) {
      const wanted = attempts.filter(({ isWanted }) => isWanted);
      if (wanted.length > 0) note("a failure loses attempts");
      tally.lost += wanted.length;
      listener.lost(wanted, now);
    }
  };

  const lowestFreeIndex = (): number => {
    let index = 0;
    while (replicas.some((one) => one.index === index && one.state !== "gone")) index++;
    return index;
  };

  const add = (): Replica => {
    const replica: Replica = {
      index: lowestFreeIndex(),
      serial: replicas.length,
      queue: openQueue(control),
      state: "starting",
      isLeaving: false,
      services: [],
      pausedAt: NaN,
      downs: 0,
    };
    if (replicas.some((one) => one.index === replica.index)) note("a number is used again");
    replicas.push(replica);
    return replica;
  };

  const staying = (): Replica[] =>
    replicas.filter(({ isLeaving, state }) => !isLeaving && state !== "gone");

  const resize = (wanted: number, now: number): void => {
    while (staying().length < wanted) {
      const replica = add();
      plan(now + coldStartTime, CAPACITY, (at) => {
        if (replica.state === "starting") becomeReady(replica, at);
      });
    }
    while (staying().length > wanted) {
      const isIn = (wantedState: ReplicaState): Replica[] =>
        staying().filter(({ state }) => state === wantedState);
      const leaving = [...isIn("ready"), ...isIn("down"), ...isIn("starting")].pop()!;
      leaving.isLeaving = true;
      note(`a ${leaving.state} replica is let go`);
      if (leaving.state === "starting") leaving.state = "gone";
      if (leaving.state === "ready") {
        leaving.state = "draining";
        if (leaving.services.length > 0) note("a replica drains with work left");
      }
      dismissIdle();
    }
  };

  for (const { at, duration, replicas: count, zone } of failures.outages) {
    if (zone >= 0) throw new RangeError("the stepper knows no zones");
    plan(at, CAPACITY, () => {
      const hit = servingReplicas(world).slice(0, count);
      fail(hit, at);
      plan(at + duration, CAPACITY, (then) => {
        for (const replica of hit) if (replica.state !== "gone") repair(replica, then);
      });
    });
  }

  for (let count = 0; count < initial; count++) becomeReady(add(), 0);

  if (autoscaler !== null) {
    if (autoscaler.kind !== AUTOSCALER_SCHEDULE) throw new RangeError("only schedules are known");
    const schedule = new Schedule(autoscaler);
    const decide = (now: number): void => {
      const wanted = schedule.decide();
      if (wanted !== desired) resize(wanted, now);
      desired = wanted;
      plan(schedule.nextTime, DECISION, decide);
    };
    plan(schedule.nextTime, DECISION, decide);
  }

  return {
    nextTime: () => Math.min(...events.map(({ at }) => at)),

    advance(now) {
      const due = events.filter(({ at }) => at === now);
      const first = Math.min(...due.map(({ rank }) => rank));
      const next = due.find(({ rank }) => rank === first)!;
      events.splice(events.indexOf(next), 1);
      next.happen(now);
    },

    dismissIdle,
  };
}

/** Takes all that a replica has away from it: what is in service first. */
function takeWork(replica: Replica): Attempt[] {
  const taken = [...takeOut(replica.services), ...replica.queue.waiting];
  replica.services = [];
  replica.queue.waiting.length = 0;
  for (const attempt of taken) attempt.place = "nowhere";
  return taken;
}
