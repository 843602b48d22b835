import {
  type BatchPlan,
  type ContinuousPlan,
  type CostCurve,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SerialPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import type { Clock, Draws } from "./random-draws.ts";
import { evaluateCurve } from "./step-time.ts";

/** A service with the columns it needs and a rough idea of how fast it is. */
export interface RandomService {
  readonly service: SerialPlan | BatchPlan | ContinuousPlan;
  readonly columns: Partial<WorkloadColumns>;
  /** Seconds a request takes when nothing is in its way. */
  readonly typicalTime: number;
  /** Requests one replica manages in a second. */
  readonly capacity: number;
}

/** Slots, 1 to 4, with equal or varied service times. */
export function drawSerial(draws: Draws, clock: Clock, rows: number): RandomService {
  const concurrency = draws.integer(1, 4);
  const longest = draws.pick([4, 12, 40]);
  const areEqual = draws.chance(0.2);
  const constant = clock.duration(1, longest);
  const serviceTimes = Float64Array.from({ length: rows }, () =>
    areEqual ? constant : clock.duration(1, longest),
  );
  const typicalTime = mean(serviceTimes);
  return {
    service: { kind: SERVICE_SERIAL, concurrency },
    columns: { serviceTimes },
    typicalTime,
    capacity: concurrency / typicalTime,
  };
}

/** Batches of up to 1 to 12, with or without waiting, preferred sizes and jitter. */
export function drawBatch(draws: Draws, clock: Clock, rows: number): RandomService {
  const maxBatch = draws.integer(1, 12);
  const batchTimes = new Float64Array(maxBatch + 1);
  batchTimes[1] = clock.duration(2, 16);
  for (let size = 2; size <= maxBatch; size++) {
    batchTimes[size] = batchTimes[size - 1] + clock.duration(0, 3);
  }
  const maxWait = draws.chance(0.35) ? 0 : clock.duration(1, draws.pick([4, 16, 48]));
  const hasPreferred = draws.chance(0.45);
  const preferredAtMost = new Int32Array(maxBatch + 1);
  if (hasPreferred) {
    const sizes = Array.from({ length: draws.integer(1, 3) }, () => draws.integer(1, maxBatch));
    for (let waiting = 0; waiting <= maxBatch; waiting++) {
      preferredAtMost[waiting] = Math.max(0, ...sizes.filter((size) => size <= waiting));
    }
  }
  const drawJitter = (): number =>
    clock.isDyadic ? draws.pick([0.5, 1, 1.5]) : 0.5 + draws.uniform();
  const jitters = Float64Array.from({ length: draws.chance(0.4) ? rows : 0 }, drawJitter);
  return {
    service: {
      kind: SERVICE_BATCH,
      maxBatch,
      maxWait,
      batchTimes,
      preferredAtMost,
      hasPreferred: hasPreferred ? 1 : 0,
      adaptiveLatency: Infinity,
    },
    columns: { jitters },
    typicalTime: batchTimes[1] + maxWait,
    capacity: maxBatch / batchTimes[maxBatch],
  };
}

/** Continuous batching with budgets, memory and costs from roomy to absurdly tight. */
export function drawContinuous(draws: Draws, clock: Clock, rows: number): RandomService {
  const inputs = drawTokens(draws, rows, draws.pick([1, 4, 12, 40]));
  const outputs = drawTokens(draws, rows, draws.pick([1, 4, 12, 24]));
  const maxBatchedTokens = draws.chance(0.35)
    ? draws.integer(1, 8)
    : draws.pick([16, 24, 64, 2048]);
  const maxSequences = draws.pick([1, 2, 3, 5, 8, 16, 256]);
  const blockSize = draws.pick([1, 2, 3, 4, 8, 16]);
  const blocksNeeded = inputs.map((input, row) =>
    Math.ceil((input + outputs[row] - 1) / blockSize),
  );
  const memory = draws.pick([
    0.6,
    0.8,
    0.9,
    1,
    1,
    1,
    1.3,
    1.3,
    1.7,
    2.5,
    Infinity,
    Infinity,
    Infinity,
  ]);
  const sequenceCost = drawCurve(draws, clock, [2, 16], [0, 3]);
  const prefillCost = drawCurve(draws, clock, [0, 0], [0, 2]);
  const perContextToken = drawFineCost(draws, clock, 0.6);
  const perPrefillTokenSquared = drawFineCost(draws, clock, 0.35);

  const steps = mean(inputs) / maxBatchedTokens + mean(outputs);
  const typicalTime =
    steps * evaluateCurve(sequenceCost, 1) +
    evaluateCurve(prefillCost, mean(inputs)) +
    perContextToken * mean(outputs) * mean(inputs) +
    perPrefillTokenSquared * mean(inputs) ** 2;
  return {
    service: {
      kind: SERVICE_CONTINUOUS,
      maxBatchedTokens,
      maxSequences,
      kvBlocks: memory === Infinity ? Infinity : Math.ceil(Math.max(...blocksNeeded) * memory),
      blockSize,
      sequenceCost,
      prefillCost,
      perContextToken,
      perPrefillTokenSquared,
    },
    columns: { inputs, outputs },
    typicalTime,
    capacity: Math.min(maxSequences, maxBatchedTokens, 3) / typicalTime,
  };
}

function drawTokens(draws: Draws, rows: number, most: number): Int32Array {
  const areEqual = draws.chance(0.15);
  const constant = draws.integer(1, most);
  const ones = draws.pick([0, 0, 0.3]);
  return Int32Array.from({ length: rows }, () => {
    if (areEqual) return constant;
    return draws.chance(ones) ? 1 : draws.integer(1, most);
  });
}

/** A straight line or a table; both ranges are in ticks: the value at the start, and the slopes. */
function drawCurve(
  draws: Draws,
  clock: Clock,
  start: readonly [number, number],
  slope: readonly [number, number],
): CostCurve {
  const xs = draws.chance(0.5) ? [0, 1] : draws.pick([[1, 2, 6], [1, 4, 8, 32], [2, 3, 16], [4]]);
  const ys = [clock.duration(...start)];
  for (let point = 1; point < xs.length; point++) {
    ys.push(ys[point - 1] + clock.duration(...slope) * (xs[point] - xs[point - 1]));
  }
  return { xs: Float64Array.from(xs), ys: Float64Array.from(ys) };
}

/** A cost per token of context: absent, or a tick in a dyadic case and a fraction of it else. */
function drawFineCost(draws: Draws, clock: Clock, probability: number): number {
  if (!draws.chance(probability)) return 0;
  return clock.isDyadic ? clock.tick : clock.duration(0.001, 0.2);
}

function mean(values: Float64Array | Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
