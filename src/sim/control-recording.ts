/** What a controlled run leaves behind besides what every run does; see `Recording`. */
export interface ControlRecording {
  readonly fleet: FleetUsage;
  readonly clients: ClientUsage;
  /** Whole run, warm-up included; null if no bins were asked for. */
  readonly timeline: Timeline | null;
  /**
   * Arrival, class and row of the columns that holds its sizes, of each request in row order. With
   * closed-loop users these aren't known before the run; without them they are the workload's own.
   */
  readonly arrivals: Float64Array;
  readonly classes: Int32Array;
  readonly sizeRows: Int32Array;
}

/** Replica-seconds inside the measured span, and counts over the whole run. */
export interface FleetUsage {
  /** Paid in all: the sum of the next five. */
  readonly paidTime: number;
  /** From being asked for until ready. */
  readonly startingTime: number;
  /** Ready, serving or idle. */
  readonly readyTime: number;
  /** Finishing what it has, taking nothing new. */
  readonly drainingTime: number;
  /** Out of service after a failure. */
  readonly downTime: number;
  /** Paid after it was gone, to fill up the least billing time. */
  readonly minimumTime: number;
  /** Kept warm beside the fleet; paid at its own price and not part of `paidTime`. */
  readonly warmTime: number;
  /** The same in equal stretches of the measured span, in order; see `BILLED_BATCHES`. */
  readonly batches: readonly BilledBatch[];
  /** Most replicas paid for at once. */
  readonly peakReplicas: number;
  readonly started: number;
  readonly startedWarm: number;
  readonly stopped: number;
  readonly failures: number;
  readonly reclaims: number;
}

/** What was paid for in a stretch of time, but for warm replicas. */
export interface BilledBatch {
  /**
   * By number of replicas, from 0: for how long so many were paid for, but for what fills up the
   * least billing time.
   */
  readonly countTimes: readonly number[];
  /** Replica-seconds that fill up the least billing time. */
  readonly minimumTime: number;
}

/** Attempts of the whole run. */
export interface ClientUsage {
  readonly attempts: number;
  readonly retries: number;
  readonly hedges: number;
  /** Requests whose answer came from a hedge. */
  readonly hedgeWins: number;
  /** Retries that a budget or bucket refused. */
  readonly retriesDenied: number;
  /** Attempts lost with their replica. */
  readonly lost: number;
  /** Input tokens found in prefix caches, and all input tokens that were admitted. */
  readonly cachedTokens: number;
  readonly admittedTokens: number;
}

/** Series over equal bins of time from 0 to the end of the workload and a little beyond. */
export interface Timeline {
  /** Seconds of a bin. */
  readonly width: number;
  /** Requests that arrived in the bin, attempts that were sent, requests that were answered. */
  readonly arrivals: Float64Array;
  readonly attempts: Float64Array;
  readonly completed: Float64Array;
  /** Requests rejected, timed out or failed in the bin, by the instant they ended. */
  readonly unanswered: Float64Array;
  /** Means over the bin: requests waiting, requests in service, replicas by state. */
  readonly waiting: Float64Array;
  readonly running: Float64Array;
  readonly starting: Float64Array;
  readonly ready: Float64Array;
  readonly draining: Float64Array;
  readonly down: Float64Array;
  /** Replicas paid for, mean over the bin. */
  readonly paid: Float64Array;
}
