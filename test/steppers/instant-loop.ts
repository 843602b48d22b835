import { deadlineOf, isSettled, type Ledger } from "./request-table.ts";

/** What a service model does at each kind of event; the loop below decides when. */
export interface Fleet {
  /** Time of the next service end, step end or batch timer of a replica; Infinity for none. */
  nextEventTime(replica: number): number;
  /** Lets that event happen, with all that starts because of it. */
  processEvent(replica: number, now: number): void;
  /** The client of a request that has no outcome yet gives up. */
  giveUp(row: number): void;
  /** A request arrives. */
  arrive(row: number, now: number): void;
}

/** How often one instant may be gone through again; only events that take no time need it. */
const MOST_REPEATS = 10_000;

/**
 * Runs a fleet until nothing is left to happen. At one instant come first the replicas' own events
 * by replica index, then timeouts by request row, then arrivals in row order. If something that
 * took no time at all is then due at the same instant, the instant is gone through again.
 */
export function runInstants(fleet: Fleet, ledger: Ledger): void {
  const { replicas } = ledger.plan;
  const { arrivals } = ledger.columns;
  const gaveUp = new Set<number>();
  let arrived = 0;
  // Where no client ever gives up there is no need to look at each of them at every instant.
  const canGiveUp = ledger.plan.timeout < Infinity || ledger.columns.timeouts.length > 0;
  const countClients = (): number => (canGiveUp ? arrived : 0);

  const hasLiveClient = (row: number): boolean => !gaveUp.has(row) && !isSettled(ledger, row);

  const nextInstant = (): number => {
    let instant = arrived < arrivals.length ? arrivals[arrived] : Infinity;
    for (let replica = 0; replica < replicas; replica++) {
      instant = Math.min(instant, fleet.nextEventTime(replica));
    }
    for (let row = 0; row < countClients(); row++) {
      if (hasLiveClient(row)) instant = Math.min(instant, deadlineOf(ledger, row));
    }
    return instant;
  };

  let previous = -Infinity;
  let repeats = 0;
  for (let now = nextInstant(); now < Infinity; now = nextInstant()) {
    if (now < previous) throw new Error(`an event at ${now} was missed until ${previous}`);
    repeats = now === previous ? repeats + 1 : 0;
    if (repeats > MOST_REPEATS) throw new Error(`the clock stands still at ${now}`);
    previous = now;
    let events = 0;
    for (let replica = 0; replica < replicas; replica++) {
      if (fleet.nextEventTime(replica) === now) {
        fleet.processEvent(replica, now);
        events++;
      }
    }
    let timeouts = 0;
    for (let row = 0; row < countClients(); row++) {
      if (hasLiveClient(row) && deadlineOf(ledger, row) === now) {
        gaveUp.add(row);
        fleet.giveUp(row);
        timeouts++;
      }
    }
    const arrivedBefore = arrived;
    while (arrived < arrivals.length && arrivals[arrived] === now) {
      fleet.arrive(arrived, now);
      arrived++;
    }
    observeTies(ledger, events, timeouts, arrived - arrivedBefore);
  }
}

function observeTies(ledger: Ledger, events: number, timeouts: number, arrivals: number): void {
  const { observe } = ledger;
  if (events > 0 && arrivals > 0) observe("replica event meets arrival");
  if (events > 0 && timeouts > 0) observe("replica event meets timeout");
  if (timeouts > 0 && arrivals > 0) observe("timeout meets arrival");
  if (events > 1) observe("two replica events at one instant");
  if (arrivals > 1) observe("simultaneous arrivals");
}
