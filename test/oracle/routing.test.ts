import { describe, expect, it } from "vitest";

import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
} from "../../src/sim/sim-plan.ts";
import { replicate } from "../helpers/replicate.ts";
import { sojournMean, sojournQuantile } from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { exponential } from "./laws.ts";
import { openModel, type Model } from "./model.ts";

/** Replicas of exponential service, each with a queue of its own, at a load of 0.8. */
function routedModel(router: number, replicas: number, requests: number): Model {
  return {
    seed: 130 + replicas,
    rate: 0.8 * replicas,
    requests,
    serviceTime: exponential(),
    pool: { replicas, router },
  };
}

describe("routing to replicas at a load of 0.8", () => {
  // Markov chain of the sorted queue lengths, truncated below 1e-9.
  it("joins the shortest of 2 queues with least-outstanding", () => {
    expectOracle(routedModel(ROUTER_LEAST_OUTSTANDING, 2, 60_000), [
      [sojournMean, 2.955736618],
      [sojournQuantile(0.99), 13.08439771],
    ]);
  });

  it("joins the shortest of 4 queues with least-outstanding", () => {
    expectOracle(routedModel(ROUTER_LEAST_OUTSTANDING, 4, 50_000), [
      [sojournMean, 1.9531341],
      [sojournQuantile(0.99), 8.37631],
    ]);
  });

  it("joins the shorter of 2 random queues of 4 with power-of-two", () => {
    expectOracle(routedModel(ROUTER_POWER_OF_TWO, 4, 50_000), [
      [sojournMean, 2.330157586],
      [sojournQuantile(0.99), 9.347398604],
    ]);
  });

  // Every N-th Poisson arrival makes each replica an E_N/M/1 queue; root of σ = A(1 − σ) in mpmath.
  it("makes two E₂/M/1 queues with round-robin", () => {
    expectOracle(routedModel(ROUTER_ROUND_ROBIN, 2, 80_000), [
      [sojournMean, 3.843979767],
      [sojournQuantile(0.99), 17.70218102],
    ]);
  });

  it("makes four E₄/M/1 queues with round-robin", () => {
    expectOracle(routedModel(ROUTER_ROUND_ROBIN, 4, 70_000), [
      [sojournMean, 3.26738361],
      [sojournQuantile(0.95), 9.788206532],
      [sojournQuantile(0.99), 15.04685759],
    ]);
  });

  it("makes four M/M/1 queues with random", () => {
    expectOracle(routedModel(ROUTER_RANDOM, 4, 90_000), [
      [sojournMean, 5],
      [sojournQuantile(0.95), 14.97866137],
      [sojournQuantile(0.99), 23.02585093],
    ]);
  });

  it("orders the routers the same way in every replication of one workload", () => {
    const means = [
      ROUTER_CENTRAL_QUEUE,
      ROUTER_LEAST_OUTSTANDING,
      ROUTER_POWER_OF_TWO,
      ROUTER_ROUND_ROBIN,
      ROUTER_RANDOM,
    ].map((router) => {
      const [mean] = replicate({
        ...openModel(routedModel(router, 4, 50_000)),
        statistics: [sojournMean],
        replications: 8,
      });
      return mean.values;
    });
    for (let better = 0; better + 1 < means.length; better++) {
      means[better].forEach((mean, replication) => {
        expect(mean).toBeLessThan(means[better + 1][replication]);
      });
    }
  });
});
