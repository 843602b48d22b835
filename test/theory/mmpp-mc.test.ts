import { describe, expect, it } from "vitest";

import { solveMmc } from "../../src/theory/mmc.ts";
import { solveMmppMc } from "../../src/theory/mmpp-mc.ts";
import { expectClose } from "./expect-close.ts";

type Pair = readonly [number, number];

describe("solveMmppMc", () => {
  // The same process in mpmath with 40 digits, μ = 1: arrival rates, rates of leaving, servers,
  // P(wait > 0), mean wait, and quantiles of the wait (95, 99, 99.9 %).
  it.each<[Pair, Pair, number, readonly number[]]>([
    [
      [0.9, 0.5],
      [0.1, 0.1],
      1,
      [0.7236339584794, 2.891814977723, 10.81461963671, 17.46832130612, 26.99513236873],
    ],
    [
      [1.6, 0.2],
      [0.1, 0.1],
      1,
      [0.9572740315769, 33.35852064337, 103.0856629657, 159.350144713, 239.8464198011],
    ],
    [
      [12, 3],
      [0.05, 0.05],
      10,
      [0.80371572846018, 5.1394282516484, 17.762782419963, 28.057769613573, 42.786566457137],
    ],
    [
      [30, 5],
      [0.02, 0.005],
      16,
      [0.72154573076017, 46.448460868166, 171.84134445987, 275.45076713286, 423.68233934662],
    ],
  ])("of rates %j leaving at %j with %i servers", (arrivalRates, leaveRates, servers, wanted) => {
    const delays = solveMmppMc({ arrivalRates, leaveRates, serviceRate: 1, servers });
    expectClose(delays.waitProbability, wanted[0], 1e-10);
    expectClose(delays.waitMean, wanted[1], 1e-9);
    [0.95, 0.99, 0.999].forEach((p, i) => {
      expectClose(delays.waitQuantile(p), wanted[2 + i], 1e-9);
    });
  });

  it("of equal rates is M/M/c", () => {
    const delays = solveMmppMc({
      arrivalRates: [1.2, 1.2],
      leaveRates: [1, 1],
      serviceRate: 1,
      servers: 2,
    });
    const wanted = solveMmc({ arrivalRate: 1.2, serviceRate: 1, servers: 2 });
    expectClose(delays.waitProbability, 0.45, 1e-12);
    expectClose(delays.waitMean, 0.5625, 1e-12);
    for (const p of [0.9, 0.99]) {
      expectClose(delays.waitQuantile(p), wanted.waitQuantile(p), 1e-12);
      expectClose(delays.sojournQuantile(p), wanted.sojournQuantile(p), 1e-12);
    }
  });

  it("adds an independent service to the wait", () => {
    const delays = solveMmppMc({
      arrivalRates: [12, 3],
      leaveRates: [0.05, 0.05],
      serviceRate: 1,
      servers: 10,
    });
    // Simpson's rule for e^(−t) + ∫ e^(−(t − s))·P(W > s) ds.
    for (const t of [0.5, 3, 12, 29]) {
      const panels = 4000;
      let sum = 0;
      for (let i = 0; i <= panels; i++) {
        const s = (i / panels) * t;
        const weight = i === 0 || i === panels ? 1 : 2 + 2 * (i % 2);
        sum += weight * Math.exp(s - t) * delays.waitTail(s);
      }
      expectClose(delays.sojournTail(t), Math.exp(-t) + (sum * t) / panels / 3, 1e-10);
    }
    expectClose(delays.sojournTail(delays.sojournQuantile(0.99)), 0.01, 1e-12);
    expect(delays.sojournTail(0)).toBe(1);
  });

  it("takes a silent state", () => {
    const parameters = { leaveRates: [1, 1], serviceRate: 1, servers: 1 } as const;
    const bursty = solveMmppMc({ ...parameters, arrivalRates: [1.2, 0] });
    const calm = solveMmc({ arrivalRate: 0.6, serviceRate: 1, servers: 1 });
    expectClose(bursty.arrivalRate, 0.6, 1e-14);
    expect(bursty.waitMean).toBeGreaterThan(calm.waitMean);
    expectClose(bursty.waitTail(0), bursty.waitProbability, 1e-12);
  });

  it("rejects a load that the servers can't carry", () => {
    expect(() =>
      solveMmppMc({ arrivalRates: [3, 1], leaveRates: [1, 1], serviceRate: 1, servers: 2 }),
    ).toThrow(new RangeError("mean arrival rate must be below 2, got 2"));
  });
});
