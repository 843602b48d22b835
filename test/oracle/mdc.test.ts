import { describe, it } from "vitest";

import { solveMdc } from "../../src/theory/mdc.ts";
import { waitMean, waitQuantile, waitTail, withPower } from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { constant } from "./laws.ts";

describe("M/D/c", () => {
  // Crommelin (1932) by the embedded chain of Franx (2001), truncated below 1e-12: servers, load,
  // mean wait, P(wait > 0), W95, W99.
  it.each([
    [1, 0.5, 0.5, 0.5, 2.050638407, 3.336255957],
    [1, 0.8, 2, 0.8, 6.620324997, 10.35588679],
    [2, 0.8, 0.9032838794, 0.7018983172, 3.201757062, 5.069551186],
    [4, 0.8, 0.3860949308, 0.5782820155, 1.520495391, 2.454584407],
    [8, 0.8, 0.1519538026, 0.4337951187, 0.70132152, 1.169595459],
  ])("with %i servers at a load of %f", (servers, load, wait, waiting, w95, w99) => {
    const model = {
      seed: 20 + servers,
      rate: load * servers,
      requests: servers === 8 ? 100_000 : 60_000,
      serviceTime: constant(),
      pool: { replicas: servers },
    };
    expectOracle(model, [
      [waitTail(0), waiting],
      [waitMean, wait],
      [waitQuantile(0.95), w95],
      [waitQuantile(0.99), w99],
    ]);
  });

  it.each([
    [2, 0.3, 30_000, 0.01],
    [8, 0.3, 80_000, 0.04],
    [2, 0.6, 50_000, 0.01],
    [8, 0.6, 80_000, 0.01],
  ])("with %i servers at a load of %f", (servers, load, requests, relativePower) => {
    const rate = load * servers;
    const delays = solveMdc({ arrivalRate: rate, serviceTime: 1, servers });
    const model = {
      seed: 30 + servers,
      rate,
      requests,
      serviceTime: constant(),
      pool: { replicas: servers },
    };
    expectOracle(model, [
      [withPower(waitTail(0), relativePower), delays.waitProbability],
      [withPower(waitMean, relativePower), delays.waitMean],
      [waitQuantile(0.99), delays.waitQuantile(0.99)],
    ]);
  });
});
