import { describe, expect, it } from "vitest";

import { solveMdc } from "../../src/theory/mdc.ts";
import { expectClose } from "./expect-close.ts";

describe("solveMdc", () => {
  // Crommelin (1932), Franx (2001), solved apart from this code (NumPy): servers, load per server,
  // mean wait, P(wait > 0), and quantiles of the wait (95, 99, 99.9 %).
  it.each([
    [1, 0.5, 0.5, 0.5, 2.050638407302648, 3.336255957002204, 5.168385030961703],
    [1, 0.8, 2, 0.8, 6.620324996840724, 10.355886791994953, 15.700268194066433],
    [1, 0.9, 4.5, 0.9, 14.128673830202128, 21.89823734954011, 33.0139697431193],
    [2, 0.8, 0.9032838794, 0.7018983172, 3.201757062, 5.069551186, 7.741741821],
    [4, 0.8, 0.3860949308, 0.5782820155, 1.520495391, 2.454584407, 3.790674971],
    [8, 0.8, 0.1519538026, 0.4337951187, 0.70132152, 1.169595459, 1.837694782],
    [8, 0.9, 0.4499732594, 0.6819113654, 1.639992814, 2.611187719, 4.000654262],
    [16, 0.9, 0.1924670312, 0.565340595, 0.7783251091, 1.263868917, 1.958601352],
  ])("with %i servers at %f matches theory", (servers, load, mean, waiting, w95, w99, w999) => {
    const delays = solveMdc({ arrivalRate: servers * load, serviceTime: 1, servers });
    expectClose(delays.waitMean, mean);
    expectClose(delays.waitProbability, waiting);
    expectClose(delays.waitQuantile(0.95), w95);
    expectClose(delays.waitQuantile(0.99), w99);
    expectClose(delays.waitQuantile(0.999), w999);
  });

  it("has a tail that starts at the share that waits and never rises", () => {
    const delays = solveMdc({ arrivalRate: 3.2, serviceTime: 1, servers: 4 });
    const tail = Array.from({ length: 200 }, (_, i) => delays.waitTail(i / 20));
    expectClose(tail[0], delays.waitProbability, 1e-12);
    expect(tail.every((share, i) => i === 0 || share <= tail[i - 1])).toBe(true);
  });

  it("scales with the service time", () => {
    const delays = solveMdc({ arrivalRate: 32, serviceTime: 0.1, servers: 4 });
    expectClose(10 * delays.waitQuantile(0.99), 2.454584407);
  });

  it("rejects a load that the servers can't carry", () => {
    expect(() => solveMdc({ arrivalRate: 2, serviceTime: 1, servers: 2 })).toThrow(
      new RangeError("offered load must be below 2 servers, got 2"),
    );
  });
});
