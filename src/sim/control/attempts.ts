import { grownFloat64, grownInt32, NONE, RequestSlots } from "../request-slots.ts";

/** Where an attempt stands. */
export const HELD = 0;
export const WAITING = 1;
export const RUNNING = 2;
/** Its service ended too late for the client, who still waits for it in vain. */
export const TOO_LATE = 3;

/**
 * Attempts in flight: recycled rows of columns. `rows` holds the number of the request in flight
 * that an attempt belongs to, `owners` the queue or replica it is at.
 */
export class Attempts extends RequestSlots {
  /** Row of the workload that holds its tokens and times. */
  sizeRows: Int32Array = new Int32Array(64);
  /** Class of its request. */
  classes: Int32Array = new Int32Array(64);
  /** Place in the order in which attempts were routed; names the router instance. */
  sentAs: Float64Array = new Float64Array(64);
  /** Seconds its service takes on a healthy replica, if the service is serial. */
  serviceTimes: Float64Array = new Float64Array(64);
  /** When it was sent, when it joined the queue it is in, and when its client gives up on it. */
  sent: Float64Array = new Float64Array(64);
  queued: Float64Array = new Float64Array(64);
  deadlines: Float64Array = new Float64Array(64);
  /** When its service started; NaN before. */
  starts: Float64Array = new Float64Array(64);
  /** When its first token came, once its service is over; NaN if it didn't. */
  firsts: Float64Array = new Float64Array(64);
  /** How long it may wait, where the queue says so as it joins. */
  patience: Float64Array = new Float64Array(64);
  /** Order of joining the queue. */
  tickets: Float64Array = new Float64Array(64);
  /** HELD, WAITING, RUNNING or TOO_LATE. */
  phases: Uint8Array = new Uint8Array(64);
  /** 1 once its client has gone, while it still runs. */
  gone: Uint8Array = new Uint8Array(64);
  /** 1 for a retry that counts against a budget still. */
  retries: Uint8Array = new Uint8Array(64);
  /** 1 for a second try that runs beside the first. */
  hedges: Uint8Array = new Uint8Array(64);

  /** Takes an attempt for request `flight`, sized by a row of the workload. */
  open(flight: number, sizeRow: number, classIndex: number, now: number): number {
    const attempt = this.allocate(flight, NONE);
    this.sizeRows[attempt] = sizeRow;
    this.classes[attempt] = classIndex;
    this.sent[attempt] = now;
    this.starts[attempt] = NaN;
    this.firsts[attempt] = NaN;
    this.phases[attempt] = HELD;
    this.gone[attempt] = 0;
    this.retries[attempt] = 0;
    this.hedges[attempt] = 0;
    return attempt;
  }

  protected override grow(): void {
    super.grow();
    this.sizeRows = grownInt32(this.sizeRows);
    this.classes = grownInt32(this.classes);
    this.sentAs = grownFloat64(this.sentAs);
    this.serviceTimes = grownFloat64(this.serviceTimes);
    this.sent = grownFloat64(this.sent);
    this.queued = grownFloat64(this.queued);
    this.deadlines = grownFloat64(this.deadlines);
    this.starts = grownFloat64(this.starts);
    this.firsts = grownFloat64(this.firsts);
    this.patience = grownFloat64(this.patience);
    this.tickets = grownFloat64(this.tickets);
    this.phases = grownUint8(this.phases);
    this.gone = grownUint8(this.gone);
    this.retries = grownUint8(this.retries);
    this.hedges = grownUint8(this.hedges);
  }
}

function grownUint8(column: Uint8Array): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(column.length * 2);
  grown.set(column);
  return grown;
}
