import { describe, expect, it } from "vitest";

import { normalQuantile } from "../../src/random/normal-quantile.ts";
import { relativeError } from "./relative-error.ts";

describe("normalQuantile", () => {
  // mpmath 1.3, 40 digits: sqrt(2)·erfinv(2u − 1), the first by root finding on ncdf.
  it.each([
    [1e-300, -37.0470962993612],
    [1e-15, -7.941345326170997],
    [1e-10, -6.361340902404057],
    [0.001, -3.0902323061678136],
    [0.05, -1.6448536269514726],
    [0.075, -1.439531470938456],
    [0.25, -0.6744897501960817],
    [0.6, 0.2533471031357998],
    [0.9, 1.2815515655446006],
    [0.925, 1.439531470938456],
    [0.99, 2.326347874040841],
    [0.999999, 4.753424308817087],
  ])("at %f has a relative error below 1e-14", (u, wanted) => {
    expect(relativeError(normalQuantile(u), wanted)).toBeLessThan(1e-14);
  });

  it("is zero at one half and odd around it", () => {
    expect(normalQuantile(0.5)).toBe(0);
    for (const u of [2 ** -20, 0.0625, 0.25, 0.4375]) {
      expect(normalQuantile(1 - u)).toBe(-normalQuantile(u));
    }
  });
});
