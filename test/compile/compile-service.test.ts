import { describe, expect, it } from "vitest";
import { compileService } from "../../src/compile/compile-service.ts";
import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type BatchPlan,
  type ContinuousPlan,
} from "../../src/sim/sim-plan.ts";
import { scenarioWith } from "../plan/swept.ts";

/** Sizes of every request, which a continuous service needs. */
const TOKENS = [
  "workload.generate.input={distribution: constant, value: 10}",
  "workload.generate.output={distribution: constant, value: 10}",
];

function batchPlan(service: string): BatchPlan {
  const plan = compileService(scenarioWith(`service={kind: batch, ${service}}`).service);
  if (plan.kind !== SERVICE_BATCH) expect.fail("not a batch plan");
  return plan;
}

function continuousPlan(service: string): ContinuousPlan {
  const written = `service={kind: continuous, maxBatchedTokens: 2048, ${service}}`;
  const plan = compileService(scenarioWith(...TOKENS, written).service);
  if (plan.kind !== SERVICE_CONTINUOUS) expect.fail("not a continuous plan");
  return plan;
}

function expectMilliseconds(seconds: Float64Array, expected: readonly number[]): void {
  expect(seconds).toHaveLength(expected.length);
  expected.forEach((time, index) => expect(1000 * seconds[index]).toBeCloseTo(time, 11));
}

describe("compileService of a serial service", () => {
  it("keeps the slots", () => {
    const { service } = scenarioWith("service.concurrency=3");
    expect(compileService(service)).toEqual({ kind: SERVICE_SERIAL, concurrency: 3 });
  });
});

describe("compileService of a batch service", () => {
  it("tabulates a line in the batch size", () => {
    const plan = batchPlan("latency: {base: 4ms, perItem: 1ms}, maxBatch: 4, maxWait: 5ms");
    expect(plan).toMatchObject({ maxBatch: 4, maxWait: 0.005 });
    expectMilliseconds(plan.batchTimes.subarray(1), [5, 6, 7, 8]);
  });

  it("is linear between the points of a table and flat outside them", () => {
    const plan = batchPlan("latency: {table: {2: 9ms, 8: 18ms, 10: 30ms}}, maxBatch: 12");
    const expected = [9, 9, 10.5, 12, 13.5, 15, 16.5, 18, 24, 30, 30, 30];
    expectMilliseconds(plan.batchTimes.subarray(1), expected);
  });

  it("takes a table of one point as a constant", () => {
    const plan = batchPlan("latency: {table: {3: 7ms}}, maxBatch: 4");
    expectMilliseconds(plan.batchTimes.subarray(1), [7, 7, 7, 7]);
  });

  it("finds the largest preferred size at most as large as each batch", () => {
    const latency = "latency: {base: 4ms, perItem: 1ms}, maxBatch: 8";
    const plan = batchPlan(`${latency}, preferredBatches: [2, 4, 7]`);
    expect([...plan.preferredAtMost]).toEqual([0, 0, 2, 2, 4, 4, 4, 7, 7]);
    expect(plan.hasPreferred).toBe(1);
    const without = batchPlan(latency);
    expect([...without.preferredAtMost]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(without.hasPreferred).toBe(0);
  });
});

describe("compileService of a continuous service", () => {
  it("turns the coefficients into lines", () => {
    const { sequenceCost, prefillCost, ...rest } = continuousPlan(
      `step: {base: 6ms, perSequence: 50us, perPrefillToken: 60us, perContextToken: 25ns},
       maxSequences: 256, kvCache: {blocks: 27000, blockSize: 32}`,
    );
    expect([...sequenceCost.xs]).toEqual([0, 1]);
    expectMilliseconds(sequenceCost.ys, [6, 6.05]);
    expect([...prefillCost.xs]).toEqual([0, 1]);
    expectMilliseconds(prefillCost.ys, [0, 0.06]);
    expect(rest).toEqual({
      kind: SERVICE_CONTINUOUS,
      maxBatchedTokens: 2048,
      maxSequences: 256,
      kvBlocks: 27_000,
      blockSize: 32,
      perContextToken: expect.closeTo(25e-9, 20),
      perPrefillTokenSquared: 0,
    });
  });

  it("puts tables in the place of lines", () => {
    const { sequenceCost, prefillCost } = continuousPlan(
      `step: {bySequences: {table: {1: 7ms, 32: 8ms}},
              byPrefillTokens: {table: {1: 1ms, 512: 20ms, 2048: 90ms}}}, maxSequences: 8`,
    );
    expect([...sequenceCost.xs]).toEqual([1, 32]);
    expectMilliseconds(sequenceCost.ys, [7, 8]);
    expect([...prefillCost.xs]).toEqual([1, 512, 2048]);
    expectMilliseconds(prefillCost.ys, [1, 20, 90]);
  });

  it("has endless blocks without a KV cache", () => {
    const plan = continuousPlan("step: {base: 6ms}, maxSequences: 8");
    expect(plan).toMatchObject({ kvBlocks: Infinity, blockSize: 1 });
  });
});
