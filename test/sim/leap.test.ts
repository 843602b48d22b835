import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { firstBoundaryAfter, leapDuration } from "../../src/sim/leap.ts";

function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true });
}

/** The least j ≥ 1 whose boundary lies after the instant, found by trying them in turn. */
function tryInTurn(start: number, instant: number, first: number, growth: number): number {
  let steps = 1;
  while (start + leapDuration(steps, first, growth) <= instant) steps++;
  return steps;
}

describe("leapDuration", () => {
  it("is the sum of steps that grow by a constant", () => {
    // 3 + 3.5 + 4 + 4.5
    expect(leapDuration(4, 3, 0.5)).toBe(15);
    expect(leapDuration(1, 3, 0.5)).toBe(3);
    expect(leapDuration(0, 3, 0.5)).toBe(0);
    expect(leapDuration(1000, 0.25, 0)).toBe(250);
  });
});

describe("firstBoundaryAfter", () => {
  it("finds what trying the boundaries in turn finds", () => {
    fc.assert(
      fc.property(
        between(0, 1e4),
        between(1e-4, 10),
        fc.oneof(fc.constant(0), between(0, 2)),
        between(0, 500),
        (start, first, growth, stepsAway) => {
          const instant = start + leapDuration(stepsAway, first, growth);
          if (instant < start) return;
          expect(firstBoundaryAfter(start, instant, first, growth)).toBe(
            tryInTurn(start, instant, first, growth),
          );
        },
      ),
      { seed: 15, numRuns: 2000 },
    );
  });

  it("brackets the instant at any scale", () => {
    fc.assert(
      fc.property(
        between(-9, 6),
        between(-9, 3),
        fc.oneof(fc.constant(-Infinity), between(-20, 3)),
        (elapsedPower, firstPower, growthPower) => {
          const elapsed = 10 ** elapsedPower;
          const first = 10 ** firstPower;
          const growth = 10 ** growthPower;
          const steps = firstBoundaryAfter(0, elapsed, first, growth);
          expect(steps).toBeGreaterThanOrEqual(1);
          expect(leapDuration(steps, first, growth)).toBeGreaterThan(elapsed);
          if (steps > 1) {
            expect(leapDuration(steps - 1, first, growth)).toBeLessThanOrEqual(elapsed);
          }
        },
      ),
      { seed: 16, numRuns: 2000 },
    );
  });

  it("leaves an instant that is a boundary behind", () => {
    for (const growth of [0, 2 ** -12, 0.25, 8]) {
      for (let steps = 0; steps < 60; steps++) {
        const instant = 5 + leapDuration(steps, 0.5, growth);
        expect(firstBoundaryAfter(5, instant, 0.5, growth)).toBe(steps + 1);
      }
    }
  });

  it("is the first boundary at the start of the leap", () => {
    expect(firstBoundaryAfter(7, 7, 1e-3, 1e-9)).toBe(1);
    expect(firstBoundaryAfter(0, 0, 1e-9, 1e9)).toBe(1);
  });

  it("copes with growth that dwarfs the first step", () => {
    // Steps of 1 s, 1001 s, 2001 s end at 1, 1002 and 3003 s.
    expect(firstBoundaryAfter(0, 0.5, 1, 1000)).toBe(1);
    expect(firstBoundaryAfter(0, 1, 1, 1000)).toBe(2);
    expect(firstBoundaryAfter(0, 1001.9, 1, 1000)).toBe(2);
    expect(firstBoundaryAfter(0, 1002, 1, 1000)).toBe(3);
    expect(firstBoundaryAfter(0, 3002, 1, 1000)).toBe(3);
  });
});
