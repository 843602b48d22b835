/** The most rows a trace may have: about 3 GB of columns. */
export const MAX_ROWS = 100_000_000;

/** The requests of a trace as columns, in arrival order. */
export interface TraceRows {
  /** Seconds of trace time, ascending, ≥ 0; simultaneous rows keep the order of the file. */
  readonly arrivals: Float64Array;
  /** Input tokens, 1 to 10,000,000; empty when the trace has no such column. */
  readonly inputs: Int32Array;
  /** Output tokens, 1 to 10,000,000; empty when the trace has no such column. */
  readonly outputs: Int32Array;
  /** Service times in seconds, > 0; empty when the trace has no such column. */
  readonly durations: Float64Array;
  /** Of row i, where its prompt's blocks begin in `prefixHashes`; one more than rows, or empty. */
  readonly prefixOffsets: Int32Array;
  /** Leading blocks of the prompts, one number a distinct block in order of appearance. */
  readonly prefixHashes: Int32Array;
  /** What a reader of the report should know about the data, one sentence each. */
  readonly notes: readonly string[];
  /** Data rows in the file, those skipped included. */
  readonly read: number;
  /** Malformed rows left out, on request. */
  readonly skipped: number;
}
