import { describe, expect, it } from "vitest";

import { solveGreedyBatch } from "../../src/theory/greedy-batch.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { expectClose } from "./expect-close.ts";

describe("solveGreedyBatch", () => {
  // Balance equations of the number waiting, in mpmath with 40 digits, μ = 1: largest batch, λ,
  // P(wait > 0), mean wait, W95, W99, T95, T99.
  it.each([
    [
      4, 2, 0.885453686923193, 1.2684330590840218, 4.117182551448301, 6.422739899984895,
      5.650112064459443, 8.052769968161076,
    ],
    [
      4, 3.2, 0.9734452232445634, 3.1806189679729586, 9.700269072110416, 14.958920129024202,
      10.893561138337365, 16.152688407233654,
    ],
    [
      8, 6.4, 0.9922749914782367, 2.956710460193195, 8.903362205605363, 13.699050851991826,
      10.120507764451402, 14.917330922223156,
    ],
    [
      32, 28.8, 0.9997752810132698, 5.327942903530099, 15.963480380416163, 24.540401081570952,
      17.070986446024143, 25.647908094550882,
    ],
  ])("of up to %i at %f per second", (maxBatch, arrivalRate, busy, mean, w95, w99, t95, t99) => {
    const delays = solveGreedyBatch({ arrivalRate, batchRate: 1, maxBatch });
    expectClose(delays.waitProbability, busy, 1e-11);
    expectClose(delays.waitMean, mean, 1e-11);
    expectClose(delays.waitQuantile(0.95), w95, 1e-11);
    expectClose(delays.waitQuantile(0.99), w99, 1e-11);
    expectClose(delays.sojournQuantile(0.95), t95, 1e-11);
    expectClose(delays.sojournQuantile(0.99), t99, 1e-11);
  });

  it("of single requests is M/M/1", () => {
    const delays = solveGreedyBatch({ arrivalRate: 0.8, batchRate: 1, maxBatch: 1 });
    const wanted = solveMmc({ arrivalRate: 0.8, serviceRate: 1, servers: 1 });
    expectClose(delays.waitProbability, 0.8, 1e-12);
    expectClose(delays.sojournQuantile(0.99), wanted.sojournQuantile(0.99), 1e-11);
  });

  it("rejects a server that can't keep up", () => {
    expect(() => solveGreedyBatch({ arrivalRate: 4, batchRate: 0.5, maxBatch: 8 })).toThrow(
      new RangeError("arrival rate must be below 4 per second, got 4"),
    );
  });
});
