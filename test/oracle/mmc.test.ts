import { describe, it } from "vitest";

import { ROUTER_LEAST_OUTSTANDING, SERVICE_SERIAL } from "../../src/sim/sim-plan.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import {
  sojournMean,
  sojournQuantile,
  utilization,
  waitMean,
  waitQuantile,
  waitTail,
  withPower,
} from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { exponential } from "./laws.ts";

describe("M/M/c", () => {
  // Erlang (1917), closed forms in mpmath: servers, P(wait > 0), mean wait, W95, W99, T50, T95,
  // T99.
  it.each([
    [1, 0.8, 4, 13.86294361, 21.91013317, 3.465735903, 14.97866137, 23.02585093],
    [2, 0.7111111111, 1.777777778, 6.637014216, 10.660609, 2.040031446, 7.910684252, 11.93737024],
    [
      4, 0.5964324718, 0.7455405897, 3.098678778, 5.110476168, 1.346199054, 4.738019496,
      6.893203749,
    ],
    [
      8, 0.4576449254, 0.2860280784, 1.383794129, 2.389692824, 0.986334367, 3.508442648,
      5.152181563,
    ],
  ])("with %i servers at a load of 0.8", (servers, waiting, wait, w95, w99, t50, t95, t99) => {
    const rate = 0.8 * servers;
    const model = {
      seed: servers,
      rate,
      requests: 130_000,
      serviceTime: exponential(),
      pool: { replicas: servers },
    };
    expectOracle(model, [
      [utilization, 0.8],
      [waitTail(0), waiting],
      [waitMean, wait],
      [waitQuantile(0.95), w95],
      [waitQuantile(0.99), w99],
      [sojournMean, wait + 1],
      [sojournQuantile(0.5), t50],
      [sojournQuantile(0.95), t95],
      [sojournQuantile(0.99), t99],
    ]);
  });

  // The fewer wait, the fewer there are to tell how many and how long.
  it.each([
    [1, 0.3, 40_000, 0.01],
    [2, 0.3, 40_000, 0.01],
    [4, 0.3, 60_000, 0.015],
    [8, 0.3, 60_000, 0.04],
    [1, 0.6, 60_000, 0.01],
    [2, 0.6, 60_000, 0.01],
    [4, 0.6, 60_000, 0.01],
    [8, 0.6, 130_000, 0.01],
  ])("with %i servers at a load of %f", (servers, load, requests, relativePower) => {
    const rate = load * servers;
    const delays = solveMmc({ arrivalRate: rate, serviceRate: 1, servers });
    const model = {
      seed: Math.round(100 * rate),
      rate,
      requests,
      serviceTime: exponential(),
      pool: { replicas: servers },
    };
    expectOracle(model, [
      [utilization, load],
      [withPower(waitTail(0), relativePower), delays.waitProbability],
      [withPower(waitMean, relativePower), delays.waitMean],
      [waitQuantile(0.95), delays.waitQuantile(0.95)],
      [waitQuantile(0.99), delays.waitQuantile(0.99)],
      [sojournMean, delays.sojournMean],
      [sojournQuantile(0.95), delays.sojournQuantile(0.95)],
      [sojournQuantile(0.99), delays.sojournQuantile(0.99)],
    ]);
  });

  it("by events, the servers being slots of one replica", () => {
    const model = {
      seed: 5,
      rate: 3.2,
      serviceTime: exponential(),
      pool: {
        router: ROUTER_LEAST_OUTSTANDING,
        service: { kind: SERVICE_SERIAL, concurrency: 4 },
      },
    } as const;
    const exact = [
      [waitTail(0), 0.5964324718],
      [waitMean, 0.7455405897],
      [sojournQuantile(0.99), 6.893203749],
    ] as const;
    expectOracle(model, exact, { byEvents: true });
  });
});
