/**
 * What the simulation core is given: numbers only. No string, unit or optional field passes this
 * point; `compile/` lowers a scenario to these two records.
 *
 * Time is float64 seconds everywhere.
 */

import type { ControlPlan } from "./control-plan.ts";

/** Service kinds, as the core knows them. */
export const SERVICE_SERIAL = 0;
export const SERVICE_BATCH = 1;
export const SERVICE_CONTINUOUS = 2;

/** Routers, as the core knows them. */
export const ROUTER_CENTRAL_QUEUE = 0;
export const ROUTER_ROUND_ROBIN = 1;
export const ROUTER_RANDOM = 2;
export const ROUTER_LEAST_OUTSTANDING = 3;
export const ROUTER_POWER_OF_TWO = 4;
/** The rest need a control part: they look at more than the counts of a fixed pool. */
export const ROUTER_LEAST_KV = 5;
export const ROUTER_PREFIX_AFFINITY = 6;
export const ROUTER_ENDPOINT_PICKER = 7;

/** Outcomes of a request. */
export const OUTCOME_COMPLETED = 0;
/** Rejected at arrival because the queue was full. */
export const OUTCOME_REJECTED_QUEUE_FULL = 1;
/** Rejected at arrival because its tokens can never fit into one replica's KV cache. */
export const OUTCOME_REJECTED_CANNOT_FIT = 2;
/** The client gave up before the answer was complete. */
export const OUTCOME_TIMED_OUT = 3;
/** Lost by the service. No mechanism of a fixed fleet produces it. */
export const OUTCOME_FAILED = 4;
/** Rejected to protect the service: by admission control, or dropped from the queue. */
export const OUTCOME_REJECTED_SHED = 5;
/** Rejected because no replica was ready. */
export const OUTCOME_REJECTED_NO_REPLICA = 6;
/** Number of outcomes. */
export const OUTCOMES = 7;

/**
 * One request a row, in arrival order, shared read-only between all points of a sweep.
 *
 * Columns a run has no use for have length 0 (`inputs` and `outputs` for services without tokens,
 * and so on); all others have as many rows as `arrivals`, and after these the rows that hold the
 * sizes of closed-loop users' requests (`UsersPlan.firstRow`).
 */
export interface WorkloadColumns {
  /** Arrival times in seconds, ascending. */
  readonly arrivals: Float64Array;
  /** Input tokens, ≥ 1. */
  readonly inputs: Int32Array;
  /** Output tokens, ≥ 1. */
  readonly outputs: Int32Array;
  /** `serial`: seconds each request holds its slot. */
  readonly serviceTimes: Float64Array;
  /** `batch` with jitter: the factor on a batch's time, taken from its first request's row. */
  readonly jitters: Float64Array;
  /** Seconds after its arrival at which each client gives up, if that varies by request. */
  readonly timeouts: Float64Array;
  /**
   * Uniforms in [0, 1) for routing: one a request for `random`, two (rows 2i and 2i+1) for
   * `power-of-two`. First replica: floor(u₁·R). Second: s = floor(u₂·(R−1)), plus one if s ≥ first.
   */
  readonly routeUniforms: Float64Array;
  /** Class of each request; length 0 if there is only one. */
  readonly classes: Int32Array;
  /**
   * Hashes of the leading blocks of each request's prompt: those of row i are
   * `prefixHashes[prefixOffsets[i]]` up to, not including, `prefixOffsets[i + 1]`. Length 0
   * without.
   */
  readonly prefixOffsets: Int32Array;
  readonly prefixHashes: Int32Array;
}

/** A pool of identical replicas under one service model, with what clients and queues allow. */
export interface SimPlan {
  /** Number of replicas, ≥ 1; with a control part, those at the start. */
  readonly replicas: number;
  /** One of the ROUTER_ constants. */
  readonly router: number;
  /** Waiting requests allowed in one queue; Infinity for no limit. */
  readonly queueLimit: number;
  /** Seconds after arrival at which every client gives up; Infinity for never. */
  readonly timeout: number;
  /** 1 if a running sequence of a gone client leaves at the next step boundary, 0 if it runs on. */
  readonly cancel: number;
  /** Seconds added to every latency and TTFT that occupy no server. */
  readonly requestOverhead: number;
  /** Start of the measured span: requests arriving before it are simulated, not measured. */
  readonly measureFrom: number;
  /** End of the measured span: the end of the trace. */
  readonly measureTo: number;
  readonly service: SerialPlan | BatchPlan | ContinuousPlan;
  /** What goes beyond a fixed pool of patient clients; null for nothing, and the fastest loop. */
  readonly control: ControlPlan | null;
}

/** `concurrency` slots a replica; a slot serves one request at a time, first come first served. */
export interface SerialPlan {
  readonly kind: typeof SERVICE_SERIAL;
  /** Slots of each replica, ≥ 1. */
  readonly concurrency: number;
}

/** Dynamic batching: a replica serves one batch at a time and all of it ends together. */
export interface BatchPlan {
  readonly kind: typeof SERVICE_BATCH;
  /** Largest batch, ≥ 1. */
  readonly maxBatch: number;
  /** Seconds the oldest waiting request may be held for a fuller batch, ≥ 0. */
  readonly maxWait: number;
  /** Seconds a batch of n lasts, at index n in 1..maxBatch (index 0 unused). */
  readonly batchTimes: Float64Array;
  /** For n waiting in 0..maxBatch: the largest preferred size ≤ n, 0 if none. All 0: no sizes. */
  readonly preferredAtMost: Int32Array;
  /** 1 if preferred sizes were given. */
  readonly hasPreferred: number;
  /**
   * Seconds a batch may take at most, for which each replica adapts its largest batch; Infinity: it
   * stays `maxBatch`. Needs a control part.
   */
  readonly adaptiveLatency: number;
}

/** vLLM-style continuous batching: chunked prefill, paged KV cache, recompute preemption. */
export interface ContinuousPlan {
  readonly kind: typeof SERVICE_CONTINUOUS;
  /** Tokens one step may schedule, ≥ 1. */
  readonly maxBatchedTokens: number;
  /** Sequences that may run at once, ≥ 1. */
  readonly maxSequences: number;
  /** KV-cache blocks of a replica; Infinity for no limit. */
  readonly kvBlocks: number;
  /** Tokens a block holds, ≥ 1. */
  readonly blockSize: number;
  /**
   * Fixed seconds of a step with B sequences: base + perSequence·B, or the table in its place.
   */
  readonly sequenceCost: CostCurve;
  /** Seconds for P prefill tokens in a step: perPrefillToken·P, or the table in its place. */
  readonly prefillCost: CostCurve;
  /** Seconds per cached token of the decoding sequences. */
  readonly perContextToken: number;
  /** Seconds per unit of Σ n·(computed + n) over the prefill chunks of n tokens. */
  readonly perPrefillTokenSquared: number;
}

/**
 * A cost as a function of a count: linear between (xs[i], ys[i]), the last slope beyond the last
 * point, the first value below the first point. A straight line a + b·x is xs = [0, 1],
 * ys = [a, a + b].
 */
export interface CostCurve {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}
