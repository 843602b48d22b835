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
import { type Attempt, byIndex, openQueue, type Replica, type World } from "./world.ts";

/** Something that happens to the fleet. */
interface FleetEvent {
  readonly at: number;
  happen(now: number): void;
}

/** Is told what the rest of the world has to do about it. */
export interface FleetListener {
  /** These lost their replica. */
  lost(attempts: readonly Attempt[], now: number): void;
  /** A replica accepts, or is back to finish what it has. */
  opened(replica: Replica, now: number): void;
}

/** The replicas' coming and going. */
export interface Fleet {
  /** Time of the next event; Infinity for none. */
  nextTime(): number;
  /** Lets the next event happen. */
  advance(now: number): void;
  /** A draining replica without anything left is gone. */
  dismissIdle(now: number): void;
}

export function openFleet(world: World, listener: FleetListener): Fleet {
  const { control, note, replicas, tally } = world;
  const { autoscaler, coldStart, failures, initial } = control.fleet;
  const events: FleetEvent[] = [];
  let coldStartTime = 0;
  for (const stage of coldStart) coldStartTime += quantileFunction(stage)(0.5);

  const plan = (at: number, happen: (now: number) => void): void => {
    if (at < Infinity) events.push({ at, happen });
  };

  const dismiss = (replica: Replica): void => {
    replica.state = "gone";
    tally.stopped++;
  };

  const dismissIdle = (): void => {
    for (const replica of replicas) {
      const isEmpty = replica.services.length === 0 && replica.queue.waiting.length === 0;
      if (replica.state === "draining" && isEmpty) dismiss(replica);
    }
  };

  const planFailure = (replica: Replica, now: number): void => {
    if (failures.replica === null) return;
    const round = replica.failures;
    const uniform = counterUniform(control.seed, PURPOSE_UPTIME, replica.serial, round);
    const at = now + quantileFunction(failures.replica.uptime)(uniform);
    plan(at, () => {
      const isStillThere = replica.state === "ready" || replica.state === "draining";
      if (!isStillThere || replica.failures !== round || failures.replica === null) return;
      const draw = counterUniform(control.seed, PURPOSE_DOWNTIME, replica.serial, round);
      fail(replica, at + quantileFunction(failures.replica.downtime)(draw), at);
    });
  };

  const becomeReady = (replica: Replica, now: number): void => {
    replica.state = "ready";
    planFailure(replica, now);
    listener.opened(replica, now);
  };

  const repair = (replica: Replica, now: number): void => {
    if (replica.state !== "down" || replica.repairAt !== now) return;
    replica.state = replica.isLeaving ? "draining" : "ready";
    for (const service of replica.services) service.end = now + (service.end - replica.pausedAt);
    if (replica.services.length > 0) note("paused work goes on");
    planFailure(replica, now);
    listener.opened(replica, now);
    dismissIdle();
  };

  const fail = (replica: Replica, until: number, now: number): void => {
    if (replica.state === "draining") note("a draining replica fails");
    replica.state = "down";
    replica.failures++;
    tally.failures++;
    replica.repairAt = until;
    replica.pausedAt = now;
    plan(until, (at) => repair(replica, at));
    if (failures.onLoss === LOSS_RESUME) return;
    const lost = [...takeOut(replica.services), ...replica.queue.waiting];
    replica.services = [];
    replica.queue.waiting.length = 0;
    const wanted = lost.filter(({ isWanted }) => isWanted);
    if (wanted.length > 0) note("a failure loses attempts");
    tally.lost += wanted.length;
    listener.lost(wanted, now);
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
      failures: 0,
      repairAt: Infinity,
    };
    if (replicas.some((one) => one.index === replica.index)) note("a number is used again");
    replicas.push(replica);
    return replica;
  };

  const resize = (wanted: number, now: number): void => {
    const staying = (): Replica[] =>
      replicas.filter(({ isLeaving, state }) => !isLeaving && state !== "gone");
    while (staying().length < wanted) {
      const replica = add();
      tally.started++;
      if (coldStartTime === 0) {
        becomeReady(replica, now);
        continue;
      }
      plan(now + coldStartTime, (at) => {
        if (replica.state === "starting") becomeReady(replica, at);
      });
    }
    while (staying().length > wanted) {
      const starting = staying().filter(({ state }) => state === "starting");
      const ready = staying().filter(({ state }) => state === "ready");
      const leaving = [...staying(), ...ready, ...starting].pop()!;
      if (starting.length === 0 && ready.length > 0) {
        leaving.isLeaving = true;
        leaving.state = "draining";
        note("a replica drains");
        if (leaving.services.length > 0) note("a replica drains with work left");
      } else {
        note(`a ${leaving.state} replica is dismissed`);
        leaving.isLeaving = true;
        if (leaving.state === "starting") dismiss(leaving);
      }
      dismissIdle();
    }
  };

  for (let index = 0; index < initial; index++) becomeReady(add(), 0);

  for (const { at, duration, replicas: count, zone } of failures.outages) {
    plan(at, () => {
      const up = byIndex(replicas.filter(({ state }) => state === "ready" || state === "draining"));
      if (zone >= 0) throw new RangeError("the stepper knows no zones");
      for (const replica of up.slice(0, count)) fail(replica, at + duration, at);
    });
  }

  if (autoscaler !== null) {
    if (autoscaler.kind !== AUTOSCALER_SCHEDULE) throw new RangeError("only schedules are known");
    const schedule = new Schedule(autoscaler);
    const decide = (now: number): void => {
      resize(schedule.decide(), now);
      // Whatever a schedule says after the last arrival has been answered changes nothing.
      plan(schedule.nextTime, decide);
    };
    plan(schedule.nextTime, decide);
  }

  return {
    nextTime: () => Math.min(...events.map(({ at }) => at)),

    advance(now) {
      const at = events.findIndex((event) => event.at === now);
      const [event] = events.splice(at, 1);
      event.happen(now);
    },

    dismissIdle,
  };
}
