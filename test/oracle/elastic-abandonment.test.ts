/** Impatient clients in the loop of fleets and clients, with nothing else switched on. */
import { describe, it } from "vitest";

import { solveErlangA } from "../../src/theory/erlang-a.ts";
import { solveMmcPlusD } from "../../src/theory/mmc-plus-d.ts";
import { abandonedShare, queueTimeMean, waitTail, withPower } from "../helpers/statistics.ts";
import { expectControlledOracle } from "./expect-controlled-oracle.ts";
import { exponential } from "./laws.ts";

describe("the controlled loop with impatient clients", () => {
  it.each([
    [10, 1],
    [12, 0.5],
  ])("at %f per second, all of patience %f, is M/M/10+D", (rate, patience) => {
    const pool = { replicas: 10, timeout: patience };
    const exact = solveMmcPlusD({ arrivalRate: rate, serviceRate: 1, servers: 10, patience });
    const model = { seed: 190 + rate, rate, requests: 12_000, serviceTime: exponential(), pool };
    expectControlledOracle(model, [
      [withPower(abandonedShare, 0.03), exact.abandonProbability],
      [withPower(waitTail(0), 0.015), exact.offeredWaitTail(0)],
      [withPower(waitTail(patience / 2), 0.025), exact.offeredWaitTail(patience / 2)],
    ]);
  });

  it.each([
    [10, 0.5],
    [12, 1],
  ])("at %f per second, losing patience at rate %f, is M/M/10+M", (rate, patienceRate) => {
    const model = {
      seed: 200 + rate,
      rate,
      requests: 12_000,
      serviceTime: exponential(),
      timeout: exponential(1 / patienceRate),
      pool: { replicas: 10 },
    };
    const exact = solveErlangA({ arrivalRate: rate, serviceRate: 1, servers: 10, patienceRate });
    expectControlledOracle(model, [
      [withPower(abandonedShare, 0.025), exact.abandonProbability],
      [withPower(waitTail(0), 0.015), exact.waitProbability],
      [withPower(queueTimeMean, 0.025), exact.waitMean],
    ]);
  });
});
