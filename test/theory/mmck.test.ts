import { describe, expect, it } from "vitest";

import { erlangB } from "../../src/theory/erlang-b.ts";
import { solveMmck } from "../../src/theory/mmck.ts";
import { expectClose } from "./expect-close.ts";

describe("solveMmck", () => {
  // Birth–death law in mpmath with 40 digits: servers, capacity, λ/μ, blocking, and the mean and
  // the quantiles (95, 99 %) of the wait of accepted requests.
  it.each([
    [1, 10, 0.9, 0.05081373132741239, 3.646600672123705, 10.153294066166504, 13.464054992388247],
    [4, 10, 3.6, 0.0671744079296289, 0.5071003388597185, 1.7668625031872303, 2.473117978009493],
    [8, 16, 8, 0.08166586603313813, 0.4001772160658712, 1.1969596835919716, 1.5890523058647457],
    [8, 32, 8, 0.03540447380171042, 1.3763984297095064, 3.175314091254705, 3.823755235152576],
  ])(
    "with %i servers and room for %i at %f erlangs",
    (servers, capacity, arrivalRate, blocking, mean, w95, w99) => {
      const delays = solveMmck({ arrivalRate, serviceRate: 1, servers, capacity });
      expectClose(delays.blockingProbability, blocking, 1e-12);
      expectClose(delays.waitMean, mean, 1e-12);
      expectClose(delays.waitQuantile(0.95), w95, 1e-12);
      expectClose(delays.waitQuantile(0.99), w99, 1e-12);
    },
  );

  it("without a queue is Erlang B and waits for nothing", () => {
    const delays = solveMmck({ arrivalRate: 5, serviceRate: 1, servers: 10, capacity: 10 });
    expectClose(delays.blockingProbability, erlangB(10, 5), 1e-13);
    expect(delays.waitMean).toBe(0);
    expect(delays.waitQuantile(0.99)).toBe(0);
  });

  it("holds above saturation", () => {
    // M/M/1/2 at ρ = 3: weights 1, 3, 9.
    const delays = solveMmck({ arrivalRate: 3, serviceRate: 1, servers: 1, capacity: 2 });
    expectClose(delays.blockingProbability, 9 / 13, 1e-14);
    expectClose(delays.waitMean, 3 / 4, 1e-14);
  });
});
