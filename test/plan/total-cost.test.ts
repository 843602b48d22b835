import { describe, expect, it } from "vitest";
import type { PooledReplications } from "../../src/plan/pool-replications.ts";
import { totalCosts } from "../../src/plan/total-cost.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { pricedPoint } from "./priced.ts";
import { poolLatencies } from "./pooled.ts";
import { scenarioWith } from "./swept.ts";

const CREDITS = [
  { below: 0.999, credit: 0.1 },
  { below: 0.99, credit: 0.25 },
];

function scenarioOf(slo: Partial<Scenario["slo"]>): Scenario {
  const scenario = scenarioWith();
  return { ...scenario, slo: { ...scenario.slo, ...slo } };
}

/** 1,000 requests in 10 coarse batches of 5 fine ones, with so many violations in each coarse. */
function pooledWith(violations: readonly number[]): PooledReplications {
  const late = violations.flatMap((count) => [
    ...Array<number>(count).fill(2),
    ...Array<number>(100 - count).fill(0.1),
  ]);
  return poolLatencies(late, 1);
}

const evenly = (count: number): PooledReplications => pooledWith(Array(10).fill(count));

describe("totalCosts", () => {
  it("is null without a penalty and without credits", () => {
    expect(totalCosts([pricedPoint(1, evenly(0))], scenarioOf({}))).toBeNull();
  });

  it("adds the price of the violations of an hour", () => {
    // In an hour 20, 10 and no violations at 30 cents.
    const fleets = [2, 1, 0].map((late, index) => pricedPoint(index + 1, evenly(late)));
    const costs = totalCosts(fleets, scenarioOf({ penalty: 0.3 }));
    expect(costs?.points.map(({ fleetPerHour }) => fleetPerHour)).toEqual([2, 4, 6]);
    expect(costs?.points.map(({ penaltyPerHour }) => penaltyPerHour)).toEqual([6, 3, 0]);
    expect(costs?.points.map(({ totalPerHour }) => totalPerHour)).toEqual([8, 7, 6]);
    expect(costs?.cheapest).toEqual({
      replicas: 3,
      settings: {},
      fleetPerHour: 6,
      penaltyPerHour: 0,
      totalPerHour: 6,
    });
    expect(costs?.basis).toBe("$0.3 for each violation of the first objective");
  });

  it("counts violations by each configuration's own measured time", () => {
    const twice = { ...pricedPoint(1, evenly(2)), span: 7200 };
    const [point] = totalCosts([twice], scenarioOf({ penalty: 0.3 }))?.points ?? [];
    expect(point.penaltyPerHour).toBeCloseTo(3, 12);
  });

  it("may find the cheapest where violations are many and cheap", () => {
    const fleets = [2, 1, 0].map((late, index) => pricedPoint(index + 1, evenly(late)));
    expect(totalCosts(fleets, scenarioOf({ penalty: 0.01 }))?.cheapest).toMatchObject({
      replicas: 1,
      totalPerHour: 2.2,
    });
  });

  it("refunds by a step where every batch is alike", () => {
    const fleets = [2, 1, 0].map((late, index) => pricedPoint(index + 1, evenly(late)));
    // 98 % is below both thresholds; 99 % below the first, not below itself; 100 % below none.
    const costs = totalCosts(fleets, scenarioOf({ credits: CREDITS }));
    const refunds = costs?.points.map(({ penaltyPerHour }) => penaltyPerHour) ?? [];
    expect(refunds).toHaveLength(3);
    expect(refunds[0]).toBeCloseTo(0.25 * 2, 12);
    expect(refunds[1]).toBeCloseTo(0.1 * 4, 12);
    expect(refunds[2]).toBe(0);
    expect(costs?.cheapest).toMatchObject({ replicas: 1, totalPerHour: 2.5 });
  });

  it("weighs each threshold with the chance that a month falls below it", () => {
    // Batch rates alternate 0 and 2 %: variance 10·0.01²/9 a batch. Of 360 s, a month of 730 h has
    // 7,300, so its compliance is 99 % ± 0.012337 %: half the months are below 99 %, and
    // Φ(0.8105554) = 0.7911895 of them below 99.01 % (math.erf of Python 3).
    const pooled = pooledWith(Array.from({ length: 10 }, (_, batch) => (batch % 2) * 2));
    const credits = [
      { below: 0.9901, credit: 0.1 },
      { below: 0.99, credit: 0.25 },
    ];
    const [point] = totalCosts([pricedPoint(3, pooled)], scenarioOf({ credits }))?.points ?? [];
    expect(point.penaltyPerHour).toBeCloseTo(6 * (0.1 * 0.7911895 + 0.15 * 0.5), 6);
    expect(point.totalPerHour).toBe(6 + point.penaltyPerHour);
  });
});
