import { expect, it } from "vitest";
import {
  axesOf,
  chosenPoint,
  groupBySettings,
  nearestPoint,
  sameSettings,
  settingsName,
} from "../../src/report/settings.ts";
import { resultWith } from "../helpers/result-builder.ts";

it("groups points by settings in order of appearance, replicas ascending", () => {
  const { points } = resultWith({
    replicas: [4, 8],
    settings: [
      { values: { "fleet.router": "random" }, factor: 1 },
      { values: { "fleet.router": "round-robin" }, factor: 1 },
    ],
  });
  const groups = groupBySettings(points.toReversed());
  expect(groups.map(({ settings }) => settings["fleet.router"])).toEqual(["round-robin", "random"]);
  expect(groups[0].points.map(({ replicas }) => replicas)).toEqual([4, 8]);
});

it("compares settings whatever the order of their paths", () => {
  expect(sameSettings({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameSettings({ a: 1 }, { a: "1" })).toBe(false);
});

it("names settings by the last step of the path, or all of it where that is ambiguous", () => {
  expect(settingsName({ "service.maxBatch": 8, "fleet.router": "random" }, {})).toBe(
    "maxBatch 8, router random",
  );
  expect(settingsName({ "client.timeout": "1s", "server.timeout": "2s" }, {})).toBe(
    "client.timeout 1s, server.timeout 2s",
  );
});

it("names replicas that are not the fleet's by what they are", () => {
  expect(settingsName({ "fleet.warm.replicas": 2 }, {})).toBe("warm.replicas 2");
});

it("names a mapping by what tells it from the axis' other values", () => {
  const path = "client.retries.budget";
  const points = ["none", { kind: "envoy", share: "20%", least: 3 }].map((value) => {
    return { settings: { [path]: value } };
  });
  const axes = axesOf([...points, ...points]);
  expect(axes[path]).toHaveLength(2);
  expect(points.map(({ settings }) => settingsName(settings, axes))).toEqual([
    "budget none",
    "budget envoy 20%",
  ]);
});

it("finds the point that overspends its budget least", () => {
  const { points } = resultWith({ replicas: [1, 2, 4, 6] });
  expect(nearestPoint(points).replicas).toBe(6);
  expect(() => nearestPoint([])).toThrow(RangeError);
});

it("takes the largest of counts that miss by the same, such as all requests", () => {
  const { points } = resultWith({ replicas: [2, 3, 4] });
  const hopeless = points.map((point) => ({
    ...point,
    verdict: "missed" as const,
    objectives: point.objectives.map((objective) => ({ ...objective, budgetUsed: 100 })),
  }));
  expect(nearestPoint(hopeless).replicas).toBe(4);
});

it("refuses a choice that is not among the points", () => {
  const result = resultWith();
  if (result.choice === null) throw new Error("expected a choice");
  const choice = { ...result.choice, replicas: 99 };
  expect(() => chosenPoint(result, choice)).toThrow("the chosen 99 replicas");
});
