import { describe, expect, it } from "vitest";

import { constantTransform, erlangTransform, solveGim1 } from "../../src/theory/gim1.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { expectClose } from "./expect-close.ts";

describe("solveGim1", () => {
  // Kendall (1953), in mpmath with 40 digits: load, σ, mean wait, W95, W99, T99.
  it.each([
    [
      0.5, 0.20318786997997995, 0.2550009749159753, 1.7596469238975099, 3.779493073069038,
      5.7794930730690375,
    ],
    [
      0.8, 0.6286297964969467, 1.6927308399198975, 6.816700681142182, 11.150483782889783,
      12.400483782889783,
    ],
    [
      0.9, 0.8068998328558034, 4.178659422149825, 14.402766053567582, 22.73749686315958,
      23.848607974270692,
    ],
  ])("of evenly spaced arrivals at %f matches theory", (load, sigma, mean, w95, w99, t99) => {
    const delays = solveGim1({
      arrivalRate: load,
      gapTransform: constantTransform(1 / load),
      serviceRate: 1,
    });
    expectClose(delays.waitProbability, sigma, 1e-12);
    expectClose(delays.waitMean, mean, 1e-12);
    expectClose(delays.waitQuantile(0.95), w95, 1e-12);
    expectClose(delays.waitQuantile(0.99), w99, 1e-12);
    expectClose(delays.sojournQuantile(0.99), t99, 1e-12);
  });

  // Round robin over N servers, E_N/M/1: N, load per server, mean sojourn, T95, T99.
  it.each([
    [2, 0.8, 3.843979766989913, 11.515534246860232, 17.702181018483397],
    [4, 0.8, 3.2673836103193614, 9.788206531515069, 15.046857588428855],
    [8, 0.8, 2.979728891270806, 8.926470006021205, 13.722158652407668],
    [8, 0.9, 5.780712906431084, 17.31746821794569, 26.621166730452995],
  ])("of every %i-th Poisson arrival at %f matches theory", (servers, load, mean, t95, t99) => {
    const gapTransform = erlangTransform(servers, servers * load);
    const delays = solveGim1({ arrivalRate: load, gapTransform, serviceRate: 1 });
    expectClose(delays.sojournMean, mean, 1e-12);
    expectClose(delays.sojournQuantile(0.95), t95, 1e-12);
    expectClose(delays.sojournQuantile(0.99), t99, 1e-12);
  });

  it("of Poisson arrivals is M/M/1", () => {
    const delays = solveGim1({
      arrivalRate: 0.7,
      gapTransform: erlangTransform(1, 0.7),
      serviceRate: 1,
    });
    const wanted = solveMmc({ arrivalRate: 0.7, serviceRate: 1, servers: 1 });
    expectClose(delays.waitMean, wanted.waitMean, 1e-12);
    expectClose(delays.sojournQuantile(0.9), wanted.sojournQuantile(0.9), 1e-12);
  });

  it("rejects a server that can't keep up", () => {
    const gapTransform = constantTransform(1);
    expect(() => solveGim1({ arrivalRate: 1, gapTransform, serviceRate: 1 })).toThrow(
      new RangeError("arrival rate must be below 1 per second, got 1"),
    );
  });
});
