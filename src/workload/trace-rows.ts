/**
 * Requests of a trace in arrival order, one a row. `inputs`, `outputs` and `durations` have either
 * length 0 (the trace doesn't tell) or as many rows as `arrivals`.
 */
export interface TraceRows {
  /** Seconds, ascending. */
  readonly arrivals: Float64Array;
  /** Input tokens, ≥ 1. */
  readonly inputs: Int32Array;
  /** Output tokens, ≥ 1. */
  readonly outputs: Int32Array;
  /** Seconds each request holds its slot. */
  readonly durations: Float64Array;
}

/** A trace and the moment, in seconds, at which it ends. */
export interface BoundedTrace extends TraceRows {
  readonly duration: number;
}
