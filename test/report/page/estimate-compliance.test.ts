import { assert, double, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  estimateCompliance,
  judgeEstimate,
  type Known,
} from "../../../src/report/page/client/estimate-compliance.ts";

const KNOWN: Known = [
  [0.1, 0.5],
  [0.2, 0.9],
  [0.5, 0.98],
];

describe("compliance at a threshold", () => {
  it("is exact where it is known", () => {
    expect(estimateCompliance(KNOWN, 0.2)).toEqual({
      share: 0.9,
      low: 0.9,
      high: 0.9,
      isKnown: true,
    });
  });

  it("lies on a straight line between known thresholds", () => {
    // A third of the way from 90 % to 98 %.
    const { high, isKnown, low, share } = estimateCompliance(KNOWN, 0.3);
    expect(share).toBeCloseTo(0.9 + 0.08 / 3, 12);
    expect([low, high, isKnown]).toEqual([0.9, 0.98, false]);
  });

  it("starts at nothing and stays beyond the slowest answer", () => {
    expect(estimateCompliance(KNOWN, 0.05)).toMatchObject({ share: 0.25, low: 0, high: 0.5 });
    expect(estimateCompliance(KNOWN, 9)).toMatchObject({ share: 0.98, low: 0.98, high: 0.98 });
    expect(estimateCompliance([], 1).share).toBe(0);
  });

  it("never falls when the threshold grows", () => {
    const thresholds = tuple(
      double({ min: 0, max: 1, noNaN: true }),
      double({ min: 0, max: 1, noNaN: true }),
    );
    assert(
      property(thresholds, ([left, right]) => {
        const [lower, upper] = left < right ? [left, right] : [right, left];
        const below = estimateCompliance(KNOWN, lower);
        const above = estimateCompliance(KNOWN, upper);
        expect(below.share).toBeLessThanOrEqual(above.share + 1e-12);
        expect(below.low).toBeLessThanOrEqual(below.share);
        expect(below.share).toBeLessThanOrEqual(below.high);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("an estimate", () => {
  const between = { share: 0.95, low: 0.9, high: 0.98, isKnown: false };

  it.each([
    [0.9, "would hold"],
    [0.95, "too close to tell"],
    [0.98, "too close to tell"],
    [0.981, "would miss"],
  ])("for a target of %s: %s", (target, outlook) => {
    expect(judgeEstimate(between, target)).toBe(outlook);
  });
});
