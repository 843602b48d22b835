/** What a request that has no attempt in flight, or may get another, waits for. */
export const TIMER_NONE = 0;
export const TIMER_RETRY = 1;
export const TIMER_HEDGE = 2;
export const TIMER_GIVE_UP = 3;

/** A request in flight, from its arrival to its outcome. */
export class Flight {
  readonly id: number;
  row = 0;
  sizeRow = 0;
  classIndex = 0;
  arrival = 0;
  /** When its client gives up for good; Infinity for never. */
  deadline = 0;
  /** Attempts sent so far. */
  attempts = 0;
  /** Times an attempt was lost with its replica and routed anew. */
  losses = 0;
  /** Those in flight. */
  readonly live: number[] = [];
  /** The closed-loop user who waits for it; −1 for none. */
  user = -1;
  /** TIMER_ constant. */
  timer: number = TIMER_NONE;
  /** Backoff before the last retry. */
  previousDelay = 0;
  /** Retries that a budget granted, and whether the last one followed a timeout. */
  retriesGranted = 0;
  afterTimeout = false;
  isOpen = false;
  /** How its last attempt ended. */
  replica = -1;
  start: number = NaN;
  first: number = NaN;

  constructor(id: number) {
    this.id = id;
  }
}

/** The requests in flight, recycled. */
export class Flights {
  /** Number of requests in flight. */
  open = 0;
  private readonly all: Flight[] = [];
  private readonly free: Flight[] = [];

  at(id: number): Flight {
    return this.all[id];
  }

  /** Takes a record for a request that arrives. */
  take(row: number, sizeRow: number, classIndex: number, now: number, deadline: number): Flight {
    const flight = this.free.pop() ?? this.create();
    this.open++;
    flight.row = row;
    flight.sizeRow = sizeRow;
    flight.classIndex = classIndex;
    flight.arrival = now;
    flight.deadline = deadline;
    flight.attempts = 0;
    flight.losses = 0;
    flight.live.length = 0;
    flight.user = -1;
    flight.timer = TIMER_NONE;
    flight.previousDelay = 0;
    flight.retriesGranted = 0;
    flight.afterTimeout = false;
    flight.isOpen = true;
    flight.replica = -1;
    flight.start = NaN;
    flight.first = NaN;
    return flight;
  }

  /** Gives a record back. */
  close(flight: Flight): void {
    flight.isOpen = false;
    this.open--;
    this.free.push(flight);
  }

  /** All requests in flight, in order of arrival. */
  remaining(): Flight[] {
    return this.all.filter(({ isOpen }) => isOpen).sort((left, right) => left.row - right.row);
  }

  private create(): Flight {
    const flight = new Flight(this.all.length);
    this.all.push(flight);
    return flight;
  }
}
