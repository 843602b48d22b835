import { describe, expect, it } from "vitest";

import { meanInSystem } from "../../src/theory/little.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { expectClose } from "./expect-close.ts";

describe("solveMmc", () => {
  // Erlang (1917); closed forms in mpmath with 40 digits: servers, load per server, mean wait, and
  // quantiles of the wait (95, 99 %) and of the sojourn time (50, 95, 99, 99.9 %).
  it.each([
    [
      1,
      0.5,
      1,
      4.605170185988092,
      7.824046010856292,
      [1.3862943611198906, 5.991464547107982, 9.210340371976184, 13.815510557964274],
    ],
    [
      1,
      0.8,
      4,
      13.862943611198906,
      21.91013317336941,
      [3.4657359027997265, 14.978661367769956, 23.025850929940457, 34.538776394910684],
    ],
    [
      2,
      0.8,
      1.7777777777777777,
      6.637014216458494,
      10.660608997543745,
      [2.040031445926042, 7.9106842520120475, 11.937370236004272, 17.69412621565069],
    ],
    [
      4,
      0.8,
      0.7455405897342555,
      3.0986787778798823,
      5.110476168422507,
      [1.3461990538193103, 4.7380194960365944, 6.893203748883001, 9.879666902275504],
    ],
    [
      8,
      0.5,
      0.014760998673816526,
      0.04156495835071458,
      0.4439244364592397,
      [0.710343338692434, 3.0152201563284846, 4.624660326231489, 6.927245437412579],
    ],
    [
      8,
      0.8,
      0.2860280784012601,
      1.3837941287791586,
      2.389692824050471,
      [0.9863343670365032, 3.508442648240641, 5.15218156250559, 7.469718533428089],
    ],
    [
      8,
      0.9,
      0.8769162376828212,
      3.30155615126832,
      5.313353541810946,
      [1.489355347219242, 4.925146784706809, 7.087347447758012, 10.078261606160028],
    ],
    [
      64,
      0.9,
      0.04854114320827487,
      0.2854198026310937,
      0.5368944764489219,
      [0.7481255233764895, 3.051668500631734, 4.661106416857128, 6.96369150985181],
    ],
    [
      100,
      0.95,
      0.10129137078260411,
      0.4630832259720479,
      0.784970808458868,
      [0.8079158973740437, 3.1149487012119375, 4.724387048949152, 7.026972142640728],
    ],
  ])("with %i servers at %f matches theory", (servers, load, waitMean, w95, w99, sojourns) => {
    const delays = solveMmc({ arrivalRate: servers * load, serviceRate: 1, servers });
    expectClose(delays.waitMean, waitMean, 1e-11);
    expectClose(delays.waitQuantile(0.95), w95, 1e-11);
    expectClose(delays.waitQuantile(0.99), w99, 1e-11);
    [0.5, 0.95, 0.99, 0.999].forEach((p, i) => {
      expectClose(delays.sojournQuantile(p), sojourns[i], 1e-11);
    });
  });

  it("has no wait below the share that doesn't wait", () => {
    const delays = solveMmc({ arrivalRate: 4, serviceRate: 1, servers: 8 });
    expect(delays.waitQuantile(0.94)).toBe(0);
    expect(delays.waitQuantile(0.95)).toBeGreaterThan(0);
  });

  it("has tails that agree with its quantiles", () => {
    const delays = solveMmc({ arrivalRate: 6.4, serviceRate: 1, servers: 8 });
    expectClose(delays.waitTail(delays.waitQuantile(0.99)), 0.01, 1e-12);
    expectClose(delays.sojournTail(delays.sojournQuantile(0.99)), 0.01, 1e-12);
    expect(delays.sojournTail(0)).toBe(1);
  });

  it("scales with the service rate", () => {
    const slow = solveMmc({ arrivalRate: 6.4, serviceRate: 1, servers: 8 });
    const fast = solveMmc({ arrivalRate: 64, serviceRate: 10, servers: 8 });
    expectClose(10 * fast.sojournQuantile(0.99), slow.sojournQuantile(0.99), 1e-12);
  });

  it("stays accurate where waits drain at the service rate", () => {
    // Two servers at a load of 1: cμ − λ = μ, so T = Exp(1) + W with P(W > 0) = 1/3.
    const delays = solveMmc({ arrivalRate: 1, serviceRate: 1, servers: 2 });
    expectClose(delays.sojournTail(2), Math.exp(-2) * (2 / 3 + (1 / 3) * 3), 1e-13);
  });

  it("agrees with Little's law: M/M/1 holds ρ/(1 − ρ) requests", () => {
    const { sojournMean } = solveMmc({ arrivalRate: 0.8, serviceRate: 1, servers: 1 });
    expectClose(meanInSystem(0.8, sojournMean), 4, 1e-14);
  });
});
