import {
  type BatchPlan,
  type ContinuousPlan,
  type CostCurve,
  ROUTER_CENTRAL_QUEUE,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";

/** One replica under the central queue without any limit, but for what is given. */
export function handBuiltPlan(parts: Partial<SimPlan> & Pick<SimPlan, "service">): SimPlan {
  return {
    replicas: 1,
    router: ROUTER_CENTRAL_QUEUE,
    queueLimit: Infinity,
    timeout: Infinity,
    cancel: 1,
    requestOverhead: 0,
    measureFrom: 0,
    measureTo: 0,
    control: null,
    ...parts,
  };
}

/** Columns from plain lists; those not given are empty. */
export function handBuiltColumns(lists: {
  readonly [Column in keyof WorkloadColumns]?: ArrayLike<number>;
}): WorkloadColumns {
  return {
    arrivals: Float64Array.from(lists.arrivals ?? []),
    inputs: Int32Array.from(lists.inputs ?? []),
    outputs: Int32Array.from(lists.outputs ?? []),
    serviceTimes: Float64Array.from(lists.serviceTimes ?? []),
    jitters: Float64Array.from(lists.jitters ?? []),
    timeouts: Float64Array.from(lists.timeouts ?? []),
    routeUniforms: Float64Array.from(lists.routeUniforms ?? []),
    classes: new Int32Array(0),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
}

/** Batches whose time at size n is `times[n - 1]`. */
export function handBuiltBatch(
  times: readonly number[],
  maxWait: number,
  preferred: readonly number[] = [],
): BatchPlan {
  return {
    kind: SERVICE_BATCH,
    maxBatch: times.length,
    maxWait,
    batchTimes: Float64Array.from([0, ...times]),
    preferredAtMost: Int32Array.from([0, ...times], (_, waiting) =>
      Math.max(0, ...preferred.filter((size) => size <= waiting)),
    ),
    hasPreferred: preferred.length > 0 ? 1 : 0,
    adaptiveLatency: Infinity,
  };
}

/** The cost a + b·x. */
export function straightLine(a: number, b: number): CostCurve {
  return { xs: Float64Array.of(0, 1), ys: Float64Array.of(a, a + b) };
}

/** Steps of one second and no limits, but for what is given. */
export function handBuiltContinuous(parts: Partial<ContinuousPlan>): ContinuousPlan {
  return {
    kind: SERVICE_CONTINUOUS,
    maxBatchedTokens: 64,
    maxSequences: 64,
    kvBlocks: Infinity,
    blockSize: 1,
    sequenceCost: straightLine(1, 0),
    prefillCost: straightLine(0, 0),
    perContextToken: 0,
    perPrefillTokenSquared: 0,
    ...parts,
  };
}
