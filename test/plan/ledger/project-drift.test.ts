import { describe, expect, it } from "vitest";
import { projectDrift } from "../../../src/plan/ledger/project-drift.ts";

const CHOICE = { replicas: 10, costPerHour: 20, elastic: null };

describe("projectDrift", () => {
  it("says nothing without growth to project, or a fleet to grow", () => {
    expect(projectDrift(null, CHOICE, 0.2)).toBeNull();
    expect(projectDrift({ demandGrowth: 0.1 }, null, 0.2)).toBeNull();
  });

  it("grows the fleet in proportion to demand where its headroom is unknown", () => {
    const plan = projectDrift({ demandGrowth: 0.1 }, CHOICE, null);
    expect(plan?.monthsOfHeadroom).toBeNull();
    // 1.1, 1.21, 1.331: 11, 13 and 14 replicas at $2.
    expect(plan?.months.slice(0, 3).map(({ replicas }) => replicas)).toEqual([11, 13, 14]);
    expect(plan?.months[0]).toMatchObject({ month: 1, costPerHour: 22, costPerMonth: 22 * 730 });
    expect(plan?.months).toHaveLength(12);
    expect(plan?.months[11].demand).toBeCloseTo(3.138428376721, 9);
  });

  it("finds the months until the headroom is eaten, and grows the fleet only then", () => {
    // 1.1² = 1.21.
    const plan = projectDrift({ demandGrowth: 0.1 }, CHOICE, 0.21);
    expect(plan?.monthsOfHeadroom).toBeCloseTo(2, 9);
    expect(plan?.months.slice(0, 4).map(({ replicas }) => replicas)).toEqual([10, 10, 11, 13]);
  });

  it("never eats the headroom where demand stands still", () => {
    const plan = projectDrift({ demandGrowth: 0 }, CHOICE, 0.2);
    expect(plan?.monthsOfHeadroom).toBeNull();
    expect(plan?.costPerYear).toBe(20 * 730 * 12);
  });

  it("grows the mean of an elastic fleet, which need not be whole", () => {
    const elastic = { meanReplicas: 2.5, peakReplicas: 9 };
    const plan = projectDrift({ demandGrowth: 0.1 }, { ...CHOICE, replicas: 1, elastic }, null);
    expect(plan?.months[1].replicas).toBeCloseTo(2.5 * 1.21, 9);
    expect(plan?.months[1].costPerHour).toBeCloseTo(20 * 1.21, 9);
  });

  it("has no month to go where there is no headroom", () => {
    expect(projectDrift({ demandGrowth: 0.1 }, CHOICE, 0)?.monthsOfHeadroom).toBe(0);
  });
});
