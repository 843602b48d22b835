import { describe, it } from "vitest";

import { mg1WaitMean } from "../../src/theory/mg1.ts";
import {
  sojournQuantile,
  waitMean,
  waitQuantile,
  waitTail,
  withPower,
} from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { erlang, hyperexponential, lognormal } from "./laws.ts";

describe("M/G/1 at a load of 0.8", () => {
  // Pollaczek–Khinchine; quantiles of phase-type service by matrix exponentials.
  it("with Erlang service of 2 phases", () => {
    expectOracle({ seed: 41, rate: 0.8, requests: 70_000, serviceTime: erlang(2) }, [
      [waitTail(0), 0.8],
      [waitMean, 3],
      [waitQuantile(0.99), 16.13058319],
      [sojournQuantile(0.95), 11.31803781],
      [sojournQuantile(0.99), 17.20586447],
    ]);
  });

  it("with Erlang service of 4 phases", () => {
    expectOracle({ seed: 42, rate: 0.8, requests: 70_000, serviceTime: erlang(4) }, [
      [waitMean, 2.5],
      [waitQuantile(0.99), 13.24220618],
      [sojournQuantile(0.99), 14.28651791],
    ]);
  });

  it("with hyperexponential service of squared coefficient of variation 4", () => {
    expectOracle({ seed: 43, rate: 0.8, requests: 150_000, serviceTime: hyperexponential(4) }, [
      [waitTail(0), 0.8],
      [withPower(waitMean, 0.015), 10],
      [waitQuantile(0.95), 37.2963917],
      [waitQuantile(0.99), 60.01260721],
      [sojournQuantile(0.99), 61.21032114],
    ]);
  });

  it("with lognormal service of squared coefficient of variation 1.5", () => {
    expectOracle({ seed: 44, rate: 0.8, requests: 120_000, serviceTime: lognormal(1.5) }, [
      [waitTail(0), 0.8],
      [withPower(waitMean, 0.015), 5],
    ]);
  });
});

describe("M/G/1 at a load of 0.6", () => {
  it("with lognormal service of squared coefficient of variation 4", () => {
    const wait = mg1WaitMean({ arrivalRate: 0.6, serviceMean: 1, serviceScv: 4 });
    expectOracle({ seed: 45, rate: 0.6, requests: 120_000, serviceTime: lognormal(4) }, [
      [waitTail(0), 0.6],
      [withPower(waitMean, 0.015), wait],
    ]);
  });
});
