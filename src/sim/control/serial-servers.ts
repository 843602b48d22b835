import { grownFloat64, grownInt32, NONE } from "../request-slots.ts";
import type { SerialPlan } from "../sim-plan.ts";
import { WinnerTree } from "../winner-tree.ts";
import { RUNNING, WAITING } from "./attempts.ts";
import { IdleServers } from "./idle-servers.ts";
import { QueueBook } from "./queue-book.ts";
import { CENTRAL, type ReplicaServers } from "./replica-servers.ts";
import type { ServerSetting } from "./server-setting.ts";

/** Replicas with `concurrency` slots each; slot s of replica r is server r × concurrency + s. */
export class SerialServers implements ReplicaServers {
  readonly calendar: WinnerTree = new WinnerTree(2);
  private readonly setting: ServerSetting;
  private readonly concurrency: number;
  private readonly queues: QueueBook;
  private readonly idle = new IdleServers();
  /** Attempt on each server, NONE if idle; start of the stretch in progress; time spent before. */
  private served = new Int32Array(16).fill(NONE);
  private resumedAt = new Float64Array(16);
  private spent = new Float64Array(16);
  /** Seconds left of what a paused server does. */
  private left = new Float64Array(16);
  private readonly busySlots: number[] = [];
  private readonly slowness: number[] = [];

  constructor(setting: ServerSetting, service: SerialPlan) {
    this.setting = setting;
    this.concurrency = service.concurrency;
    this.queues = new QueueBook(setting, service.concurrency);
  }

  replicaOf(server: number): number {
    return this.concurrency === 1 ? server : Math.floor(server / this.concurrency);
  }

  open(replica: number): void {
    const end = (replica + 1) * this.concurrency;
    this.calendar.grow(end);
    this.idle.grow(end);
    while (end > this.served.length) {
      const { length } = this.served;
      this.served = grownInt32(this.served);
      this.served.fill(NONE, length);
      this.resumedAt = grownFloat64(this.resumedAt);
      this.spent = grownFloat64(this.spent);
      this.left = grownFloat64(this.left);
    }
    this.queues.open(replica);
    this.busySlots[replica] = 0;
    this.slowness[replica] = 1;
  }

  admit(replica: number, now: number): void {
    if (!this.queues.admit(replica)) return;
    for (let server = replica * this.concurrency; this.replicaOf(server) === replica; server++) {
      if (this.served[server] === NONE) this.idle.add(server);
    }
    this.startWaiting(CENTRAL, now);
  }

  shut(replica: number): void {
    if (!this.queues.shut(replica)) return;
    for (let server = replica * this.concurrency; this.replicaOf(server) === replica; server++) {
      this.idle.remove(server);
    }
  }

  catchUp(now: number): void {
    if (this.queues.takeShut()) this.startWaiting(CENTRAL, now);
  }

  wouldStart(attempt: number, queue: number): boolean {
    const waiting = this.queues.at(queue);
    return (
      this.idleServer(queue) !== NONE && waiting.mayStart(this.setting.attempts.classes[attempt])
    );
  }

  fits(): boolean {
    return true;
  }

  queueLength(queue: number): number {
    return this.queues.at(queue).length;
  }

  enqueue(attempt: number, queue: number, now: number): void {
    this.queues.push(attempt, queue, now);
    this.startWaiting(queue, now);
  }

  advance(server: number, now: number): void {
    const { attempts, events, usage } = this.setting;
    const attempt = this.served[server];
    const replica = this.replicaOf(server);
    const spent = this.free(server, now);
    const start = attempts.starts[attempt];
    if (events.serve(attempt, replica, start, now, now)) usage.abandonedTime += spent;
    this.startWaiting(this.queues.queueOf(replica), now);
  }

  withdraw(attempt: number): boolean {
    const { attempts } = this.setting;
    if (attempts.phases[attempt] !== WAITING) return false;
    this.queues.remove(attempt);
    return true;
  }

  forget(attempt: number): void {
    this.queues.countOut(attempt);
  }

  firstTokenOf(): number {
    return NaN;
  }

  evict(replica: number, now: number): number[] {
    const lost: number[] = [];
    for (let server = replica * this.concurrency; this.replicaOf(server) === replica; server++) {
      const attempt = this.served[server];
      if (attempt === NONE) continue;
      lost.push(attempt);
      this.setting.usage.lostTime += this.free(server, now);
    }
    return [...lost, ...this.queues.empty(replica)];
  }

  pause(replica: number, now: number): void {
    const { usage } = this.setting;
    this.queues.setPaused(replica, true);
    for (let server = replica * this.concurrency; this.replicaOf(server) === replica; server++) {
      if (this.served[server] === NONE) continue;
      const span = usage.overlap(this.resumedAt[server], now);
      usage.busyTime += span;
      this.spent[server] += span;
      this.left[server] = this.calendar.times[server] - now;
      this.resumedAt[server] = Infinity;
      this.calendar.set(server, Infinity);
      this.setting.loads.addBusy(replica, -1 / this.concurrency);
    }
  }

  resume(replica: number, now: number): void {
    this.queues.setPaused(replica, false);
    for (let server = replica * this.concurrency; this.replicaOf(server) === replica; server++) {
      if (this.served[server] === NONE) continue;
      this.resumedAt[server] = now;
      this.calendar.set(server, now + this.left[server]);
      this.setting.loads.addBusy(replica, 1 / this.concurrency);
    }
    this.startWaiting(this.queues.queueOf(replica), now);
  }

  setSlowness(replica: number, factor: number): void {
    this.slowness[replica] = factor;
  }

  kvUse(): number {
    return 0;
  }

  private startWaiting(queue: number, now: number): void {
    const waiting = this.queues.at(queue);
    while (waiting.length > 0) {
      const server = this.idleServer(queue);
      if (server === NONE) return;
      const attempt = waiting.next(now);
      if (attempt === NONE) return;
      this.start(server, attempt, now);
    }
  }

  /** An idle server that takes from a queue; NONE if there is none. */
  private idleServer(queue: number): number {
    if (queue === CENTRAL) return this.idle.isEmpty ? NONE : this.idle.lowest;
    if (this.busySlots[queue] === this.concurrency || this.queues.isPaused(queue)) return NONE;
    let server = queue * this.concurrency;
    while (this.served[server] !== NONE) server++;
    return server;
  }

  private start(server: number, attempt: number, now: number): void {
    const { attempts, loads } = this.setting;
    const replica = this.replicaOf(server);
    this.queues.take(attempt, replica);
    attempts.phases[attempt] = RUNNING;
    attempts.starts[attempt] = now;
    this.served[server] = attempt;
    this.resumedAt[server] = now;
    this.spent[server] = 0;
    this.busySlots[replica]++;
    loads.addBusy(replica, 1 / this.concurrency);
    if (this.setting.isCentral) this.idle.remove(server);
    this.calendar.set(server, now + attempts.serviceTimes[attempt] * this.slowness[replica]);
  }

  /** Frees a server and returns the measured time it spent on its attempt. */
  private free(server: number, now: number): number {
    const { loads, usage } = this.setting;
    const replica = this.replicaOf(server);
    const attempt = this.served[server];
    const span = usage.overlap(this.resumedAt[server], now);
    usage.busyTime += span;
    // A paused server was counted as idle when it stopped.
    if (this.resumedAt[server] < Infinity) loads.addBusy(replica, -1 / this.concurrency);
    this.served[server] = NONE;
    this.calendar.set(server, Infinity);
    this.busySlots[replica]--;
    this.queues.finish(attempt, replica);
    if (this.queues.isAdmitted(replica)) this.idle.add(server);
    return this.spent[server] + span;
  }
}
