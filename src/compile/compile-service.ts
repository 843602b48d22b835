import type { BatchService, ContinuousService, ServiceSection } from "../scenario/scenario.ts";
import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type BatchPlan,
  type ContinuousPlan,
  type CostCurve,
  type SerialPlan,
} from "../sim/sim-plan.ts";

/**
 * Lowers a service section to numbers.
 *
 * @param service - The section, valid.
 */
export function compileService(service: ServiceSection): SerialPlan | BatchPlan | ContinuousPlan {
  switch (service.kind) {
    case "serial":
      return { kind: SERVICE_SERIAL, concurrency: service.concurrency };
    case "batch":
      return compileBatch(service);
    case "continuous":
      return compileContinuous(service);
  }
}

function compileBatch(service: BatchService): BatchPlan {
  const { latency, maxBatch, preferredBatches } = service;
  const batchTimes = new Float64Array(maxBatch + 1);
  const preferredAtMost = new Int32Array(maxBatch + 1);
  for (let size = 1; size <= maxBatch; size++) {
    batchTimes[size] =
      "table" in latency
        ? interpolateFlat(latency.table, size)
        : latency.base + latency.perItem * size;
    preferredAtMost[size] = preferredBatches.findLast((preferred) => preferred <= size) ?? 0;
  }
  return {
    kind: SERVICE_BATCH,
    maxBatch,
    maxWait: service.maxWait,
    batchTimes,
    preferredAtMost,
    hasPreferred: preferredBatches.length > 0 ? 1 : 0,
    adaptiveLatency: service.adaptive?.latency ?? Infinity,
  };
}

function compileContinuous(service: ContinuousService): ContinuousPlan {
  const { kvCache, step } = service;
  return {
    kind: SERVICE_CONTINUOUS,
    maxBatchedTokens: service.maxBatchedTokens,
    maxSequences: service.maxSequences,
    kvBlocks: kvCache?.blocks ?? Infinity,
    blockSize: kvCache?.blockSize ?? 1,
    sequenceCost:
      step.bySequences === null
        ? straightLine(step.base, step.perSequence)
        : curveThrough(step.bySequences.table),
    prefillCost:
      step.byPrefillTokens === null
        ? straightLine(0, step.perPrefillToken)
        : curveThrough(step.byPrefillTokens.table),
    perContextToken: step.perContextToken,
    perPrefillTokenSquared: step.perPrefillTokenSquared,
  };
}

function straightLine(intercept: number, slope: number): CostCurve {
  return { xs: Float64Array.of(0, 1), ys: Float64Array.of(intercept, intercept + slope) };
}

function curveThrough(table: readonly (readonly [count: number, seconds: number])[]): CostCurve {
  return {
    xs: Float64Array.from(table, ([count]) => count),
    ys: Float64Array.from(table, ([, seconds]) => seconds),
  };
}

/** Linear between the points of a table, flat outside them. */
function interpolateFlat(
  table: readonly (readonly [size: number, seconds: number])[],
  size: number,
): number {
  const right = table.findIndex(([at]) => at >= size);
  if (right === 0) return table[0][1];
  if (right === -1) return table[table.length - 1][1];
  const [x0, y0] = table[right - 1];
  const [x1, y1] = table[right];
  return y0 + ((y1 - y0) / (x1 - x0)) * (size - x0);
}
