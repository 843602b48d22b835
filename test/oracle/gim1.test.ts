import { describe, it } from "vitest";

import { solveGim1 } from "../../src/theory/gim1.ts";
import { sojournQuantile, waitMean, waitQuantile, waitTail } from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { exponential } from "./laws.ts";

describe("GI/M/1", () => {
  // Root of σ = A(1 − σ) in mpmath: load, σ = P(wait > 0), mean wait, T99.
  it.each([
    [0.5, 0.20318787, 0.2550009749, 5.779493073],
    [0.8, 0.6286297965, 1.69273084, 12.40048378],
  ])("with constant gaps at a load of %f", (rate, sigma, wait, t99) => {
    const arrivals = { process: "deterministic", rate, spikes: [] } as const;
    expectOracle({ seed: 51, rate, requests: 70_000, arrivals, serviceTime: exponential() }, [
      [waitTail(0), sigma],
      [waitMean, wait],
      [sojournQuantile(0.99), t99],
    ]);
  });

  it.each([
    [0.6, 2, 60_000],
    [0.8, 0.5, 60_000],
    [0.8, 1.5, 100_000],
  ])("at a load of %f with gamma gaps of cv %f", (rate, cv, requests) => {
    const shape = 1 / cv ** 2;
    const delays = solveGim1({
      arrivalRate: rate,
      gapTransform: (s) => (1 + s / (rate * shape)) ** -shape,
      serviceRate: 1,
    });
    const arrivals = { process: "gamma", rate, cv, spikes: [] } as const;
    expectOracle({ seed: 52, rate, requests, arrivals, serviceTime: exponential() }, [
      [waitTail(0), delays.waitProbability],
      [waitMean, delays.waitMean],
      [waitQuantile(0.99), delays.waitQuantile(0.99)],
      [sojournQuantile(0.99), delays.sojournQuantile(0.99)],
    ]);
  });
});
