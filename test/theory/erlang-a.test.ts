import { describe, it } from "vitest";

import { solveErlangA } from "../../src/theory/erlang-a.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { phasedMean, stationaryLawOfPhases } from "../../src/theory/phased-chain.ts";
import { expectClose } from "./expect-close.ts";
import { integrateTail } from "./integrate-tail.ts";

describe("solveErlangA", () => {
  // Baccelli and Hebuterne (1981) in mpmath with 40 digits, the same as the birth–death chain: λ,
  // c, θ, P(abandon), P(V > 0), mean time in the queue, its 95 % quantile.
  it.each([
    [10, 10, 0.5, 0.10391321232630818, 0.6196552308840775, 0.20782642465261636, 0.7656577632519338],
    [12, 10, 1, 0.21363235295796404, 0.7576078383294876, 0.21363235295796404, 0.6632045561257287],
    [
      95, 100, 0.2, 0.00941654833543838, 0.4181548689887256, 0.047082741677191904,
      0.2320550323403598,
    ],
  ])(
    "at %f per second with %i servers, losing patience at rate %f",
    (arrivalRate, servers, patienceRate, abandon, waiting, mean, w95) => {
      const delays = solveErlangA({ arrivalRate, serviceRate: 1, servers, patienceRate });
      expectClose(delays.abandonProbability, abandon, 1e-11);
      expectClose(delays.waitProbability, waiting, 1e-12);
      expectClose(delays.waitMean, mean, 1e-11);
      expectClose(delays.waitQuantile(0.95), w95, 1e-12);
    },
  );

  it.each([
    [10, 10, 0.5, 1.2123169769585207],
    [12, 10, 1, 1.0665810196985872],
    [95, 100, 0.2, 0.3710670373416865],
  ])(
    "at %f per second with %i servers, losing patience at rate %f, offers 1 %% more than %f",
    (arrivalRate, servers, patienceRate, v99) => {
      const delays = solveErlangA({ arrivalRate, serviceRate: 1, servers, patienceRate });
      expectClose(delays.offeredWaitTail(v99), 0.01, 1e-11);
    },
  );

  it("is the chain of the number in system, in another unit of time", () => {
    const parameters = { arrivalRate: 90, serviceRate: 20, servers: 4, patienceRate: 30 };
    const law = stationaryLawOfPhases({
      phases: 1,
      moves: (n) => [
        [n + 1, 0, 90],
        ...(n > 0 ? [[n - 1, 0, 20 * Math.min(n, 4) + 30 * Math.max(0, n - 4)] as const] : []),
      ],
    });
    const delays = solveErlangA(parameters);
    const queue = phasedMean(law, 1, (n) => Math.max(0, n - 4));
    expectClose(delays.waitMean, queue / 90, 1e-12);
    expectClose(delays.abandonProbability, (30 * queue) / 90, 1e-12);
    const isWaiting = phasedMean(law, 1, (n) => (n >= 4 ? 1 : 0));
    expectClose(delays.waitProbability, isWaiting, 1e-12);
    expectClose(integrateTail(delays.waitTail, 1), delays.waitMean, 1e-9);
  });

  it("with endless patience is M/M/c", () => {
    const queue = { arrivalRate: 3.2, serviceRate: 1, servers: 4 };
    const patient = solveErlangA({ ...queue, patienceRate: 1e-9 });
    expectClose(patient.waitMean, solveMmc(queue).waitMean, 1e-7);
    expectClose(patient.waitQuantile(0.99), solveMmc(queue).waitQuantile(0.99), 1e-7);
  });
});
