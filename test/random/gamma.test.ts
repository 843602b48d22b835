import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { gammaQuantile } from "../../src/random/gamma.ts";
import { openStream } from "../../src/random/stream.ts";
import { relativeError } from "./relative-error.ts";

describe("gammaQuantile", () => {
  // mpmath 1.3, 30 digits, bisection on gammainc: cv, u, quantile of mean 1.
  it.each([
    [0.01, 1e-15, 0.922642857792179],
    [0.01, 1e-6, 0.953183511718981],
    [0.01, 0.3, 0.994731926201958],
    [0.01, 1 - 0.05, 1.01650519119661],
    [0.01, 1 - 2 ** -50, 1.08164928878161],
    [0.1, 1e-15, 0.398766245075053],
    [0.1, 1e-6, 0.594363206981229],
    [0.1, 0.01, 0.782159830537958],
    [0.1, 0.3, 0.945242993588807],
    [0.1, 1 - 0.4, 1.02216841406867],
    [0.1, 1 - 0.05, 1.16997134446162],
    [0.1, 1 - 0.001, 1.33770263911379],
    [0.1, 1 - 2e-9, 1.70457102807404],
    [0.1, 1 - 2 ** -50, 2.01428264202034],
    [0.5, 1e-15, 9.84072303939005e-5],
    [0.5, 1e-6, 0.0177480978396553],
    [0.5, 0.01, 0.205812171586346],
    [0.5, 0.3, 0.690927760653162],
    [0.5, 1 - 0.4, 1.04381568346921],
    [0.5, 1 - 0.001, 3.26556019479702],
    [0.5, 1 - 2 ** -50, 11.0768747723503],
    [1.5, 1e-15, 3.04516666882648e-34],
    [1.5, 0.01, 5.41524741672735e-5],
    [1.5, 1 - 0.4, 0.65910476804568],
    [1.5, 1 - 0.05, 4.00502858085517],
    [1.5, 1 - 2 ** -50, 72.0567464481935],
    [2.5, 1e-15, 7.05218353186943e-94],
    [2.5, 1e-6, 1.2540752770539e-37],
    [2.5, 0.01, 1.25407527705411e-12],
    [2.5, 0.3, 0.00214022604470134],
    [2.5, 1 - 0.4, 0.166608181455385],
    [2.5, 1 - 0.05, 5.43230997418937],
    [2.5, 1 - 0.001, 24.0490321569245],
    [2.5, 1 - 2e-9, 99.3621251680728],
    [2.5, 1 - 2 ** -50, 187.58379774033],
    [13, 0.3, 4.10019652276901e-87],
    [13, 1 - 0.4, 3.06813129287956e-36],
    [13, 1 - 0.05, 0.0163924472771945],
    [13, 1 - 0.001, 196.640236113224],
    [13, 1 - 2e-9, 2084.37589817962],
    [13, 1 - 2 ** -50, 4435.69567815391],
  ])("of cv %f at %f has a relative error below 1e-6", (cv, u, wanted) => {
    expect(relativeError(gammaQuantile(1, cv)(u), wanted)).toBeLessThan(1e-6);
  });

  it("of cv 1 is exponential, all over the interval", () => {
    const quantile = gammaQuantile(3, 1);
    const stream = openStream(1, 0, "probe");
    for (let i = 0; i < 5000; i += 1) {
      const u = Math.max(stream() ** 4, 2 ** -50);
      expect(relativeError(quantile(u), -3 * Math.log1p(-u))).toBeLessThan(1e-7);
      expect(relativeError(quantile(1 - u), -3 * Math.log(1 - (1 - u)))).toBeLessThan(1e-7);
    }
  });

  it("agrees with Wilson and Hilferty's formula where it takes over from the table", () => {
    const tabled = gammaQuantile(1, 0.00317);
    const formula = gammaQuantile(1, 0.00316);
    for (const u of [1e-12, 0.01, 0.5, 0.99, 1 - 1e-12]) {
      const scaled = 1 + ((tabled(u) - 1) * 0.00316) / 0.00317;
      expect(Math.abs(scaled - formula(u))).toBeLessThan(1e-6);
    }
  });

  it("never falls as u grows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.003, 0.1, 0.7, 2.5, 13, 100),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (cv, a, b) => {
          const quantile = gammaQuantile(1, cv);
          expect(quantile(Math.min(a, b))).toBeLessThanOrEqual(quantile(Math.max(a, b)));
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });

  it("never falls from one cell of its table to the next", () => {
    for (const cv of [0.1, 1, 2.5, 13]) {
      const quantile = gammaQuantile(1, cv);
      for (let octave = -52; octave < -1; octave += 1) {
        for (let cell = 0; cell < 64; cell += 1) {
          const w = 2 ** octave * (1 + cell / 64);
          const below = w - 2 ** Math.max(octave - 53, -54);
          expect(quantile(below)).toBeLessThanOrEqual(quantile(w) * (1 + 1e-12));
        }
      }
    }
  });

  it("has the mean and the variance asked for", () => {
    // Midpoint rule over u for shapes without a heavy end; error of the order of 1/points.
    const points = 200_000;
    const quantile = gammaQuantile(5, 0.5);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < points; i += 1) {
      const x = quantile((i + 0.5) / points);
      sum += x;
      squares += x * x;
    }
    const mean = sum / points;
    expect(mean).toBeCloseTo(5, 3);
    expect(Math.sqrt(squares / points - mean * mean) / mean).toBeCloseTo(0.5, 3);
  });

  it("is finite at 0, and 0 where a float64 can't hold the value", () => {
    for (const cv of [0.001, 0.1, 1, 2.5, 13]) {
      expect(gammaQuantile(1, cv)(0)).toBeGreaterThanOrEqual(0);
      expect(gammaQuantile(1, cv)(0)).toBeLessThanOrEqual(gammaQuantile(1, cv)(2 ** -53));
    }
    expect(gammaQuantile(1, 13)(0.01)).toBe(0);
  });
});
