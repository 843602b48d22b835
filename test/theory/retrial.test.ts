import { describe, expect, it } from "vitest";

import { erlangB } from "../../src/theory/erlang-b.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { solveRetrialMm1, solveRetrialMmc } from "../../src/theory/retrial.ts";
import { expectClose } from "./expect-close.ts";

describe("solveRetrialMm1", () => {
  // Falin and Templeton (1997): λ, ν, mean number in orbit.
  const reference = [
    [0.5, 0.5, 1.5],
    [0.8, 0.2, 19.2],
    [0.8, 2, 4.8],
  ];

  it.each(reference)("at %f per second, retried at rate %f", (arrivalRate, retryRate, orbit) => {
    const means = solveRetrialMm1({ arrivalRate, serviceRate: 1, servers: 1, retryRate });
    expectClose(means.orbitMean, orbit, 1e-13);
    expectClose(means.sojournMean, orbit / arrivalRate + 1, 1e-13);
    expectClose(means.attemptsMean, 1 + (retryRate * orbit) / arrivalRate, 1e-13);
    expect(means.blockingProbability).toBe(arrivalRate);
  });

  it.each(reference)(
    "is the chain at %f per second, retried at rate %f",
    (arrivalRate, retryRate) => {
      // A service of 25 ms, so that no rate is 1.
      const parameters = {
        arrivalRate: 40 * arrivalRate,
        serviceRate: 40,
        servers: 1,
        retryRate: 40 * retryRate,
      };
      const closed = solveRetrialMm1(parameters);
      const solved = solveRetrialMmc(parameters);
      for (const key of [
        "orbitMean",
        "sojournMean",
        "attemptsMean",
        "blockingProbability",
      ] as const) {
        expectClose(solved[key], closed[key], 1e-11);
      }
    },
  );

  it("rejects a load of 1, and several servers", () => {
    const parameters = { arrivalRate: 1, serviceRate: 1, servers: 1, retryRate: 1 };
    expect(() => solveRetrialMm1(parameters)).toThrow(
      new RangeError("load per server must be below 1, got 1"),
    );
    expect(() => solveRetrialMm1({ ...parameters, servers: 2 })).toThrow(
      new RangeError("servers must be 1, got 2"),
    );
  });
});

describe("solveRetrialMmc", () => {
  it("with instant retries is M/M/c", () => {
    const queue = { arrivalRate: 3.2, serviceRate: 1, servers: 4 };
    const means = solveRetrialMmc({ ...queue, retryRate: 1e5 });
    expectClose(means.waitMean, solveMmc(queue).waitMean, 1e-4);
    expectClose(means.blockingProbability, solveMmc(queue).waitProbability, 1e-4);
  });

  it("with rare retries sees a Poisson stream of more requests", () => {
    // Cohen (1957): with ν → 0 attempts arrive at rate λ + x where x = (λ + x)·B(c, λ + x).
    let attempts = 2;
    for (let round = 0; round < 200; round++) attempts = 2 + attempts * erlangB(4, attempts);
    const errors = [0.04, 0.02].map((retryRate) => {
      const parameters = { arrivalRate: 2, serviceRate: 1, servers: 4, retryRate };
      return solveRetrialMmc(parameters).blockingProbability / erlangB(4, attempts) - 1;
    });
    expect(Math.abs(errors[1])).toBeLessThan(0.01);
    // The error is of the order of ν.
    expectClose(errors[0] / errors[1], 2, 0.02);
  });

  it("rejects more than the servers manage", () => {
    expect(() =>
      solveRetrialMmc({ arrivalRate: 4, serviceRate: 1, servers: 4, retryRate: 1 }),
    ).toThrow(new RangeError("load per server must be below 1, got 1"));
  });
});
