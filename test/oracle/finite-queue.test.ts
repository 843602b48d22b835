import { describe, it } from "vitest";

import { rejectedShare, waitMean, waitQuantile, withPower } from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { constant, exponential, hyperexponential, lognormal } from "./laws.ts";

describe("M/M/c/K", () => {
  // Birth–death chain: servers, room K, λ, P(rejected), mean wait and W99 of the accepted.
  it.each([
    [1, 10, 0.9, 0.05081373133, 3.646600672, 13.46405499],
    [4, 10, 3.6, 0.06717440793, 0.5071003389, 2.473117978],
    [8, 32, 8, 0.0354044738, 1.37639843, 3.823755235],
  ])("with %i servers and room for %i at %f per second", (servers, room, rate, ...exact) => {
    const model = {
      seed: 70 + servers,
      rate,
      requests: servers === 8 ? 100_000 : 60_000,
      serviceTime: exponential(),
      pool: { replicas: servers, queueLimit: room - servers },
    };
    const [blocking, wait, w99] = exact;
    expectOracle(model, [
      [withPower(rejectedShare, 0.015), blocking],
      [waitMean, wait],
      [waitQuantile(0.99), w99],
    ]);
  });
});

describe("M/G/c/c", () => {
  // Erlang B (1917), the same for every law of the service time.
  it.each([
    ["constant", 10, 5, constant(), 0.01838457034],
    ["exponential", 10, 5, exponential(), 0.01838457034],
    ["hyperexponential", 10, 5, hyperexponential(4), 0.01838457034],
    ["lognormal", 2, 1, lognormal(4), 0.2],
    ["exponential", 20, 12, exponential(), 0.00979563942],
  ])("with %s service, %i servers and %f erlangs", (_, servers, rate, serviceTime, blocking) => {
    const model = {
      seed: 80 + servers,
      rate,
      requests: servers > 10 ? 100_000 : 60_000,
      serviceTime,
      pool: { replicas: servers, queueLimit: 0 },
    };
    expectOracle(model, [
      [withPower(rejectedShare, 0.015), blocking],
      [waitMean, 0],
    ]);
  });
});
