import { AdaptiveLifo } from "../admission/adaptive-lifo.ts";
import { Codel } from "../admission/codel.ts";
import {
  PRIORITY_STRICT,
  PRIORITY_WEIGHTED,
  QUEUE_TIMEOUT_DELAY,
  type ClassPlan,
  type QueuePlan,
} from "../control-plan.ts";
import { NONE } from "../request-slots.ts";
import { SlotLists } from "../slot-lists.ts";
import { WAITING, type Attempts } from "./attempts.ts";

/** Is told of an attempt that was dropped from a queue to protect the service. */
export type OnDrop = (attempt: number) => void;

/** What a queue needs to know of the classes of requests. */
export interface QueueRules {
  readonly plan: QueuePlan;
  readonly classes: readonly ClassPlan[];
  readonly onDrop: OnDrop;
}

/**
 * The attempts that wait for one replica, or for all of them: first in, first out within a class.
 *
 * Between classes the lowest priority number goes first (ties: who came first), or each class gets
 * its weight of the starts (stride scheduling), or the order is that of arrival alone. A class may
 * have a share of the slots behind the queue reserved: another class starts only if that leaves
 * free what is reserved and not in use. What the shedding rules drop is dropped when its turn
 * comes.
 *
 * @see Waldspurger and Weihl, "Stride Scheduling", MIT/LCS/TM-528, 1995.
 */
export class WaitingQueue {
  /** Attempts waiting. */
  length = 0;
  private readonly attempts: Attempts;
  private readonly rules: QueueRules;
  /** One list a class, then that of the overdue ones which `QUEUE_TIMEOUT_DELAY` sends back. */
  private readonly lists: SlotLists;
  private readonly overdue: number;
  private readonly codel: Codel | null;
  private readonly lifo: AdaptiveLifo | null;
  /** True if what waits may be dropped when its turn comes. */
  readonly hasShedding: boolean;
  /** Slots behind the queue; those of each class that are in use, and reserved. */
  private slots: number;
  private used = 0;
  private readonly usedBy: Float64Array;
  private readonly hasReserves: boolean;
  /** Weighted priority: virtual time at which each class is due, and that of the last start. */
  private readonly passes: Float64Array;
  private pass = 0;
  private tickets = 0;
  /** The attempt that `next` let through last: its turn is not decided twice. */
  private cleared = NONE;

  /** @param slots - Requests that can be in service behind this queue at once. */
  constructor(attempts: Attempts, rules: QueueRules, slots: number) {
    const { classes, plan } = rules;
    this.attempts = attempts;
    this.rules = rules;
    this.slots = slots;
    this.overdue = classes.length;
    this.lists = new SlotLists(attempts, classes.length + 1);
    this.codel = plan.codel === null ? null : new Codel(plan.codel);
    this.lifo = plan.adaptiveLifo === null ? null : new AdaptiveLifo(plan.adaptiveLifo);
    this.hasShedding =
      plan.codel !== null ||
      plan.adaptiveLifo !== null ||
      plan.deadlineAware !== null ||
      plan.timeout !== null;
    this.usedBy = new Float64Array(classes.length);
    this.hasReserves = classes.some(({ reserved }) => reserved > 0);
    this.passes = new Float64Array(classes.length);
  }

  /**
   * Slots came with a replica behind the queue.
   *
   * @param used - Of them, those that each class has in use.
   */
  addSlots(slots: number, used: Float64Array): void {
    this.slots += slots;
    for (let index = 0; index < used.length; index++) {
      this.used += used[index];
      this.usedBy[index] += used[index];
    }
  }

  /** Slots went with a replica; what is in service there counts for the others no more. */
  removeSlots(slots: number, used: Float64Array): void {
    this.slots -= slots;
    for (let index = 0; index < used.length; index++) {
      this.used -= used[index];
      this.usedBy[index] -= used[index];
    }
  }

  /** Appends an attempt. */
  push(attempt: number, now: number): void {
    const { attempts } = this;
    const classIndex = attempts.classes[attempt];
    attempts.phases[attempt] = WAITING;
    attempts.queued[attempt] = now;
    attempts.tickets[attempt] = this.tickets++;
    if (this.lists.lengths[classIndex] === 0 && this.passes[classIndex] < this.pass) {
      // A class that was away has no claim to the turns it missed.
      this.passes[classIndex] = this.pass;
    }
    this.lists.pushBack(classIndex, attempt);
    this.length++;
    if (this.lifo === null) return;
    if (this.length === 1) this.lifo.becameBusy(now);
    attempts.patience[attempt] = this.lifo.timeout(now);
  }

  /**
   * The attempt to start next, after dropping those before it that aren't to be served.
   *
   * @returns NONE if nothing waits, or all that waits must leave reserved slots free.
   */
  next(now: number): number {
    for (;;) {
      const attempt = this.front(now);
      if (attempt === NONE || !this.hasShedding || attempt === this.cleared) return attempt;
      if (!this.isShed(attempt, now)) {
        this.cleared = attempt;
        return attempt;
      }
    }
  }

  /** The attempt whose turn is next as things stand, whether or not it would be dropped then. */
  front(now: number): number {
    const { lists } = this;
    if (this.length === 0) return NONE;
    const isNewestFirst = this.lifo !== null && this.lifo.isOverloaded(now);
    const ends = isNewestFirst ? lists.tails : lists.heads;
    if (this.overdue === 1) return lists.lengths[0] > 0 ? ends[0] : ends[1];
    let best = NONE;
    for (let index = 0; index < this.overdue; index++) {
      if (lists.lengths[index] === 0 || !this.mayStart(index)) continue;
      if (best === NONE || this.isBefore(index, best, ends)) best = index;
    }
    if (best !== NONE) return ends[best];
    const overdue = ends[this.overdue];
    return overdue !== NONE && this.mayStart(this.attempts.classes[overdue]) ? overdue : NONE;
  }

  /** Takes the attempt that `next` returned; its service starts. */
  take(attempt: number): void {
    const classIndex = this.attempts.classes[attempt];
    this.remove(attempt);
    this.occupy(classIndex);
    if (this.rules.plan.priority === PRIORITY_WEIGHTED) {
      this.pass = this.passes[classIndex];
      this.passes[classIndex] += 1 / this.rules.classes[classIndex].weight;
    }
  }

  /** Counts a slot as taken by a class, without its having waited here. */
  occupy(classIndex: number): void {
    this.used++;
    this.usedBy[classIndex]++;
  }

  /** Counts a slot as free again. */
  vacate(classIndex: number): void {
    this.used--;
    this.usedBy[classIndex]--;
  }

  /** Takes an attempt out, wherever it stands. */
  remove(attempt: number): void {
    const { attempts, lists } = this;
    // An overdue attempt carries no ticket.
    const isOverdue = attempts.tickets[attempt] === Infinity;
    lists.remove(isOverdue ? this.overdue : attempts.classes[attempt], attempt);
    this.length--;
    if (attempt === this.cleared) this.cleared = NONE;
    if (this.length > 0) return;
    this.lifo?.becameEmpty();
    this.codel?.foundEmpty();
  }

  /** When the one that has waited longest joined; Infinity if none waits. */
  get oldest(): number {
    const { attempts, lists } = this;
    let oldest = Infinity;
    for (const head of lists.heads) {
      if (head !== NONE && attempts.queued[head] < oldest) oldest = attempts.queued[head];
    }
    return oldest;
  }

  /** True if a class may start now without touching what is reserved for others. */
  mayStart(classIndex: number): boolean {
    if (!this.hasReserves) return true;
    const { classes } = this.rules;
    let held = 0;
    for (let other = 0; other < classes.length; other++) {
      if (other === classIndex) continue;
      const unused = Math.floor(classes[other].reserved * this.slots) - this.usedBy[other];
      if (unused > 0) held += unused;
    }
    return this.used + held < this.slots;
  }

  /** The attempts waiting, in order of joining. */
  members(): number[] {
    const found: number[] = [];
    for (const head of this.lists.heads) {
      for (let attempt = head; attempt !== NONE; attempt = this.attempts.next[attempt]) {
        found.push(attempt);
      }
    }
    const { queued, tickets } = this.attempts;
    return found.sort((a, b) => queued[a] - queued[b] || tickets[a] - tickets[b] || a - b);
  }

  private isBefore(left: number, right: number, ends: Int32Array): boolean {
    const { classes, plan } = this.rules;
    const { tickets } = this.attempts;
    if (plan.priority === PRIORITY_STRICT && classes[left].priority !== classes[right].priority) {
      return classes[left].priority < classes[right].priority;
    }
    if (plan.priority === PRIORITY_WEIGHTED && this.passes[left] !== this.passes[right]) {
      return this.passes[left] < this.passes[right];
    }
    const isEarlier = tickets[ends[left]] < tickets[ends[right]];
    return this.lifo !== null && ends === this.lists.tails ? !isEarlier : isEarlier;
  }

  /** Drops an attempt whose turn it is, or sends it to the back, if a rule says so. */
  private isShed(attempt: number, now: number): boolean {
    const { attempts, codel } = this;
    const { plan } = this.rules;
    const queued = attempts.queued[attempt];
    const isOverdue = attempts.tickets[attempt] === Infinity;
    if (plan.timeout !== null && !isOverdue && now > queued + plan.timeout.after) {
      if (plan.timeout.action === QUEUE_TIMEOUT_DELAY) this.sendBack(attempt);
      else this.drop(attempt);
      return true;
    }
    const isHopeless =
      plan.deadlineAware !== null &&
      now + plan.deadlineAware.estimate > attempts.deadlines[attempt];
    const isStale = this.lifo !== null && now - queued > attempts.patience[attempt];
    if (!isHopeless && !isStale && !(codel?.shouldDrop(queued, now, this.length - 1) ?? false)) {
      return false;
    }
    this.drop(attempt);
    return true;
  }

  private drop(attempt: number): void {
    this.remove(attempt);
    this.rules.onDrop(attempt);
  }

  private sendBack(attempt: number): void {
    const { attempts, lists } = this;
    lists.remove(attempts.classes[attempt], attempt);
    attempts.tickets[attempt] = Infinity;
    lists.pushBack(this.overdue, attempt);
  }
}
