import { describe, expect, it } from "vitest";

import { pickByPrefix } from "../../../src/sim/routing/prefix-affinity.ts";

function pick(shares: readonly number[], counts: readonly number[]): number {
  const candidates = counts.map((_, replica) => replica);
  return pickByPrefix(candidates, Float64Array.from(shares), Float64Array.from(counts));
}

describe("pickByPrefix", () => {
  it("takes the longest match if it is more than 0.3 of the prompt", () => {
    expect(pick([0, 0.31, 0.3], [0, 5, 0])).toBe(1);
    expect(pick([0, 0.5, 0.9], [0, 0, 9])).toBe(2);
  });

  it("takes the least loaded replica on a match of 0.3 or less", () => {
    expect(pick([0.1, 0.3, 0], [4, 5, 3])).toBe(2);
    expect(pick([0, 0, 0], [2, 1, 1])).toBe(1);
  });

  it("gives an equal match to the less loaded replica, then to the first", () => {
    expect(pick([0.5, 0.5, 0.5], [3, 2, 2])).toBe(1);
  });

  it("takes the least loaded replica only beyond both balance thresholds", () => {
    expect(pick([1, 0], [64, 0])).toBe(0);
    expect(pick([1, 0], [65, 0])).toBe(1);
    // 195 is 1.5 times 130, not more; 196 is.
    expect(pick([1, 0], [195, 130])).toBe(0);
    expect(pick([1, 0], [196, 130])).toBe(1);
  });
});
