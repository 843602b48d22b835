import { DeadlineHeap } from "./deadline-heap.ts";
import type { FinishedRequests } from "./finished-requests.ts";
import { IndexHeap } from "./index-heap.ts";
import { NONE, RequestSlots } from "./request-slots.ts";
import { Router } from "./router.ts";
import type { ServiceBank } from "./service-bank.ts";
import {
  OUTCOME_REJECTED_QUEUE_FULL,
  type SerialPlan,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";
import { SlotLists } from "./slot-lists.ts";
import type { Usage } from "./usage.ts";
import { WinnerTree } from "./winner-tree.ts";

/**
 * Replicas with `concurrency` slots, first come first served.
 *
 * Each slot of each replica is a server of the calendar, numbered replica × concurrency + slot, so
 * the calendar's order of ties is the replicas'.
 */
export class SerialBank implements ServiceBank {
  readonly calendar: WinnerTree;
  /** Deadlines of waiting requests; one in service holds its slot to the end. */
  readonly deadlines: DeadlineHeap = new DeadlineHeap();
  readonly finished: FinishedRequests;
  readonly usage: Usage;
  private readonly concurrency: number;
  private readonly queueLimit: number;
  private readonly hasTimeouts: boolean;
  private readonly serviceTimes: Float64Array;
  private readonly slots = new RequestSlots();
  /** Waiting requests of each replica, or of the one central queue (the last list). */
  private readonly waiting: SlotLists;
  private readonly router: Router;
  /** Request in service on each server, and when it started. */
  private readonly servedRows: Int32Array;
  private readonly servedStarts: Float64Array;
  /** Idle servers behind the central queue. */
  private readonly idleServers: IndexHeap;
  /** Without a central queue: stack of idle slots of each replica, and its height. */
  private readonly idleSlots: Int32Array;
  private readonly idleCounts: Int32Array;

  constructor(
    plan: SimPlan,
    service: SerialPlan,
    columns: WorkloadColumns,
    finished: FinishedRequests,
    usage: Usage,
  ) {
    const { concurrency } = service;
    const servers = plan.replicas * concurrency;
    this.finished = finished;
    this.usage = usage;
    this.concurrency = concurrency;
    this.queueLimit = plan.queueLimit;
    this.hasTimeouts = plan.timeout < Infinity || columns.timeouts.length > 0;
    this.serviceTimes = columns.serviceTimes;
    this.calendar = new WinnerTree(servers);
    this.waiting = new SlotLists(this.slots, plan.replicas + 1);
    this.router = new Router(plan, columns);
    this.servedRows = new Int32Array(servers);
    this.servedStarts = new Float64Array(servers);
    this.idleServers = new IndexHeap(this.router.isCentral ? servers : 0);
    this.idleSlots = Int32Array.from({ length: servers }, (_, server) => server);
    this.idleCounts = new Int32Array(plan.replicas).fill(concurrency);
  }

  arrive(row: number, now: number): void {
    const { router, waiting } = this;
    const queue = router.choose(row);
    const server = this.takeIdleServer(queue);
    if (server !== NONE) {
      router.join(queue);
      this.start(server, row, now);
    } else if (waiting.lengths[queue] >= this.queueLimit) {
      this.finished.reject(row, router.isCentral ? NONE : queue, OUTCOME_REJECTED_QUEUE_FULL);
    } else {
      router.join(queue);
      const slot = this.slots.allocate(row, queue);
      waiting.pushBack(queue, slot);
      if (this.hasTimeouts) this.deadlines.push(slot, this.finished.deadlineOf(row), row);
    }
  }

  advance(server: number, now: number): void {
    const { concurrency, router, slots, usage, waiting } = this;
    const replica = concurrency === 1 ? server : Math.floor(server / concurrency);
    const start = this.servedStarts[server];
    const gone = this.finished.serve(this.servedRows[server], replica, start, now, now);
    if (gone) usage.abandonedTime += usage.overlap(start, now);
    router.leave(replica);

    const queue = router.isCentral ? this.idleCounts.length : replica;
    if (waiting.lengths[queue] > 0) {
      const slot = waiting.popFront(queue);
      if (this.hasTimeouts) this.deadlines.remove(slot);
      slots.release(slot);
      this.start(server, slots.rows[slot], now);
    } else {
      this.calendar.set(server, Infinity);
      if (router.isCentral) this.idleServers.push(server);
      else this.idleSlots[replica * concurrency + this.idleCounts[replica]++] = server;
    }
  }

  expire(slot: number): void {
    const { router, slots } = this;
    const row = slots.rows[slot];
    const queue = slots.owners[slot];
    this.waiting.remove(queue, slot);
    slots.release(slot);
    router.leave(queue);
    this.finished.abandon(row, router.isCentral ? NONE : queue, NaN, NaN);
  }

  private takeIdleServer(queue: number): number {
    if (this.router.isCentral) return this.idleServers.size > 0 ? this.idleServers.pop() : NONE;
    if (this.idleCounts[queue] === 0) return NONE;
    return this.idleSlots[queue * this.concurrency + --this.idleCounts[queue]];
  }

  private start(server: number, row: number, now: number): void {
    const end = now + this.serviceTimes[row];
    this.servedRows[server] = row;
    this.servedStarts[server] = now;
    this.usage.busyTime += this.usage.overlap(now, end);
    this.calendar.set(server, end);
  }
}
