import { describe, expect, it } from "vitest";

import { logLowerTail, logUpperTail } from "../../src/random/incomplete-gamma.ts";
import { relativeError } from "./relative-error.ts";

describe("incomplete gamma tails", () => {
  it("of shape 1 are those of the exponential law", () => {
    for (const x of [1e-6, 0.1, 0.7]) {
      const wanted = Math.log(-Math.expm1(-x));
      expect(relativeError(logLowerTail(1, Math.log(x)).log, wanted)).toBeLessThan(1e-13);
    }
    for (const x of [0.1, 0.7, 1.9, 2.1, 5, 30]) {
      expect(relativeError(logUpperTail(1, Math.log(x)).log, -x)).toBeLessThan(1e-13);
    }
  });

  it("add up to 1", () => {
    for (const shape of [0.006, 0.16, 2.5, 100, 5000]) {
      for (const factor of [0.9, 1, 1.1]) {
        const y = Math.log(shape * factor);
        const sum = Math.exp(logLowerTail(shape, y).log) + Math.exp(logUpperTail(shape, y).log);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-10);
      }
    }
  });

  it("have the slopes of their logarithms", () => {
    for (const shape of [0.006, 0.16, 2.5, 100]) {
      for (const [tail, factor] of [
        [logLowerTail, 0.5],
        [logLowerTail, 1],
        [logUpperTail, 1],
        [logUpperTail, 1.5],
        [logUpperTail, 3],
      ] as const) {
        const y = Math.log(shape * factor);
        const difference = (tail(shape, y + 1e-5).log - tail(shape, y - 1e-5).log) / 2e-5;
        expect(relativeError(tail(shape, y).slope, difference)).toBeLessThan(1e-6);
      }
    }
  });
});
