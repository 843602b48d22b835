import { describe, expect, it } from "vitest";
import { chooseBatching } from "../../src/plan/batching-scheme.ts";

describe("chooseBatching", () => {
  it.each([
    [1, 10, 50],
    [2, 5, 25],
    [4, 5, 25],
    [5, 2, 10],
    [9, 2, 10],
    [10, 1, 5],
    [49, 1, 5],
    [50, 1, 1],
    [1000, 1, 1],
  ])("cuts each of %i replications into %i long and %i short batches", (count, coarse, fine) => {
    expect(chooseBatching(count)).toMatchObject({ coarse, fine });
  });

  it("refuses no replications at all", () => {
    expect(() => chooseBatching(0)).toThrow("replications: 0 is below 1");
  });

  it("reaches 10 long and 50 short batches in all, the short ones filling the long ones", () => {
    for (let count = 1; count <= 120; count++) {
      const { coarse, fine } = chooseBatching(count);
      expect(coarse * count).toBeGreaterThanOrEqual(10);
      expect(fine * count).toBeGreaterThanOrEqual(50);
      expect(fine % coarse).toBe(0);
    }
  });
});
