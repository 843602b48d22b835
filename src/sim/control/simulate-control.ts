import type { ControlPlan } from "../control-plan.ts";
import type { ControlRecording } from "../control-recording.ts";
import { Failures } from "../fleet/failures.ts";
import { FleetBill } from "../fleet/fleet-bill.ts";
import { FleetEvents, RANK_RELEASE, RANK_SAMPLE } from "../fleet/fleet-events.ts";
import { Fleet, type FleetSetting } from "../fleet/fleet.ts";
import { Rollouts } from "../fleet/rollouts.ts";
import { Scaler } from "../fleet/scaler.ts";
import type { FinishedRequests } from "../finished-requests.ts";
import { FleetRouter } from "../routing/fleet-router.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../sim-plan.ts";
import type { Usage } from "../usage.ts";
import { Attempts } from "./attempts.ts";
import { BatchServers } from "./batch-servers.ts";
import { Clients } from "./clients.ts";
import { ContinuousServers } from "./continuous-servers.ts";
import { Door } from "./door.ts";
import { Gauges } from "./gauges.ts";
import { PromptCaches } from "./prompt-caches.ts";
import { ReplicaLoads } from "./replica-loads.ts";
import type { ReplicaServers } from "./replica-servers.ts";
import { SerialServers } from "./serial-servers.ts";
import type { ServerSetting } from "./server-setting.ts";
import { TimelineRecorder } from "./timeline-recorder.ts";
import { Users } from "./users.ts";

/** Seconds without an answer, after the last arrival, from which what is left counts as failed. */
const STUCK_AFTER = 86_400;

/**
 * Simulates a configuration whose fleet or clients do more than a fixed pool of patient ones.
 *
 * At one instant: (1) ends of service and batch timers, by replica; (2) clients who give up, by
 * request; (3) what happens to the fleet: failures, readiness, then samples, then decisions;
 * (4) arrivals in row order, then closed-loop users, then retries and hedges, by request.
 *
 * @param control - The plan's control part.
 */
export function simulateControl(
  plan: SimPlan,
  control: ControlPlan,
  columns: WorkloadColumns,
  finished: FinishedRequests,
  usage: Usage,
): ControlRecording {
  const run = new ControlledRun(plan, control, columns, finished, usage);
  run.toTheEnd();
  return run.toRecording();
}

class ControlledRun {
  private readonly plan: SimPlan;
  private readonly control: ControlPlan;
  private readonly columns: WorkloadColumns;
  private readonly finished: FinishedRequests;
  private readonly gauges: Gauges;
  private readonly timeline: TimelineRecorder | null;
  private readonly attempts = new Attempts();
  private readonly events = new FleetEvents();
  private readonly bill: FleetBill;
  private readonly clients: Clients;
  private readonly users: Users;
  private readonly servers: ReplicaServers;
  private readonly loads: ReplicaLoads;
  private readonly door: Door;
  private readonly prompts: PromptCaches;
  private readonly fleet: Fleet;
  private readonly scaler: Scaler | null;
  private row = 0;
  private lastAnswers = -1;
  private lastProgress = 0;

  constructor(
    plan: SimPlan,
    control: ControlPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    const { autoscaler } = control.fleet;
    this.plan = plan;
    this.control = control;
    this.columns = columns;
    this.finished = finished;
    this.timeline =
      control.timelineBins > 0 ? new TimelineRecorder(plan.measureTo, control.timelineBins) : null;
    this.gauges = new Gauges(this.timeline);
    this.bill = new FleetBill(usage, plan, control.fleet.minimumBilling);
    this.users = new Users(control);
    this.clients = new Clients({
      plan,
      control,
      columns,
      attempts: this.attempts,
      gauges: this.gauges,
      finished,
      timeline: this.timeline,
      onKnown: (user, now) => this.users.think(user, now),
    });
    this.loads = new ReplicaLoads(this.gauges, (replica) => this.servers.kvUse(replica));
    const router = new FleetRouter(plan.router, control.routing, columns, this.loads);
    this.prompts = new PromptCaches(router);
    this.servers = this.openServers(usage);
    this.door = new Door(plan, control, columns, this.attempts, this.loads, this.servers, router);
    this.clients.connect(this.door, this.servers);
    const setting = this.fleetSetting();
    this.fleet = new Fleet(setting);
    // Listeners first: the replicas of the start are subject to failures too.
    void new Failures(this.fleet, setting);
    void new Rollouts(this.fleet, setting);
    this.fleet.openInitial();
    this.scaler =
      autoscaler === null
        ? null
        : new Scaler(autoscaler, this.fleet, setting, () => this.row + this.users.sent);
    this.planRefresh();
  }

  /** Runs until every request has an outcome, all replicas are idle and the workload is over. */
  toTheEnd(): void {
    const { clients, events, gauges, servers, users } = this;
    const { calendar } = servers;
    const { measureTo } = this.plan;
    const { arrivals } = this.columns;
    for (;;) {
      const service = calendar.minTime;
      const timeout = clients.timeouts.minTime;
      const arrival = this.row < arrivals.length ? arrivals[this.row] : Infinity;
      const next = users.next.minTime;
      const timer = clients.timers.minTime;
      const isOver = arrival === Infinity && next === Infinity && clients.flights.open === 0;
      // The fleet lives on, and is paid for, to the end of the workload.
      const event = isOver && events.nextTime > measureTo ? Infinity : events.nextTime;
      const now = Math.min(service, timeout, event, arrival, next, timer);
      if (now === Infinity) {
        if (clients.flights.open === 0) {
          gauges.advance(measureTo);
          this.timeline?.hold(gauges);
          return;
        }
        clients.failRemaining(gauges.now);
        clients.withdrawBeaten(gauges.now);
        continue;
      }
      gauges.advance(now);
      if (service === now) {
        servers.advance(calendar.winner, now);
      } else if (timeout === now) {
        const attempt = clients.timeouts.minSlot;
        clients.timeouts.remove(attempt);
        clients.expire(attempt, now);
      } else if (event === now) {
        events.runNext();
        servers.catchUp(now);
      } else if (arrival === now) {
        this.arrive(this.row++, now);
      } else if (next === now) {
        this.sendOfUser(users.next.minSlot, now);
      } else {
        const flight = clients.timers.minSlot;
        clients.timers.remove(flight);
        clients.fire(flight, now);
      }
      clients.withdrawBeaten(now);
      this.fleet.settleAll(now);
      if (service !== now && arrival === Infinity && this.isStuck(now)) {
        clients.failRemaining(now);
        clients.withdrawBeaten(now);
      }
    }
  }

  /** What the run leaves behind; closes its books. */
  toRecording(): ControlRecording {
    const { columns, control, plan, users } = this;
    this.fleet.close(Math.max(this.gauges.now, plan.measureTo));
    const open = columns.arrivals.length;
    const total = open + users.sent;
    const arrivals = new Float64Array(total);
    const classes = new Int32Array(total);
    const sizeRows = Int32Array.from({ length: total }, (_, row) => row);
    arrivals.set(columns.arrivals);
    if (columns.classes.length > 0) classes.set(columns.classes.subarray(0, open));
    arrivals.set(users.arrivals.subarray(0, users.sent), open);
    classes.set(users.classes.subarray(0, users.sent), open);
    sizeRows.set(users.sizeRows.subarray(0, users.sent), open);
    const span = Math.max(0, plan.measureTo - plan.measureFrom);
    return {
      fleet: this.bill.toUsage(control.fleet.warmPool?.size ?? 0, span),
      clients: {
        ...this.clients.toUsage(),
        cachedTokens: this.prompts.cached,
        admittedTokens: this.prompts.admitted,
      },
      timeline: this.timeline?.finish() ?? null,
      arrivals,
      classes,
      sizeRows,
    };
  }

  private arrive(row: number, now: number): void {
    const { classes } = this.columns;
    this.clients.arrive(row, row, classes.length > 0 ? classes[row] : 0, -1, now);
    if (this.fleet.desired === 0) this.scaler?.wake(now);
  }

  private sendOfUser(user: number, now: number): void {
    const { users } = this;
    users.next.remove(user);
    const place = users.send(user, now);
    const row = this.columns.arrivals.length + place;
    this.clients.arrive(row, users.sizeRows[place], users.classes[place], user, now);
    if (this.fleet.desired === 0) this.scaler?.wake(now);
  }

  /** True if nothing has ended for a day, though only autoscalers and failures go on. */
  private isStuck(now: number): boolean {
    if (this.finished.total !== this.lastAnswers) {
      this.lastAnswers = this.finished.total;
      this.lastProgress = now;
    }
    return now - this.lastProgress > STUCK_AFTER;
  }

  private openServers(usage: Usage): ReplicaServers {
    const { columns, control, plan } = this;
    const { service } = plan;
    const setting: ServerSetting = {
      attempts: this.attempts,
      loads: this.loads,
      gauges: this.gauges,
      usage,
      events: this.clients,
      rules: {
        plan: control.queue,
        classes: control.classes,
        onDrop: (attempt) => this.clients.drop(attempt),
      },
      isCentral: plan.router === ROUTER_CENTRAL_QUEUE,
    };
    switch (service.kind) {
      case SERVICE_SERIAL:
        return new SerialServers(setting, service);
      case SERVICE_BATCH:
        return new BatchServers(setting, service, columns.jitters);
      case SERVICE_CONTINUOUS: {
        const hasCaches = control.routing.prefixCacheBlocks > 0;
        const prompts = hasCaches ? this.prompts : null;
        return new ContinuousServers(setting, service, columns, plan.cancel === 1, prompts);
      }
      default:
        service satisfies never;
        throw new RangeError(
          `unknown service kind: ${String((service as SimPlan["service"]).kind)}`,
        );
    }
  }

  private fleetSetting(): FleetSetting {
    const { clients, door, events } = this;
    return {
      plan: this.control,
      events,
      bill: this.bill,
      gauges: this.gauges,
      loads: this.loads,
      servers: this.servers,
      onLost: (lost, replica, now) => clients.lose(lost, replica, now),
      onReset: (replica) => door.router.reset(replica),
      onAccepting: (now) => {
        if (door.isHolding) events.schedule(now, RANK_RELEASE, (then) => clients.releaseHeld(then));
      },
    };
  }

  private planRefresh(): void {
    const { router } = this.door;
    this.events.schedule(router.nextTime, RANK_SAMPLE, (now) => {
      router.refresh(now);
      this.planRefresh();
    });
  }
}
