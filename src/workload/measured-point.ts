/**
 * How a benchmark sent its requests. In a closed loop so many users each wait for their answer
 * before they ask again; in an open one requests arrive at a rate, whatever becomes of them.
 */
export type BenchmarkLoad =
  | { readonly loop: "closed"; readonly concurrency: number }
  | {
      readonly loop: "open";
      /** Requests per second, > 0. */
      readonly rate: number;
      /** Coefficient of variation of the gaps: 1 for Poisson arrivals, 0 for equal gaps. */
      readonly cv: number;
    };

/**
 * One measured point of a benchmark of one replica: a load and the means that came out. Null stands
 * for what the file doesn't tell. Times are seconds.
 */
export interface MeasuredPoint {
  /** File and place in it, for messages. */
  readonly source: string;
  readonly load: BenchmarkLoad;
  /** Requests served together as one batch; null if it was left to the server. */
  readonly batch: number | null;
  /** Mean input and output tokens, ≥ 1. */
  readonly input: number | null;
  readonly output: number | null;
  /** Coefficients of variation of the tokens. */
  readonly inputCv: number | null;
  readonly outputCv: number | null;
  /** Requests that were answered, ≥ 1. */
  readonly requests: number | null;
  /** Mean seconds to the first token. */
  readonly ttft: number | null;
  /** Mean seconds a token after the first. */
  readonly tpot: number | null;
  /** Mean seconds from request to complete answer. */
  readonly latency: number | null;
  /** Latencies by share of requests that took no longer, ascending; empty if not told. */
  readonly quantiles: readonly (readonly [share: number, seconds: number])[];
  /** Mean seconds that the server computed for a request, queueing apart. */
  readonly serviceTime: number | null;
  /** Mean seconds that a request waited in the server. */
  readonly queueTime: number | null;
  /** Answers per second. */
  readonly throughput: number | null;
}
