import { describe, expect, it } from "vitest";

import { openStream } from "../../src/random/stream.ts";
import { quantileInPlace } from "./order-statistic.ts";

describe("quantileInPlace", () => {
  it.each([
    [0.01, 1],
    [0.2, 1],
    [0.21, 2],
    [0.5, 3],
    [0.99, 9],
    [1, 9],
  ])("takes the smallest value that the share %f doesn't exceed", (p, value) => {
    expect(quantileInPlace(Float64Array.of(9, 1, 3, 5, 2), p)).toBe(value);
  });

  it("agrees with sorting, ties and order included", () => {
    const stream = openStream(1, 0, "values");
    for (let length = 1; length < 200; length++) {
      const values = Float64Array.from({ length }, () => Math.floor(stream() * length * 0.7));
      const sorted = values.toSorted();
      for (const p of [0.05, 0.5, 0.95, 0.99]) {
        expect(quantileInPlace(values, p)).toBe(sorted[Math.ceil(p * length) - 1]);
      }
      expect(values.toSorted()).toEqual(sorted);
    }
  });
});
