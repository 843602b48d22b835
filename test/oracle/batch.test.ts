import { describe, it } from "vitest";

import { SERVICE_BATCH, type BatchPlan } from "../../src/sim/sim-plan.ts";
import {
  batchMean,
  idleShare,
  sojournMean,
  sojournQuantile,
  utilization,
  waitMean,
  waitQuantile,
  waitTail,
} from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { exponential } from "./laws.ts";

/** Batches that start as soon as the server is free and somebody waits. */
function greedyBatches(maxBatch: number, base: number, perItem: number): BatchPlan {
  return {
    kind: SERVICE_BATCH,
    maxBatch,
    maxWait: 0,
    batchTimes: Float64Array.from({ length: maxBatch + 1 }, (_, size) => base + perItem * size),
    preferredAtMost: new Int32Array(maxBatch + 1),
    hasPreferred: 0,
    adaptiveLatency: Infinity,
  };
}

describe("greedy batches of exponential length", () => {
  // Balance equations of the number waiting (Bailey, 1954; Neuts, 1967) in mpmath: largest batch,
  // λ, requests to simulate, share of time busy, mean wait, W95, W99, T95, T99.
  it.each([
    [4, 2, 40_000, 0.8854536869, 1.268433059, 4.117182551, 6.4227399, 5.650112064, 8.052769968],
    [
      4, 3.2, 120_000, 0.9734452232, 3.180618968, 9.700269072, 14.95892013, 10.89356114,
      16.15268841,
    ],
    [8, 6.4, 120_000, 0.9922749915, 2.95671046, 8.903362206, 13.69905085, 10.12050776, 14.91733092],
  ])("of up to %i at %f per second", (maxBatch, rate, requests, ...exact) => {
    const [busy, wait, w95, w99, t95, t99] = exact;
    const model = {
      seed: 110 + maxBatch,
      rate,
      requests,
      jitter: exponential(),
      pool: { service: greedyBatches(maxBatch, 1, 0) },
    };
    expectOracle(model, [
      [utilization, busy],
      [waitTail(0), busy],
      [waitMean, wait],
      [waitQuantile(0.95), w95],
      [waitQuantile(0.99), w99],
      [sojournMean, wait + 1],
      [sojournQuantile(0.95), t95],
      [sojournQuantile(0.99), t99],
    ]);
  });
});

describe("greedy batches of constant length", () => {
  // Embedded chain of the number left behind, solved in NumPy: largest batch, λ, base, per request,
  // mean sojourn, mean batch.
  it.each([
    [8, 2, 0.3, 0.08, 0.5511367676, 1.251215022],
    [16, 5, 0.3, 0.1, 1.05831755, 3.130669335],
    [8, 4, 1, 0, 1.507053164, 4.017890423],
    [8, 6.4, 1, 0, 1.651837996, 6.401137037],
  ])("of up to %i at %f per second, lasting %f + %f a request", (maxBatch, rate, ...rest) => {
    const [base, perItem, sojourn, batch] = rest;
    const model = {
      seed: 120,
      rate,
      requests: 30_000,
      pool: { service: greedyBatches(maxBatch, base, perItem) },
    };
    expectOracle(model, [
      [sojournMean, sojourn],
      [batchMean, batch],
    ]);
  });

  it("leave the server idle for the share of time the chain gives", () => {
    const model = {
      seed: 121,
      rate: 2,
      requests: 30_000,
      pool: { service: greedyBatches(8, 0.3, 0.08) },
    };
    expectOracle(model, [[idleShare, 0.3604661154]]);
  });

  // Y. Inoue, "Queueing analysis of GPU-based inference servers with dynamic batching",
  // arXiv 1912.06322, whose bounds are 2.4, 3.8333 and 7.5714: λ, mean sojourn.
  it.each([
    [0.5, 2.316876],
    [1, 3.749656],
    [1.5, 7.56363],
  ])("take all that wait, at %f per second, lasting 1 + 0.5 a request", (rate, sojourn) => {
    const model = {
      seed: 122,
      rate,
      requests: 40_000,
      pool: { service: greedyBatches(256, 1, 0.5) },
    };
    expectOracle(model, [[sojournMean, sojourn]]);
  });
});
