import { array, assert, double, integer, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  pickTicks,
  spreadLabels,
  type WishedTick,
} from "../../../src/report/curve/label-layout.ts";

describe("spreadLabels", () => {
  it("leaves labels alone that have room", () => {
    const labels = [10, 50, 90].map((position) => ({ position, extent: 17 }));
    expect(spreadLabels(labels, [0, 300])).toEqual([10, 50, 90]);
  });

  it("centres labels that want the same place, in the order given", () => {
    const labels = [100, 100, 100].map((position) => ({ position, extent: 20 }));
    expect(spreadLabels(labels, [0, 300])).toEqual([80, 100, 120]);
  });

  it("keeps labels inside the limits", () => {
    const labels = [299, 300].map((position) => ({ position, extent: 20 }));
    expect(spreadLabels(labels, [0, 300])).toEqual([270, 290]);
  });

  it("never lets labels touch, leave their order, or leave the limits", () => {
    assert(
      property(
        array(double({ min: -50, max: 350, noNaN: true }), { maxLength: 15 }),
        (positions) => {
          const labels = positions.map((position) => ({ position, extent: 17 }));
          const middles = spreadLabels(labels, [0, 300]);
          const order = [...positions.keys()].sort((a, b) => positions[a] - positions[b] || a - b);
          for (const [rank, index] of order.entries()) {
            expect(middles[index]).toBeGreaterThanOrEqual(8.5 - 1e-9);
            expect(middles[index]).toBeLessThanOrEqual(291.5 + 1e-9);
            if (rank > 0) {
              expect(middles[index] - middles[order[rank - 1]]).toBeGreaterThanOrEqual(17 - 1e-9);
            }
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

/** Ticks at equal distances over 600 pixels, counted from 1. */
function evenly(count: number, width: number, required = -1): readonly WishedTick[] {
  return Array.from({ length: count }, (_, index) => ({
    position: (index * 600) / Math.max(count - 1, 1),
    width,
    count: index + 1,
    required: index === required,
  }));
}

describe("pickTicks", () => {
  it("labels everything that fits", () => {
    expect(pickTicks(evenly(8, 50))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(pickTicks(evenly(1, 50))).toEqual([0]);
  });

  it("keeps to round counts where not everything fits", () => {
    const picked = pickTicks(evenly(60, 50)).map((index) => index + 1);
    expect(picked).toEqual([1, 10, 20, 30, 40, 50, 60]);
  });

  it("always labels what is required and nothing that touches it", () => {
    assert(
      property(integer({ min: 1, max: 120 }), nat(), (count, wish) => {
        const ticks = evenly(count, 52, wish % count);
        const picked = pickTicks(ticks);
        expect(picked).toContain(wish % count);
        for (const [rank, index] of picked.entries()) {
          if (rank === 0) continue;
          const distance = ticks[index].position - ticks[picked[rank - 1]].position;
          expect(distance).toBeGreaterThanOrEqual(52);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
