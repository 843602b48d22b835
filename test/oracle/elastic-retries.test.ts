import { describe, it } from "vitest";

import { BACKOFF_LAW, type RetryPlan } from "../../src/sim/control-plan.ts";
import { solveRetrialMm1, solveRetrialMmc } from "../../src/theory/retrial.ts";
import { sojournMean, utilization, waitMean, withPower } from "../helpers/statistics.ts";
import { attemptsMean, expectControlledOracle } from "./expect-controlled-oracle.ts";
import { exponential } from "./laws.ts";

/** Rejected clients come back after an exponential time, as often as it takes. */
function retryAtRate(rate: number): RetryPlan {
  return {
    maxAttempts: Infinity,
    perTryTimeout: Infinity,
    onRejected: 1,
    onTimedOut: 0,
    onFailed: 0,
    backoff: {
      kind: BACKOFF_LAW,
      base: 0,
      factor: 1,
      max: Infinity,
      band: 0,
      law: exponential(1 / rate),
    },
    budget: null,
  };
}

describe("clients that retry when there is no room", () => {
  // Falin and Templeton (1997): λ, ν, mean number in orbit.
  it.each([
    [0.5, 0.5, 1.5],
    [0.6, 2, 1.35],
  ])("at one server, %f per second, come back at rate %f", (rate, retryRate, orbit) => {
    const model = {
      seed: Math.round(300 + 100 * rate),
      rate,
      serviceTime: exponential(),
      pool: { queueLimit: 0 },
      control: { client: { retries: retryAtRate(retryRate) } },
    };
    const { attemptsMean: attempts } = solveRetrialMm1({
      arrivalRate: rate,
      serviceRate: 1,
      servers: 1,
      retryRate,
    });
    expectControlledOracle(model, [
      [waitMean, orbit / rate],
      [sojournMean, orbit / rate + 1],
      [attemptsMean, attempts],
      [utilization, rate],
    ]);
  });

  it("at four servers come back at rate 1", () => {
    const model = {
      seed: 371,
      rate: 2.8,
      serviceTime: exponential(),
      pool: { replicas: 4, queueLimit: 0 },
      control: { client: { retries: retryAtRate(1) } },
    };
    const exact = solveRetrialMmc({ arrivalRate: 2.8, serviceRate: 1, servers: 4, retryRate: 1 });
    expectControlledOracle(model, [
      [withPower(waitMean, 0.015), exact.waitMean],
      [sojournMean, exact.sojournMean],
      [attemptsMean, exact.attemptsMean],
    ]);
  });
});
