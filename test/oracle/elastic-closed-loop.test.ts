import { describe, it } from "vitest";

import { solveFiniteSource } from "../../src/theory/finite-source.ts";
import {
  sojournMean,
  sojournQuantile,
  utilization,
  waitMean,
  waitQuantile,
} from "../helpers/statistics.ts";
import { expectControlledOracle } from "./expect-controlled-oracle.ts";
import { exponential } from "./laws.ts";

describe("users who wait for their answers", () => {
  // Birth–death chain and arrival theorem: users, servers, mean think time, throughput, mean
  // sojourn, W99.
  it.each([
    [10, 1, 5, 0.9816154296633517, 5.187288929870972, 12.458607671099177],
    [50, 4, 10, 3.884982328973712, 2.870071409876501, 5.903450599659839],
    [100, 8, 10, 7.910899165181156, 2.640788096521012, 4.500951930076272],
  ])("%i at %i servers, thinking for %f", (count, servers, thinkMean, rate, sojourn, w99) => {
    const model = {
      seed: 600 + servers,
      rate,
      serviceTime: exponential(),
      pool: { replicas: servers },
      users: { count, thinkMean },
    };
    const exact = solveFiniteSource({
      users: count,
      servers,
      thinkRate: 1 / thinkMean,
      serviceRate: 1,
    });
    expectControlledOracle(model, [
      [utilization, rate / servers],
      [waitMean, sojourn - 1],
      [sojournMean, sojourn],
      [waitQuantile(0.99), w99],
      [sojournQuantile(0.99), exact.sojournQuantile(0.99)],
    ]);
  });
});
