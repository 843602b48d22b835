import { describe, expect, it } from "vitest";

import { stationaryLaw } from "../../src/workload/stationary-law.ts";

describe("stationaryLaw", () => {
  it("of a chain in two states is proportional to the ways in", () => {
    const law = stationaryLaw([
      [0.9, 0.1],
      [0.3, 0.7],
    ]);
    expect(law[0]).toBeCloseTo(0.75, 15);
    expect(law[1]).toBeCloseTo(0.25, 15);
  });

  it("is left unchanged by a step", () => {
    const rows = [
      [0, 0.7, 0.3],
      [0.2, 0.5, 0.3],
      [1, 0, 0],
    ];
    const law = stationaryLaw(rows);
    rows.forEach((_, j) => {
      const after = rows.reduce((sum, row, i) => sum + law[i] * row[j], 0);
      expect(after).toBeCloseTo(law[j], 15);
    });
    expect(law.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 15);
  });

  it("keeps relative accuracy in small shares", () => {
    const law = stationaryLaw([
      [1 - 1e-12, 1e-12],
      [1, 0],
    ]);
    expect(law[1] / (1e-12 / (1 + 1e-12))).toBeCloseTo(1, 14);
  });

  it("of a single state is that state", () => {
    expect([...stationaryLaw([[1]])]).toEqual([1]);
  });

  it("rejects chains whose states can't all be reached", () => {
    const message = "transitions must let every state be reached from every other";
    const absorbing = [
      [0.5, 0.5],
      [0, 1],
    ];
    const transient = [
      [1, 0],
      [0.5, 0.5],
    ];
    expect(() => stationaryLaw(absorbing)).toThrow(new RangeError(message));
    expect(() => stationaryLaw(transient)).toThrow(new RangeError(message));
  });
});
