/**
 * Scale to zero as the queue with set-up times: an autoscaler switches the only replica off when it
 * is empty, and the next request waits for a cold start.
 */
import { describe, it } from "vitest";

import type { Distribution } from "../../src/random/distribution.ts";
import {
  AUTOSCALER_KEDA,
  AUTOSCALER_KNATIVE,
  SELECT_MAX,
  SIGNAL_CONCURRENCY,
  type AutoscalerPlan,
  type HpaRules,
} from "../../src/sim/autoscale/autoscaler-plan.ts";
import { setupWaitMean } from "../../src/theory/setup.ts";
import { sojournMean, withPower } from "../helpers/statistics.ts";
import { expectControlledOracle, paidShare } from "./expect-controlled-oracle.ts";
import { constant, exponential } from "./laws.ts";

/** Never decides: only activation is looked at. */
const IDLE_HPA: HpaRules = {
  sync: Infinity,
  toleranceUp: 0.1,
  toleranceDown: 0.1,
  up: { stabilization: 0, select: SELECT_MAX, policies: [] },
  down: { stabilization: 0, select: SELECT_MAX, policies: [] },
  initialization: 0,
};

/** One replica while there is any request, none else, seen every `interval`. */
function kedaEvery(interval: number): AutoscalerPlan {
  return {
    kind: AUTOSCALER_KEDA,
    min: 0,
    max: 1,
    pollingInterval: interval,
    cooldownPeriod: 0,
    initialCooldownPeriod: 0,
    triggers: [
      {
        signal: SIGNAL_CONCURRENCY,
        target: 1,
        scrape: interval,
        window: 0,
        delay: 0,
        activation: 0,
        external: 0,
      },
    ],
    hpa: IDLE_HPA,
  };
}

/** One replica until there has been no request for a stable window and the grace period. */
function knativeWith(stableWindow: number, scaleToZeroGrace: number): AutoscalerPlan {
  return {
    kind: AUTOSCALER_KNATIVE,
    min: 0,
    max: 1,
    signal: SIGNAL_CONCURRENCY,
    target: 1e6,
    tick: 1,
    stableWindow,
    panicWindow: 0.5,
    panicThreshold: 2,
    maxScaleUpRate: 1000,
    maxScaleDownRate: 2,
    scaleToZeroGrace,
    scaleDownDelay: 0,
  };
}

/** Share of time that a replica is paid for: all but the idle periods in which it is off. */
function paidShareOf(
  load: number,
  arrivalRate: number,
  coldProbability: number,
  setupMean: number,
  unseenMean: number,
): number {
  const idle = 1 / arrivalRate + coldProbability * (setupMean + unseenMean);
  return 1 - ((1 - load) * coldProbability * (1 / arrivalRate + unseenMean)) / idle;
}

describe("a replica that is switched off when it is empty", () => {
  const INTERVAL = 0.2;

  // A poll comes up to an interval after the replica is empty and after a request comes to none:
  // both times are nearly uniform. Without them the mean sojourn times are 12, 10, 7.833333 and 8
  // (Welch, 1964).
  it.each([
    [0.5, exponential(10), 10, 1],
    [0.8, exponential(5), 5, 1],
    [0.5, constant(10), 10, 0],
    [0.8, constant(5), 5, 0],
  ] satisfies [number, Distribution, number, number][])(
    "by polling at %f per second, with a cold start of %j",
    (rate, coldStart, startMean, startScv) => {
      const model = {
        seed: Math.round(700 + 10 * rate + startScv),
        rate,
        requests: 10_000,
        serviceTime: exponential(),
        control: { fleet: { autoscaler: kedaEvery(INTERVAL), coldStart: [coldStart] } },
      };
      const coldProbability = -Math.expm1(-rate * INTERVAL) / (rate * INTERVAL);
      const setupMean = startMean + INTERVAL / 2;
      const setupVariance = startScv * startMean ** 2 + INTERVAL ** 2 / 12;
      const wait = setupWaitMean({
        arrivalRate: rate,
        serviceMean: 1,
        serviceScv: 1,
        setupMean,
        setupScv: setupVariance / setupMean ** 2,
        coldProbability,
      });
      expectControlledOracle(model, [
        [withPower(sojournMean, 0.02), wait + 1],
        [paidShare, paidShareOf(rate, rate, coldProbability, startMean, INTERVAL / 2)],
      ]);
    },
  );

  // A tick comes up to a second after the stable window without a request; the next request itself
  // wakes the fleet. Services take 10 s.
  it.each([
    [0.05, 6, 4, exponential(60), 60, 1],
    [0.06, 8, 0, constant(30), 30, 0],
  ] satisfies [number, number, number, Distribution, number, number][])(
    "by ticks at %f per second, after a window of %f s and %f s of grace, with a cold start of %j",
    (rate, stableWindow, grace, coldStart, setupMean, setupScv) => {
      const model = {
        seed: 720 + stableWindow,
        rate,
        requests: 6_000,
        serviceTime: exponential(10),
        control: {
          fleet: { autoscaler: knativeWith(stableWindow, grace), coldStart: [coldStart] },
        },
      };
      const coldProbability =
        (Math.exp(-rate * (stableWindow + grace)) * -Math.expm1(-rate)) / rate;
      const wait = setupWaitMean({
        arrivalRate: rate,
        serviceMean: 10,
        serviceScv: 1,
        setupMean,
        setupScv,
        coldProbability,
      });
      expectControlledOracle(model, [
        [withPower(sojournMean, 0.02), wait + 10],
        [paidShare, paidShareOf(10 * rate, rate, coldProbability, setupMean, 0)],
      ]);
    },
  );
});
