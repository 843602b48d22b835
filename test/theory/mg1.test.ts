import { describe, expect, it } from "vitest";

import { mg1WaitMean } from "../../src/theory/mg1.ts";
import { expectClose } from "./expect-close.ts";

describe("mg1WaitMean", () => {
  // Pollaczek (1930): λE[S²]/(2(1 − ρ)), with E[S] = 1.
  it.each([
    ["constant", 0.5, 0, 0.5],
    ["constant", 0.8, 0, 2],
    ["Erlang-2", 0.8, 1 / 2, 3],
    ["Erlang-4", 0.8, 1 / 4, 2.5],
    ["exponential", 0.8, 1, 4],
    ["lognormal of scv 1.5", 0.8, 1.5, 5],
    ["hyperexponential of scv 4", 0.7, 4, 5.833333333333333],
    ["hyperexponential of scv 4", 0.8, 4, 10],
    ["hyperexponential of scv 4", 0.9, 4, 22.5],
  ])("of %s service at %f", (_, arrivalRate, serviceScv, waitMean) => {
    expectClose(mg1WaitMean({ arrivalRate, serviceMean: 1, serviceScv }), waitMean, 1e-13);
  });

  it("scales with the service time", () => {
    expectClose(mg1WaitMean({ arrivalRate: 8, serviceMean: 0.1, serviceScv: 1 }), 0.4, 1e-13);
  });

  it("rejects a server that can't keep up", () => {
    expect(() => mg1WaitMean({ arrivalRate: 2, serviceMean: 0.5, serviceScv: 1 })).toThrow(
      new RangeError("utilization must be below 1, got 1"),
    );
  });
});
