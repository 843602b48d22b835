import { describe, expect, it } from "vitest";

import { runBenchmark } from "../../../src/plan/calibrate/benchmark-run.ts";
import { SERVICE_SERIAL } from "../../../src/sim/sim-plan.ts";
import { KNOWN_STEP, replicaOf } from "./synthetic-points.ts";

const REPLICA = replicaOf(KNOWN_STEP);
const SAME = { inputCv: 0, outputCv: 0, serviceTime: null, latencyGuess: 1e-3 };

describe("runBenchmark", () => {
  it("gives a single user the times of single steps", () => {
    const run = { input: 1000, output: 11, requests: 5, ...SAME };
    const means = runBenchmark(REPLICA, { load: { loop: "closed", concurrency: 1 }, ...run });
    // 10 ms + 60 µs + 1000·40 µs; then ten steps of 10.06 ms and 30 ns for 1000 … 1009 tokens.
    expect(means.ttft).toBeCloseTo(0.05006, 9);
    expect(means.tpot).toBeCloseTo(0.01006 + 30e-9 * 1004.5, 9);
    expect(means.latency).toBeCloseTo(0.05006 + 0.1006 + 30e-9 * 10_045, 9);
  });

  it("sends all at once where every user sends one", () => {
    const run = { input: 1000, output: 1, requests: 4, ...SAME };
    const means = runBenchmark(REPLICA, { load: { loop: "closed", concurrency: 4 }, ...run });
    // The first starts a step at once; the other three share the next one.
    const first = 0.01 + 60e-6 + 0.04;
    const rest = first + 0.01 + 3 * 60e-6 + 0.12;
    expect(means.ttft).toBeCloseTo((first + 3 * rest) / 4, 5);
    expect(means.tpot).toBeNaN();
  });

  it("sends exactly as many requests as asked, however they fall on the users", () => {
    // Seven requests of two users of a serial slot: each but the first waits for one other.
    const run = { input: 1, output: 1, requests: 7, inputCv: 0, outputCv: 0, latencyGuess: 1 };
    const means = runBenchmark(
      { kind: SERVICE_SERIAL, concurrency: 1 },
      { load: { loop: "closed", concurrency: 2 }, ...run, serviceTime: () => 1 },
    );
    // Latencies: 1 for the first, 2 for the other six.
    expect(means.latency).toBeCloseTo(13 / 7, 5);
  });

  it("gives an open loop at equal gaps no queue below capacity", () => {
    const run = { input: 1, output: 1, requests: 50, inputCv: 0, outputCv: 0, latencyGuess: 1 };
    const means = runBenchmark(
      { kind: SERVICE_SERIAL, concurrency: 1 },
      { load: { loop: "open", rate: 0.9, cv: 0 }, ...run, serviceTime: () => 1 },
    );
    expect(means.latency).toBeCloseTo(1, 12);
  });

  it("queues Poisson arrivals as M/D/1 does", () => {
    const run = {
      input: 1,
      output: 1,
      requests: 200_000,
      inputCv: 0,
      outputCv: 0,
      latencyGuess: 1,
    };
    const means = runBenchmark(
      { kind: SERVICE_SERIAL, concurrency: 1 },
      { load: { loop: "open", rate: 0.5, cv: 1 }, ...run, serviceTime: () => 1 },
    );
    // Pollaczek–Khinchine: 1 + ρ/(2(1 − ρ)).
    expect(means.latency).toBeCloseTo(1.5, 1);
  });
});
