import { describe, expect, it } from "vitest";
import { focusPoint } from "../../../src/plan/headroom/focus-point.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const VALUES = [{ "service.maxBatch": 8 }, { "service.maxBatch": 16 }];

function groupsOf(factor: number) {
  const result = resultWith({
    replicas: [6, 12, 18],
    offeredLoad: 7,
    settings: VALUES.map((values, index) => ({ values, factor: index === 0 ? factor : 1 })),
  });
  const [first, second] = VALUES.map((values) =>
    result.points.filter(({ settings }) => settings === values),
  );
  return { groups: [first, second], result };
}

describe("focusPoint", () => {
  it("is the chosen point, with the index of its setting", () => {
    const { groups, result } = groupsOf(4);
    expect(result.choice?.settings).toBe(VALUES[1]);
    const { point, setting } = focusPoint(groups, result.choice);
    expect(setting).toBe(1);
    expect(point.replicas).toBe(result.choice?.replicas);
    expect(point.settings).toBe(VALUES[1]);
  });

  it("is the one that overspends least of those that don't hold, without a choice", () => {
    const { groups } = groupsOf(4);
    const { point, setting } = focusPoint([groups[0]], null);
    expect(setting).toBe(0);
    expect(point.verdict).not.toBe("met");
    const overspent = ({ objectives }: typeof point): number => objectives[0].budgetUsed;
    const least = Math.min(
      ...groups[0].filter(({ verdict }) => verdict !== "met").map((one) => overspent(one)),
    );
    expect(overspent(point)).toBe(least);
  });
});
