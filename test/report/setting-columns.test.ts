import { describe, expect, it } from "vitest";
import type { Point } from "../../src/plan/result.ts";
import { settingCells, settingColumns } from "../../src/report/setting-columns.ts";
import { elasticResult } from "../helpers/elastic-result.ts";

function pointsWith(...settings: readonly Point["settings"][]): readonly Point[] {
  return elasticResult({ fleets: settings.map((one, index) => [4 + index, one] as const) }).points;
}

function longSettings(last: string): Point["settings"] {
  return { "a.first": `${"x".repeat(30)}${last}`, "a.second": "y".repeat(20) };
}

describe("the columns that name settings", () => {
  it("are one an axis where several fit", () => {
    const points = pointsWith(
      { "fleet.autoscaler.minReplicaCount": 0, "fleet.warm.replicas": 1 },
      { "fleet.autoscaler.minReplicaCount": 1, "fleet.warm.replicas": 1 },
    );
    expect(settingColumns(points)).toEqual(["minReplicaCount", "warm.replicas"]);
    expect(settingCells(points, points[1])).toEqual(["1", "1"]);
  });

  it("are a single one of at most 44 letters for one axis, or axes too wide", () => {
    const points = pointsWith(longSettings("1"), longSettings("2"));
    expect(settingColumns(points)).toEqual(["setting"]);
    const cells = points.flatMap((point) => settingCells(points, point));
    expect(new Set(cells).size).toBe(2);
    for (const cell of cells) expect(cell.length).toBeLessThanOrEqual(44);
  });

  it("are none where nothing was swept", () => {
    const points = pointsWith({});
    expect(settingColumns(points)).toEqual([]);
    expect(settingCells(points, points[0])).toEqual([]);
  });
});
