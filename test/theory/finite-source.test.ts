import { describe, expect, it } from "vitest";

import { solveFiniteSource } from "../../src/theory/finite-source.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { phasedMean, stationaryLawOfPhases } from "../../src/theory/phased-chain.ts";
import { expectClose } from "./expect-close.ts";
import { integrateTail } from "./integrate-tail.ts";

describe("solveFiniteSource", () => {
  // Birth–death chain and arrival theorem: users, servers, think rate, throughput, mean sojourn,
  // W95, W99.
  it.each([
    [10, 1, 0.2, 0.9816154296633517, 5.187288929870972, 9.498792064420407, 12.458607671099177],
    [50, 4, 0.1, 3.884982328973712, 2.870071409876501, 4.539815637485463, 5.903450599659839],
    [100, 8, 0.1, 7.910899165181156, 2.640788096521012, 3.57692707192104, 4.500951930076271],
  ])(
    "of %i users at %i servers, thinking at rate %f",
    (users, servers, thinkRate, throughput, sojourn, w95, w99) => {
      const delays = solveFiniteSource({ users, servers, thinkRate, serviceRate: 1 });
      expectClose(delays.throughput, throughput, 1e-13);
      expectClose(delays.sojournMean, sojourn, 1e-13);
      expectClose(delays.waitQuantile(0.95), w95, 1e-12);
      expectClose(delays.waitQuantile(0.99), w99, 1e-12);
      expectClose(integrateTail(delays.waitTail, 80), delays.waitMean, 1e-9);
      expectClose(integrateTail(delays.sojournTail, 80), sojourn, 1e-9);
    },
  );

  it("is the chain of the number in system, in another unit of time", () => {
    const law = stationaryLawOfPhases({
      phases: 1,
      moves: (n) => {
        const ask = [n + 1, 0, 5 * Math.max(0, 12 - n)] as const;
        return n > 0 ? [ask, [n - 1, 0, 20 * Math.min(n, 3)]] : [ask];
      },
    });
    const delays = solveFiniteSource({ users: 12, servers: 3, thinkRate: 5, serviceRate: 20 });
    const throughput = phasedMean(law, 1, (n) => 20 * Math.min(n, 3));
    expectClose(delays.throughput, throughput, 1e-13);
    expectClose(delays.sojournMean, phasedMean(law, 1, (n) => n) / throughput, 1e-13);
  });

  it("lets nobody wait where everybody has a server", () => {
    const delays = solveFiniteSource({ users: 3, servers: 3, thinkRate: 1, serviceRate: 2 });
    expect(delays.waitMean).toBe(0);
    expect(delays.waitQuantile(0.999)).toBe(0);
    expectClose(delays.sojournQuantile(0.9), Math.log(10) / 2, 1e-12);
    expectClose(delays.throughput, 2, 1e-13);
  });

  it("of many users who think for long is nearly M/M/c", () => {
    const queue = { arrivalRate: 3.2, serviceRate: 1, servers: 4 };
    const delays = solveFiniteSource({ users: 500, servers: 4, thinkRate: 0.0065, serviceRate: 1 });
    const open = solveMmc({ ...queue, arrivalRate: delays.throughput });
    expectClose(delays.sojournMean, open.sojournMean, 0.06);
    expectClose(delays.sojournQuantile(0.99), open.sojournQuantile(0.99), 0.06);
  });

  it("rejects more users than its sums hold", () => {
    expect(() =>
      solveFiniteSource({ users: 501, servers: 4, thinkRate: 1, serviceRate: 1 }),
    ).toThrow(new RangeError("users must be at most 500, got 501"));
  });
});
