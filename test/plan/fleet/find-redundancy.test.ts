import { describe, expect, it } from "vitest";
import { findRedundancy } from "../../../src/plan/fleet/find-redundancy.ts";
import { range, resultWith } from "../../helpers/result-builder.ts";

describe("findRedundancy", () => {
  it("reads off the sweep what holds with replicas down, and what would", () => {
    const { choice, points } = resultWith({ replicas: range(1, 16), price: 2 });
    const { replicas } = choice!;
    const found = findRedundancy(points, choice, null);
    expect(found?.levels.map(({ down, needed }) => [down, needed.replicas])).toEqual([
      [0, replicas],
      [1, replicas + 1],
      [2, replicas + 2],
    ]);
    expect(found?.levels[0].verdict).toBe("met");
    const fewer = points.find((point) => point.replicas === replicas - 1);
    expect(found?.levels[1].verdict).toBe(fewer?.verdict);
    expect(found?.levels[2].needed).toMatchObject({
      costPerHour: 2 * (replicas + 2),
      costPerMonth: 1460 * (replicas + 2),
      morePerHour: 4,
    });
  });

  it("holds nothing on no replica, and knows nothing of counts that weren't swept", () => {
    const { choice, points } = resultWith({ offeredLoad: 0.05, replicas: [1, 3] });
    expect(choice?.replicas).toBe(1);
    const one = findRedundancy(points, choice, null);
    expect(one?.levels.map(({ verdict }) => verdict)).toEqual(["met", "missed", "missed"]);
    const sparse = resultWith({ replicas: [2, 8, 12] });
    const found = findRedundancy(sparse.points, sparse.choice, null);
    expect(found?.levels[1].verdict).toBeNull();
  });

  it("has nothing to say without a fixed choice", () => {
    const { choice, points } = resultWith();
    expect(findRedundancy(points, null, null)).toBeNull();
    const elastic = { meanReplicas: 2, peakReplicas: 3 };
    expect(findRedundancy(points, { ...choice!, elastic }, null)).toBeNull();
  });
});
