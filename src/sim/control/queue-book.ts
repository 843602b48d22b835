import { CENTRAL } from "./replica-servers.ts";
import type { ServerSetting } from "./server-setting.ts";
import { WaitingQueue } from "./waiting-queue.ts";

/** The queues of a fleet, with the counts that go with joining and leaving them. */
export class QueueBook {
  private readonly setting: ServerSetting;
  private readonly slots: number;
  private readonly central: WaitingQueue;
  private readonly own: WaitingQueue[] = [];
  private readonly admitted: boolean[] = [];
  private hasShut = false;
  /** Central queue: attempts in service on each replica, by class. */
  private readonly inService: Float64Array[] = [];
  private readonly paused: boolean[] = [];

  /** @param slots - Requests that can be in service on a replica at once. */
  constructor(setting: ServerSetting, slots: number) {
    this.setting = setting;
    this.slots = slots;
    this.central = new WaitingQueue(setting.attempts, setting.rules, 0);
  }

  /** Sets up the queue of a replica, which starts empty. */
  open(replica: number): void {
    const { attempts, isCentral, loads, rules } = this.setting;
    loads.open(replica);
    if (!isCentral) this.own[replica] = new WaitingQueue(attempts, rules, this.slots);
    this.inService[replica] = new Float64Array(rules.classes.length);
    this.admitted[replica] = false;
    this.paused[replica] = false;
  }

  /** The queue that a replica takes from. */
  queueOf(replica: number): number {
    return this.setting.isCentral ? CENTRAL : replica;
  }

  at(queue: number): WaitingQueue {
    return queue === CENTRAL || this.setting.isCentral ? this.central : this.own[queue];
  }

  /** Lets a replica take from the central queue; false if there is none, or it does already. */
  admit(replica: number): boolean {
    if (!this.setting.isCentral || this.admitted[replica]) return false;
    this.admitted[replica] = true;
    this.central.addSlots(this.slots, this.inService[replica]);
    return true;
  }

  /** Lets it take no more, and counts its slots no more; false if it didn't. */
  shut(replica: number): boolean {
    if (!this.admitted[replica]) return false;
    this.admitted[replica] = false;
    this.hasShut = true;
    this.central.removeSlots(this.slots, this.inService[replica]);
    return true;
  }

  /** True if a replica was shut since the last call. */
  takeShut(): boolean {
    const { hasShut } = this;
    this.hasShut = false;
    return hasShut;
  }

  isAdmitted(replica: number): boolean {
    return this.admitted[replica];
  }

  isPaused(replica: number): boolean {
    return this.paused[replica];
  }

  setPaused(replica: number, isPaused: boolean): void {
    this.paused[replica] = isPaused;
  }

  /** Appends an attempt to a queue. */
  push(attempt: number, queue: number, now: number): void {
    this.setting.attempts.owners[attempt] = queue;
    this.at(queue).push(attempt, now);
    this.setting.loads.addWaiting(queue, 1);
  }

  /** Takes a waiting attempt out of its queue for good. */
  remove(attempt: number): void {
    this.at(this.setting.attempts.owners[attempt]).remove(attempt);
    this.countOut(attempt);
  }

  /** Counts an attempt as waiting no more that has left its queue. */
  countOut(attempt: number): void {
    this.setting.loads.addWaiting(this.setting.attempts.owners[attempt], -1);
  }

  /** Moves the attempt whose turn it is from its queue into service on a replica. */
  take(attempt: number, replica: number): void {
    const { attempts, loads } = this.setting;
    const queue = attempts.owners[attempt];
    this.at(queue).take(attempt);
    this.inService[replica][attempts.classes[attempt]]++;
    loads.addWaiting(queue, -1);
    loads.addRunning(replica, 1);
    attempts.owners[attempt] = replica;
  }

  /** Counts the end of an attempt's service. */
  finish(attempt: number, replica: number): void {
    const classIndex = this.setting.attempts.classes[attempt];
    this.inService[replica][classIndex]--;
    if (!this.setting.isCentral) this.own[replica].vacate(classIndex);
    else if (this.admitted[replica]) this.central.vacate(classIndex);
    this.setting.loads.addRunning(replica, -1);
  }

  /** Takes out all that waits for one replica alone, in order. */
  empty(replica: number): number[] {
    if (this.setting.isCentral) return [];
    const members = this.own[replica].members();
    for (const attempt of members) this.remove(attempt);
    return members;
  }
}
