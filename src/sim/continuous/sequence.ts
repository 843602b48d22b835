import type { Replica } from "./replica.ts";

/**
 * A request in flight.
 *
 * A record rather than a row of typed-array columns: an event touches a dozen fields of a sequence
 * or two, and V8 checks type and bounds of a column at each access but the type of a record once.
 * Records made the engine 1.4 times as fast. They are recycled, so memory grows with what is in
 * flight, not with the trace.
 */
export class Sequence {
  /** Stands for the sequence in the deadline heap; its own for good. */
  readonly slot: number;
  /** Workload row. */
  row = 0;
  /** Replica it was routed to or runs on; null in the central queue. */
  replica: Replica | null = null;
  input = 0;
  output = 0;
  /** Tokens generated so far; when decoding, as of when it began to decode. */
  generated = 0;
  /** Tokens in the KV cache; when decoding, as of when it began to decode. */
  computed = 0;
  /** Tokens of its prompt that the step in progress computes. */
  chunk = 0;
  /** WAITING, PREFILLING or DECODING. */
  phase: number = WAITING;
  /** True from the client's deadline on, when it is to leave at the next boundary. */
  isGone = false;
  /** True from readmission after a preemption until its lost tokens are in the cache again. */
  isRecomputing = false;
  /** First time scheduled, and first token; NaN until then. */
  start: number = NaN;
  first: number = NaN;
  /** Reading of its replica's share integral when it was admitted, or finished recomputing. */
  shareMark: number = NaN;
  /** Share of replica time it had up to the last time it stopped running. */
  spent: number = NaN;
  /** Part of it that went into computing tokens again. */
  recomputed: number = NaN;
  /** When decoding: number of the step at which it ends, and its place in its replica's heap. */
  endStep = 0;
  heapPosition = 0;
  /** Neighbours in the one list it is in. */
  next: Sequence | null = null;
  previous: Sequence | null = null;

  constructor(slot: number) {
    this.slot = slot;
  }
}

/** Phases of a sequence. */
export const WAITING = 0;
export const PREFILLING = 1;
export const DECODING = 2;
