import {
  OUTCOME_COMPLETED,
  OUTCOME_TIMED_OUT,
  type SimPlan,
  type WorkloadColumns,
} from "./sim-plan.ts";

/** Receives requests as they end, a block at a time. */
export interface FinishedSink {
  /**
   * @param block - Columns of ended requests, in the order in which they ended. Valid only during
   *   the call.
   * @param count - Rows of the block that are filled.
   */
  accept(block: FinishedBlock, count: number): void;
}

/** Columns of ended requests: server times in seconds without overhead, NaN for what never came. */
export interface FinishedBlock {
  /** Workload row of each request. */
  readonly rows: Int32Array;
  /** Replica it was on; −1 if it never left the central queue. */
  readonly replicas: Int32Array;
  /** First time it was scheduled. */
  readonly starts: Float64Array;
  /** First token, or the end where the service has no tokens. */
  readonly firsts: Float64Array;
  /** End of service; deadline if the client gave up; arrival if rejected. */
  readonly ends: Float64Array;
  /** OUTCOME_ constants. */
  readonly outcomes: Uint8Array;
  /** Attempts their clients sent, hedges included; left out unless clients may send several. */
  readonly attempts?: Int32Array | undefined;
}

/** Requests a block holds: small enough to stay in the cache between engine and sink. */
const BLOCK_SIZE = 1024;

/**
 * Collects ended requests into blocks and decides their outcome.
 *
 * Blocks decouple the engine from what is made of the results, at the price of writing and reading
 * six small columns once.
 */
export class FinishedRequests {
  /** Ended requests so far, blocks already handed on included. */
  total = 0;
  /** Time at which the last request so far left the pool. */
  lastEnd = 0;
  private count = 0;
  private readonly sink: FinishedSink;
  private readonly arrivals: Float64Array;
  private readonly timeouts: Float64Array;
  private readonly timeout: number;
  private readonly requestOverhead: number;
  private readonly block: FinishedBlock;

  constructor(plan: SimPlan, columns: WorkloadColumns, sink: FinishedSink) {
    this.sink = sink;
    this.arrivals = columns.arrivals;
    this.timeouts = columns.timeouts;
    this.timeout = plan.timeout;
    this.requestOverhead = plan.requestOverhead;
    const { hedging, retries } = plan.control?.client ?? { hedging: null, retries: null };
    this.block = {
      rows: new Int32Array(BLOCK_SIZE),
      replicas: new Int32Array(BLOCK_SIZE),
      starts: new Float64Array(BLOCK_SIZE),
      firsts: new Float64Array(BLOCK_SIZE),
      ends: new Float64Array(BLOCK_SIZE),
      outcomes: new Uint8Array(BLOCK_SIZE),
      attempts: (hedging ?? retries) === null ? undefined : new Int32Array(BLOCK_SIZE),
    };
  }

  /** Instant at which the client of a row gives up; Infinity for never. */
  deadlineOf(row: number): number {
    const { timeouts } = this;
    return this.arrivals[row] + (timeouts.length > 0 ? timeouts[row] : this.timeout);
  }

  /**
   * Records a request that its replica served to the end.
   *
   * @returns True if its client had given up before the answer was complete.
   */
  serve(row: number, replica: number, start: number, first: number, end: number): boolean {
    if (end > this.lastEnd) this.lastEnd = end;
    const deadline = this.deadlineOf(row);
    if (end + this.requestOverhead > deadline) {
      this.abandon(row, replica, start, first);
      return true;
    }
    this.record(row, replica, start, first, end, OUTCOME_COMPLETED);
    return false;
  }

  /** Records a request whose client gave up; `start` and `first` are NaN if never reached. */
  abandon(row: number, replica: number, start: number, first: number): void {
    const deadline = this.deadlineOf(row);
    if (deadline > this.lastEnd) this.lastEnd = deadline;
    this.record(row, replica, start, first <= deadline ? first : NaN, deadline, OUTCOME_TIMED_OUT);
  }

  /** Records a request turned away at its arrival, for one of the OUTCOME_REJECTED_ reasons. */
  reject(row: number, replica: number, outcome: number): void {
    this.record(row, replica, NaN, NaN, this.arrivals[row], outcome);
  }

  /** Notes how many attempts the client sent for the request that is recorded next. */
  noteAttempts(attempts: number): void {
    if (this.block.attempts !== undefined) this.block.attempts[this.count] = attempts;
  }

  /** Hands on what is left of the last block. */
  flush(): void {
    if (this.count > 0) this.sink.accept(this.block, this.count);
    this.count = 0;
  }

  /** Records the end of a request as it stands. */
  record(
    row: number,
    replica: number,
    start: number,
    first: number,
    end: number,
    outcome: number,
  ): void {
    const { block, count } = this;
    block.rows[count] = row;
    block.replicas[count] = replica;
    block.starts[count] = start;
    block.firsts[count] = first;
    block.ends[count] = end;
    block.outcomes[count] = outcome;
    this.count = count + 1;
    this.total++;
    if (count + 1 === BLOCK_SIZE) this.flush();
  }
}
