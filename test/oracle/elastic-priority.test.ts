import { describe, it } from "vitest";

import { PRIORITY_STRICT } from "../../src/sim/control-plan.ts";
import { PLAIN_CLASS } from "../helpers/plain-control.ts";
import { waitMean, withPower } from "../helpers/statistics.ts";
import { expectControlledOracle, ofClass } from "./expect-controlled-oracle.ts";
import { exponential } from "./laws.ts";

describe("strict priority", () => {
  // Cobham (1954): servers, arrival rate and mean wait of each class, requests to simulate,
  // standard error to reach.
  it.each([
    [1, [0.3, 0.5], [1.142857142857143, 5.714285714285716], 60_000, 0.02],
    [1, [0.1, 0.2, 0.4], [0.7777777777777777, 1.111111111111111, 3.333333333333333], 30_000, 0.02],
    [4, [1.2, 2], [0.2130115970669302, 1.0650579853346513], 50_000, 0.015],
    [8, [2.4, 4.8], [0.125273748240403, 1.2527374824040287], 60_000, 0.03],
  ])("at %i servers for classes of %j per second", (replicas, rates, waits, requests, power) => {
    const rate = rates.reduce((sum, value) => sum + value, 0);
    const model = {
      seed: 400 + replicas + rates.length,
      rate,
      requests,
      serviceTime: exponential(),
      classShares: rates.map((own) => own / rate),
      pool: { replicas },
      control: {
        classes: rates.map((_, priority) => ({ ...PLAIN_CLASS, priority })),
        queue: { priority: PRIORITY_STRICT },
      },
    };
    expectControlledOracle(
      model,
      waits.map((wait, k) => [ofClass(k, withPower(waitMean, power)), wait] as const),
    );
  });
});
