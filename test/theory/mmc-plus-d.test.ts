import { describe, it } from "vitest";

import { solveMmcPlusD } from "../../src/theory/mmc-plus-d.ts";
import { expectClose } from "./expect-close.ts";

describe("solveMmcPlusD", () => {
  // Baccelli and Hebuterne (1981), in mpmath with 40 digits: λ, servers, patience, P(abandon),
  // P(V > 0), P(V > patience/2).
  it.each([
    [10, 10, 1, 0.06821182046893323, 0.7503300251582656, 0.40927092281359945],
    [12, 10, 0.5, 0.19955421067453824, 0.8302658065154425, 0.592146528802922],
    [9, 10, 2, 0.009852836928919908, 0.6393561156537687, 0.17915234346625294],
  ])(
    "at %f per second with %i servers and patience %f",
    (arrivalRate, servers, patience, abandon, waiting, half) => {
      const delays = solveMmcPlusD({ arrivalRate, serviceRate: 1, servers, patience });
      expectClose(delays.abandonProbability, abandon, 1e-11);
      expectClose(delays.offeredWaitTail(0), waiting, 1e-12);
      expectClose(delays.offeredWaitTail(patience / 2), half, 1e-12);
      expectClose(delays.offeredWaitTail(patience), abandon, 1e-11);
    },
  );
});
