import { describe, it } from "vitest";

import { solveMmppMc } from "../../src/theory/mmpp-mc.ts";
import { waitMean, waitQuantile, waitTail, withPower } from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { exponential } from "./laws.ts";

describe("MMPP/M/c", () => {
  // Quasi-birth–death process by logarithmic reduction (Latouche and Ramaswami, 1993).
  it("with one server and two rates", () => {
    const arrivals = {
      process: "mmpp",
      states: [
        { rate: 0.9, meanDwell: 10 },
        { rate: 0.5, meanDwell: 10 },
      ],
      transitions: null,
      spikes: [],
    } as const;
    expectOracle({ seed: 61, rate: 0.7, requests: 70_000, arrivals, serviceTime: exponential() }, [
      [waitTail(0), 0.7236339585],
      [waitMean, 2.891814978],
      [waitQuantile(0.95), 10.81461964],
      [waitQuantile(0.99), 17.46832131],
    ]);
  });

  it("with two servers and one rate in both states is M/M/2", () => {
    const state = { rate: 1.2, meanDwell: 1 };
    const arrivals = {
      process: "mmpp",
      states: [state, state],
      transitions: [
        [0, 1],
        [1, 0],
      ],
      spikes: [],
    } as const;
    const model = {
      seed: 62,
      rate: 1.2,
      requests: 70_000,
      arrivals,
      serviceTime: exponential(),
      pool: { replicas: 2 },
    };
    expectOracle(model, [
      [waitTail(0), 0.45],
      [waitMean, 0.5625],
      [waitQuantile(0.95), 2.746530722],
      [waitQuantile(0.99), 4.758328112],
    ]);
  });

  it("with arrivals switched on and off and two servers", () => {
    const arrivals = { process: "on-off", rate: 3, onMean: 2, offMean: 4, spikes: [] } as const;
    const delays = solveMmppMc({
      arrivalRates: [3, 0],
      leaveRates: [1 / 2, 1 / 4],
      serviceRate: 1,
      servers: 2,
    });
    const model = {
      seed: 63,
      rate: 1,
      requests: 100_000,
      arrivals,
      serviceTime: exponential(),
      pool: { replicas: 2 },
    };
    expectOracle(model, [
      [waitTail(0), delays.waitProbability],
      [withPower(waitMean, 0.015), delays.waitMean],
      [waitQuantile(0.99), delays.waitQuantile(0.99)],
    ]);
  });
});
