import { describe, expect, it } from "vitest";

import { solveMmc } from "../../src/theory/mmc.ts";
import { priorityWaitMeans } from "../../src/theory/priority.ts";
import { expectClose } from "./expect-close.ts";

describe("priorityWaitMeans", () => {
  // Cobham (1954) in double precision: servers, arrival rates, mean waits.
  it.each([
    [1, [0.3, 0.5], [1.142857142857143, 5.714285714285716]],
    [1, [0.2, 0.3, 0.4], [1.1249999999999998, 2.2499999999999996, 18.000000000000004]],
    [4, [1.2, 2], [0.2130115970669302, 1.0650579853346513]],
    [8, [2.4, 4.8], [0.125273748240403, 1.2527374824040287]],
  ])("with %i servers and classes of %j per second", (servers, arrivalRates, waits) => {
    const found = priorityWaitMeans({ arrivalRates, serviceRate: 1, servers });
    expect(found).toHaveLength(waits.length);
    found.forEach((wait, i) => {
      expectClose(wait, waits[i], 1e-13);
    });
  });

  it("leaves the mean over all classes as it is first come, first served", () => {
    const arrivalRates = [10, 20, 30, 15];
    const queue = { serviceRate: 30, servers: 3 };
    const waits = priorityWaitMeans({ ...queue, arrivalRates });
    const mean = waits.reduce((sum, wait, i) => sum + wait * arrivalRates[i], 0) / 75;
    expectClose(mean, solveMmc({ ...queue, arrivalRate: 75 }).waitMean, 1e-13);
  });

  it("rejects more than the servers manage", () => {
    expect(() => priorityWaitMeans({ arrivalRates: [1, 1], serviceRate: 1, servers: 2 })).toThrow(
      new RangeError("offered load must be below 2 servers, got 2"),
    );
  });
});
