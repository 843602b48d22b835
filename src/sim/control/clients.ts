import { HedgeDelay } from "../client/hedge-delay.ts";
import { LOSS_FAIL } from "../control-plan.ts";
import type { ClientUsage } from "../control-recording.ts";
import { DeadlineHeap } from "../deadline-heap.ts";
import { NONE } from "../request-slots.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_FAILED,
  OUTCOME_REJECTED_SHED,
  OUTCOME_TIMED_OUT,
} from "../sim-plan.ts";
import { HELD, TOO_LATE } from "./attempts.ts";
import type { ClientSetting } from "./client-setting.ts";
import { ADMITTED, type Door } from "./door.ts";
import {
  Flights,
  TIMER_GIVE_UP,
  TIMER_HEDGE,
  TIMER_NONE,
  TIMER_RETRY,
  type Flight,
} from "./flights.ts";
import { CENTRAL, type ReplicaServers, type ServiceEvents } from "./replica-servers.ts";
import { Retries } from "./retries.ts";
import { serviceTimeOf } from "./service-time-of.ts";

/**
 * The clients: they send requests, give up, try again or beside, and take the first answer.
 *
 * A request has a deadline over all its attempts; an attempt may have a shorter one. What the last
 * attempt came to is the outcome of a request that got no answer.
 */
export class Clients implements ServiceEvents {
  readonly flights: Flights = new Flights();
  /** When clients give up on their attempts. */
  readonly timeouts: DeadlineHeap = new DeadlineHeap();
  /** When requests try again, hedge, or end for want of time to try. */
  readonly timers: DeadlineHeap = new DeadlineHeap();
  private readonly setting: ClientSetting;
  private readonly retries: Retries | null;
  private readonly hedgeDelay: HedgeDelay | null;
  private readonly mostAttempts: number;
  private readonly perTryTimeout: number;
  private door!: Door;
  private servers!: ReplicaServers;
  /** Attempts beaten by another, to be withdrawn once the event at hand is over. */
  private readonly beaten: number[] = [];
  private readonly counts = { attempts: 0, retries: 0, hedges: 0, hedgeWins: 0, lost: 0 };

  constructor(setting: ClientSetting) {
    const { control, plan } = setting;
    const { hedging, retries } = control.client;
    this.setting = setting;
    this.retries =
      retries === null ? null : new Retries(retries, control.seed, plan.requestOverhead);
    this.hedgeDelay = hedging === null ? null : new HedgeDelay(hedging);
    this.mostAttempts = retries?.maxAttempts ?? hedging?.maxAttempts ?? 1;
    this.perTryTimeout = retries?.perTryTimeout ?? Infinity;
  }

  /** Gives the clients the door they send to and the servers behind it. */
  connect(door: Door, servers: ReplicaServers): void {
    this.door = door;
    this.servers = servers;
  }

  /**
   * A request arrives.
   *
   * @param row - Its row; `sizeRow` that of its sizes.
   * @param user - The closed-loop user who sends it; −1 for none.
   */
  arrive(row: number, sizeRow: number, classIndex: number, user: number, now: number): void {
    const { columns, control, timeline } = this.setting;
    const { timeouts } = columns;
    const patience = timeouts.length > 0 ? timeouts[sizeRow] : control.classes[classIndex].timeout;
    const flight = this.flights.take(row, sizeRow, classIndex, now, now + patience);
    flight.user = user;
    timeline?.countArrival(now);
    this.send(flight, NONE, now);
  }

  serve(attempt: number, replica: number, start: number, first: number, end: number): boolean {
    const { attempts, plan } = this.setting;
    const { finished } = this.setting;
    this.door.left(attempt, replica);
    if (end > finished.lastEnd) finished.lastEnd = end;
    if (attempts.gone[attempt] === 1) {
      this.releaseGone(attempt);
      return true;
    }
    this.budgetEnds(attempt);
    if (end + plan.requestOverhead > attempts.deadlines[attempt]) {
      attempts.phases[attempt] = TOO_LATE;
      attempts.starts[attempt] = start;
      attempts.firsts[attempt] = first;
      return true;
    }
    this.answer(attempt, replica, start, first, end);
    return false;
  }

  abandon(attempt: number, replica: number): void {
    this.door.left(attempt, replica);
    this.releaseGone(attempt);
  }

  /** The client of an attempt has waited long enough. */
  expire(attempt: number, now: number): void {
    const { attempts } = this.setting;
    const flight = this.flights.at(attempts.rows[attempt]);
    const isOver = attempts.deadlines[attempt] >= flight.deadline;
    // Of several that end with their request's deadline, the last one sent speaks for them.
    this.remember(flight, isOver ? flight.live[flight.live.length - 1] : attempt, now);
    this.detach(flight, attempt);
    this.withdraw(attempt, now);
    if (isOver) this.end(flight, OUTCOME_TIMED_OUT, now);
    else this.attemptFailed(flight, OUTCOME_TIMED_OUT, now);
  }

  /** A request's timer is due: it tries again, hedges, or gives up. */
  fire(id: number, now: number): void {
    const flight = this.flights.at(id);
    const { timer } = flight;
    flight.timer = TIMER_NONE;
    if (timer === TIMER_GIVE_UP) {
      this.end(flight, OUTCOME_TIMED_OUT, now);
      return;
    }
    const [other] = flight.live;
    const busyOn = timer === TIMER_HEDGE && other !== undefined ? this.replicaOf(other) : NONE;
    if (timer === TIMER_HEDGE) this.counts.hedges++;
    else this.counts.retries++;
    this.send(flight, timer === TIMER_HEDGE ? busyOn : flight.replica, now);
  }

  /** A queue dropped an attempt. */
  drop(attempt: number): void {
    const { attempts, gauges } = this.setting;
    const { now } = gauges;
    const queue = attempts.owners[attempt];
    this.servers.forget(attempt);
    if (queue !== CENTRAL) this.door.left(attempt, queue);
    if (attempts.gone[attempt] === 1) {
      this.releaseGone(attempt);
      return;
    }
    this.budgetEnds(attempt);
    this.refuse(attempt, OUTCOME_REJECTED_SHED, queue === CENTRAL ? NONE : queue, now);
  }

  /** Attempts were lost with their replica. */
  lose(lost: readonly number[], replica: number, now: number): void {
    const { attempts, control, plan } = this.setting;
    for (const attempt of lost) {
      this.door.left(attempt, replica);
      if (attempts.gone[attempt] === 1) {
        this.releaseGone(attempt);
        continue;
      }
      this.counts.lost++;
      const hasBegun = attempts.firsts[attempt] + plan.requestOverhead <= now;
      if (control.fleet.failures.onLoss === LOSS_FAIL || hasBegun) {
        this.budgetEnds(attempt);
        this.refuse(attempt, OUTCOME_FAILED, replica, now);
        continue;
      }
      const flight = this.flights.at(attempts.rows[attempt]);
      flight.losses++;
      attempts.starts[attempt] = NaN;
      attempts.firsts[attempt] = NaN;
      attempts.serviceTimes[attempt] = serviceTimeOf(flight, this.setting);
      const outcome = this.door.route(attempt, flight.attempts + 1, replica, now);
      if (outcome === ADMITTED) continue;
      this.budgetEnds(attempt);
      this.refuse(attempt, outcome, attempts.owners[attempt], now);
    }
  }

  /** Routes what was held for want of a replica. */
  releaseHeld(now: number): void {
    const { attempts } = this.setting;
    for (const attempt of this.door.release()) {
      const outcome = this.door.route(attempt, 1, NONE, now);
      if (outcome === ADMITTED) continue;
      this.budgetEnds(attempt);
      this.refuse(attempt, outcome, attempts.owners[attempt], now);
    }
  }

  /** Withdraws the attempts that were beaten by another since the last call. */
  withdrawBeaten(now: number): void {
    for (let attempt = this.beaten.pop(); attempt !== undefined; attempt = this.beaten.pop()) {
      this.setting.attempts.gone[attempt] = 0;
      this.withdraw(attempt, now);
    }
  }

  /** Ends what can't be served any more. */
  failRemaining(now: number): void {
    for (const flight of this.flights.remaining()) this.end(flight, OUTCOME_FAILED, now);
  }

  /** Counts of the run, but for those of the prefix caches. */
  toUsage(): Omit<ClientUsage, "cachedTokens" | "admittedTokens"> {
    return { ...this.counts, retriesDenied: this.retries?.denied ?? 0 };
  }

  private send(flight: Flight, excluded: number, now: number): void {
    const { attempts, gauges, timeline } = this.setting;
    const attempt = attempts.open(flight.id, flight.sizeRow, flight.classIndex, now);
    const deadline = Math.min(now + this.perTryTimeout, flight.deadline);
    flight.attempts++;
    attempts.hedges[attempt] = flight.live.length > 0 ? 1 : 0;
    attempts.retries[attempt] = flight.retriesGranted > 0 ? 1 : 0;
    attempts.deadlines[attempt] = deadline;
    attempts.serviceTimes[attempt] = serviceTimeOf(flight, this.setting);
    flight.live.push(attempt);
    this.counts.attempts++;
    timeline?.countAttempt(now);
    if (deadline < Infinity) this.timeouts.push(attempt, deadline, flight.row);
    const inFlight = gauges.outstanding;
    const outcome = this.door.admit(attempt, flight.attempts, excluded, inFlight, now);
    if (outcome !== ADMITTED) {
      this.budgetEnds(attempt);
      this.refuse(attempt, outcome, attempts.owners[attempt], now);
    }
    // A hedge that is turned away is followed by the next one too, while another attempt runs.
    if (this.hedgeDelay !== null && flight.live.length > 0) {
      this.planHedge(flight, now + this.hedgeDelay.delay);
    }
  }

  private planHedge(flight: Flight, at: number): void {
    if (flight.attempts >= this.mostAttempts || at >= flight.deadline) return;
    this.setTimer(flight, TIMER_HEDGE, at);
  }

  private answer(
    attempt: number,
    replica: number,
    start: number,
    first: number,
    end: number,
  ): void {
    const { attempts, finished, plan, timeline } = this.setting;
    const flight = this.flights.at(attempts.rows[attempt]);
    const latency = end - attempts.sent[attempt];
    this.retries?.onSuccess(flight);
    this.hedgeDelay?.observe(latency);
    this.door.observe(latency, end);
    if (attempts.hedges[attempt] === 1) this.counts.hedgeWins++;
    this.detach(flight, attempt);
    attempts.release(attempt);
    for (const other of flight.live) {
      // Marked, so that its end in this very event counts for nothing.
      attempts.gone[other] = 1;
      this.timeouts.remove(other);
      this.beaten.push(other);
    }
    flight.live.length = 0;
    finished.noteAttempts(flight.attempts);
    finished.record(flight.row, replica, start, first, end, OUTCOME_COMPLETED);
    timeline?.countEnd(end, true);
    this.close(flight, end + plan.requestOverhead);
  }

  /** An attempt came to nothing; the request may try again. */
  private attemptFailed(flight: Flight, outcome: number, now: number): void {
    this.retries?.onFailure(outcome);
    if (flight.live.length > 0) return;
    if (this.hedgeDelay !== null) {
      // What failed for good is followed by the next hedge at once, as gRPC does.
      if (flight.attempts < this.mostAttempts) this.setTimer(flight, TIMER_HEDGE, now);
      else this.end(flight, outcome, now);
      return;
    }
    const { outstanding } = this.setting.gauges;
    if (this.retries === null || !this.retries.allows(flight, outcome, outstanding, now)) {
      this.end(flight, outcome, now);
      return;
    }
    const at = now + this.retries.delayOf(flight);
    flight.afterTimeout = outcome === OUTCOME_TIMED_OUT;
    if (at < flight.deadline) {
      flight.retriesGranted++;
      this.setTimer(flight, TIMER_RETRY, at);
    } else {
      this.retries.giveBack();
      this.setTimer(flight, TIMER_GIVE_UP, flight.deadline);
    }
  }

  /** Ends an attempt that was turned away or lost, for its client. */
  private refuse(attempt: number, outcome: number, replica: number, now: number): void {
    const { attempts } = this.setting;
    const flight = this.flights.at(attempts.rows[attempt]);
    flight.replica = replica;
    flight.start = attempts.starts[attempt];
    flight.first = attempts.firsts[attempt];
    this.detach(flight, attempt);
    attempts.release(attempt);
    this.attemptFailed(flight, outcome, now);
  }

  private end(flight: Flight, outcome: number, now: number): void {
    const { attempts, finished, timeline } = this.setting;
    for (const other of flight.live) {
      this.timeouts.remove(other);
      attempts.gone[other] = 1;
      this.beaten.push(other);
    }
    flight.live.length = 0;
    const isTimeout = outcome === OUTCOME_TIMED_OUT;
    if (isTimeout && now > finished.lastEnd) finished.lastEnd = now;
    const { first, replica, row, start } = flight;
    finished.noteAttempts(flight.attempts);
    finished.record(row, replica, start, first <= now ? first : NaN, now, outcome);
    timeline?.countEnd(now, false);
    this.close(flight, now);
  }

  private close(flight: Flight, now: number): void {
    const { onKnown } = this.setting;
    const { user } = flight;
    this.timers.remove(flight.id);
    flight.timer = TIMER_NONE;
    this.flights.close(flight);
    if (user >= 0) onKnown(user, now);
  }

  /** Notes where an attempt stood when its client gave up on it. */
  private remember(flight: Flight, attempt: number, now: number): void {
    const { attempts } = this.setting;
    const isOver = attempts.phases[attempt] === TOO_LATE;
    const isHeld = attempts.phases[attempt] === HELD;
    const first = isOver || isHeld ? attempts.firsts[attempt] : this.servers.firstTokenOf(attempt);
    flight.replica = this.replicaOf(attempt);
    flight.start = attempts.starts[attempt];
    flight.first = first <= now ? first : NaN;
  }

  private replicaOf(attempt: number): number {
    const owner = this.setting.attempts.owners[attempt];
    return owner === CENTRAL ? NONE : owner;
  }

  /** Parts an attempt from its request, whose client looks at it no more. */
  private detach(flight: Flight, attempt: number): void {
    const place = flight.live.indexOf(attempt);
    if (place !== -1) flight.live.splice(place, 1);
    this.timeouts.remove(attempt);
  }

  /** Takes an attempt back from wherever it is, if it can be. */
  private withdraw(attempt: number, now: number): void {
    const { attempts } = this.setting;
    const phase = attempts.phases[attempt];
    const owner = attempts.owners[attempt];
    if (phase === TOO_LATE) {
      attempts.release(attempt);
      return;
    }
    this.budgetEnds(attempt);
    if (phase === HELD) {
      this.door.unhold(attempt);
      attempts.release(attempt);
    } else if (this.servers.withdraw(attempt, now)) {
      if (owner !== CENTRAL) this.door.left(attempt, owner);
      attempts.release(attempt);
    } else {
      attempts.gone[attempt] = 1;
    }
  }

  /** Frees an attempt whose client had gone. */
  private releaseGone(attempt: number): void {
    const place = this.beaten.indexOf(attempt);
    if (place !== -1) {
      this.beaten.splice(place, 1);
      this.budgetEnds(attempt);
    }
    this.setting.attempts.release(attempt);
  }

  /** Counts a granted retry as over. */
  private budgetEnds(attempt: number): void {
    const { attempts } = this.setting;
    if (attempts.retries[attempt] === 0) return;
    attempts.retries[attempt] = 0;
    this.retries?.giveBack();
  }

  private setTimer(flight: Flight, timer: number, at: number): void {
    this.timers.remove(flight.id);
    flight.timer = timer;
    this.timers.push(flight.id, at, flight.row);
  }
}
