import { describe, it } from "vitest";

import {
  BACKOFF_LAW,
  LOSS_FAIL,
  LOSS_RESUME,
  LOSS_RETRY,
  type RetryPlan,
} from "../../src/sim/control-plan.ts";
import {
  breakdownSojournMean,
  heldSojournMean,
  reroutedSojournMean,
  restartedSojournMean,
  type BreakdownParameters,
} from "../../src/theory/breakdowns.ts";
import type { ControlOverrides } from "../helpers/plain-control.ts";
import { sojournMean, withPower } from "../helpers/statistics.ts";
import type { ControlledModel } from "./controlled-model.ts";
import { attemptsMean, expectControlledOracle } from "./expect-controlled-oracle.ts";
import { constant, exponential } from "./laws.ts";

/** Clients send lost requests anew, at once and as often as it takes. */
const AT_ONCE: RetryPlan = {
  maxAttempts: Infinity,
  perTryTimeout: Infinity,
  onRejected: 0,
  onTimedOut: 0,
  onFailed: 1,
  backoff: { kind: BACKOFF_LAW, base: 0, factor: 1, max: Infinity, band: 0, law: constant(0) },
  budget: null,
};

function modelOf(
  { arrivalRate, failureRate, repairRate, servers }: Omit<BreakdownParameters, "serviceRate">,
  onLoss: number,
  control: ControlOverrides = {},
): ControlledModel {
  const replica = {
    uptime: exponential(1 / failureRate),
    downtime: exponential(1 / repairRate),
  };
  return {
    seed: 500 + 10 * servers + onLoss,
    rate: arrivalRate,
    serviceTime: exponential(),
    pool: { replicas: servers },
    control: { ...control, failures: { onLoss, replica } },
  };
}

// With one replica 3.770053475935829 (White and Christie, 1958); with four 1.5313747 where requests
// wait for their replica, and 1.3829241 where they go elsewhere.
describe("replicas that fail", () => {
  const single = {
    arrivalRate: 0.6,
    serviceRate: 1,
    servers: 1,
    failureRate: 0.05,
    repairRate: 0.5,
  };
  const several = { arrivalRate: 2, serviceRate: 1, servers: 4, failureRate: 0.1, repairRate: 0.5 };
  const sojourn = withPower(sojournMean, 0.015);

  it("one, whose request resumes, is the queue of White and Christie", () => {
    const model = modelOf(single, LOSS_RESUME);
    expectControlledOracle(model, [[sojourn, breakdownSojournMean(single)]]);
  });

  it("one, whose request is sent anew, is no different with exponential service", () => {
    const model = modelOf(single, LOSS_FAIL, { client: { retries: AT_ONCE } });
    expectControlledOracle(model, [
      [sojourn, breakdownSojournMean(single)],
      [attemptsMean, 1.05],
    ]);
  });

  it("one, whose request starts from scratch, with constant service", () => {
    const rates = { arrivalRate: 0.5, servers: 1, failureRate: 0.1, repairRate: 1 };
    const model = { ...modelOf(rates, LOSS_RETRY), serviceTime: constant() };
    expectControlledOracle(model, [[sojourn, restartedSojournMean({ ...rates, serviceTime: 1 })]]);
  });

  it("four, whose requests wait for theirs to come back", () => {
    const model = modelOf(several, LOSS_RESUME);
    expectControlledOracle(model, [[sojourn, heldSojournMean(several)]]);
  });

  it("four, whose requests are sent elsewhere", () => {
    const model = modelOf(several, LOSS_FAIL, { client: { retries: AT_ONCE } });
    expectControlledOracle(model, [
      [sojourn, reroutedSojournMean(several)],
      [attemptsMean, 1.1],
    ]);
  });
});
