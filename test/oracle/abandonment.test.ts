import { describe, it } from "vitest";

import { abandonedShare, queueTimeMean, waitTail, withPower } from "../helpers/statistics.ts";
import { expectOracle } from "./expect-oracle.ts";
import { exponential } from "./laws.ts";

describe("M/M/c with impatient clients", () => {
  // M/M/c+D of Baccelli and Hebuterne (1981) in mpmath: λ, patience, requests to
  // simulate, P(abandon), P(V > 0),
  // P(V > patience/2) of the wait V offered to a client of endless patience.
  it.each([
    [10, 1, 50_000, 0.06821182047, 0.750330025158, 0.409270922814],
    [12, 0.5, 40_000, 0.1995542107, 0.8302658065, 0.5921465288],
    [9, 2, 100_000, 0.009852836929, 0.639356115654, 0.179152343466],
  ])("at %f per second, all of patience %f", (rate, timeout, requests, ...exact) => {
    const model = {
      seed: 90 + rate,
      rate,
      requests,
      serviceTime: exponential(),
      pool: { replicas: 10, timeout },
    };
    const [abandon, waiting, half] = exact;
    expectOracle(model, [
      [withPower(abandonedShare, 0.025), abandon],
      [waitTail(0), waiting],
      [withPower(waitTail(timeout / 2), 0.015), half],
    ]);
  });

  // Erlang-A, birth–death chain: λ, servers, rate of losing patience θ, P(abandon), P(V > 0). A
  // client spends P(abandon)/θ in the queue on average.
  it.each([
    [10, 10, 0.5, 0.1039132123, 0.6196552309],
    [12, 10, 1, 0.213632353, 0.7576078383],
    [95, 100, 0.2, 0.009416548335, 0.418154869],
  ])(
    "at %f per second with %i servers, losing patience at rate %f",
    (rate, servers, patienceRate, abandon, waiting) => {
      const model = {
        seed: 100 + servers,
        rate,
        requests: servers > 10 ? 120_000 : 50_000,
        serviceTime: exponential(),
        timeout: exponential(1 / patienceRate),
        pool: { replicas: servers },
      };
      const relativePower = servers > 10 ? 0.03 : 0.01;
      expectOracle(model, [
        [withPower(abandonedShare, relativePower), abandon],
        [withPower(waitTail(0), relativePower), waiting],
        [withPower(queueTimeMean, relativePower), abandon / patienceRate],
      ]);
    },
  );
});
