/**
 * Requests of a trace in arrival order, one a row. `inputs`, `outputs` and `durations` have either
 * length 0 (the trace doesn't tell) or as many rows as `arrivals`.
 */
export interface TraceRows extends Prefixes {
  /** Seconds, ascending. */
  readonly arrivals: Float64Array;
  /** Input tokens, ≥ 1. */
  readonly inputs: Int32Array;
  /** Output tokens, ≥ 1. */
  readonly outputs: Int32Array;
  /** Seconds each request holds its slot. */
  readonly durations: Float64Array;
}

/**
 * Leading blocks of each request's prompt: those of row i are `prefixHashes[prefixOffsets[i]]` up
 * to, not including, `prefixOffsets[i + 1]`. Equal leading numbers say that two prompts begin alike.
 * Both have length 0 if the trace doesn't tell.
 */
export interface Prefixes {
  /** One more than there are rows, ascending from 0. */
  readonly prefixOffsets: Int32Array;
  /** One number a distinct block, ≥ 0. */
  readonly prefixHashes: Int32Array;
}

/** A trace and the moment, in seconds, at which it ends. */
export interface BoundedTrace extends TraceRows {
  readonly duration: number;
}
