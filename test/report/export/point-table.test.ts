import { describe, expect, it } from "vitest";
import type { Point, Result } from "../../../src/plan/result.ts";
import { pointTable } from "../../../src/report/export/point-table.ts";
import { renderTableCsv } from "../../../src/report/export/table-csv.ts";

function pointsOf(...points: readonly object[]): readonly Point[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a table takes what is there
  return points as unknown as readonly Point[];
}

function tableOf(choice: object | null, ...points: readonly object[]): Record<string, unknown> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only these are read
  const chosen = choice as unknown as Result["choice"];
  const columns = pointTable({ choice: chosen, points: pointsOf(...points) });
  return Object.fromEntries(columns.map(({ cells, name }) => [name, cells]));
}

function withSetting(value: unknown): object {
  return { replicas: 1, settings: { a: value } };
}

const FIRST = {
  replicas: 1,
  settings: { "service.maxBatch": 8 },
  saturated: true,
  latency: { p99: 0.5, intervals: null, cdf: [[0.1, 0.5]] },
  objectives: [{ within: 0.3, interval: [0.9, 1], byBatch: [[1, 2]], verdict: "missed" }],
  classes: [{ name: "chat", objectives: [0, 1], latency: { p99: 0.25 } }],
  costLedger: { lines: [{ use: "useful", costPerHour: 2 }] },
  timeline: { bins: 3 },
};
const SECOND = {
  ...FIRST,
  replicas: 2,
  latency: { p99: 0.25, intervals: { p99: [0.2, 0.3] }, cdf: [] },
  timeline: null,
};

describe("the table of points", () => {
  it("has a row a point and a column for every number, under its place in the result", () => {
    const choice = { replicas: 2, settings: { "service.maxBatch": 8 } };
    expect(tableOf(choice, FIRST, SECOND)).toEqual({
      chosen: [false, true],
      replicas: [1, 2],
      "settings.service.maxBatch": [8, 8],
      saturated: [true, true],
      "latency.p99": [0.5, 0.25],
      "latency.intervals.p99.low": [null, 0.2],
      "latency.intervals.p99.high": [null, 0.3],
      "objectives.0.within": [0.3, 0.3],
      "objectives.0.interval.low": [0.9, 0.9],
      "objectives.0.interval.high": [1, 1],
      "objectives.0.verdict": ["missed", "missed"],
      "classes.chat.name": ["chat", "chat"],
      "classes.chat.latency.p99": [0.25, 0.25],
      "costLedger.lines.useful.use": ["useful", "useful"],
      "costLedger.lines.useful.costPerHour": [2, 2],
    });
  });

  it("has values of an axis as they are, or as JSON, and of mixed kinds as texts", () => {
    expect(tableOf(null, withSetting("5m"), withSetting(3))["settings.a"]).toEqual(["5m", "3"]);
    expect(tableOf(null, withSetting({ kind: "x" }))["settings.a"]).toEqual(['{"kind":"x"}']);
    expect(tableOf(null, withSetting(true))["settings.a"]).toEqual([true]);
  });

  it("has both ends of what a fleet costs", () => {
    const point = { replicas: 1, settings: {}, costPerHour: 3, fleet: { meanReplicas: 1.5 } };
    const table = tableOf(
      null,
      { ...point, costInterval: [2, 4] },
      { ...point, costInterval: null },
    );
    expect(table).toMatchObject({
      "costInterval.low": [2, null],
      "costInterval.high": [4, null],
      "fleet.meanReplicas": [1.5, 1.5],
    });
    expect(table).not.toHaveProperty("costInterval");
  });

  it("keeps columns apart whose names differ in case alone", () => {
    const point = { replicas: 1, settings: { "a.B": 1, "a.b": 2 } };
    expect(Object.keys(tableOf(null, point))).toContain("settings.a.b_2");
  });
});

describe("a table as CSV", () => {
  it("quotes what has to be, and keeps every digit of a number", () => {
    const csv = renderTableCsv([
      { name: "a,b", cells: [0.1 + 0.2, -5, null] },
      { name: "text", cells: ['say "hi"', "x,y", null] },
      { name: "yes", cells: [true, false, null] },
    ]);
    expect(csv).toBe('"a,b",text,yes\n0.30000000000000004,"say ""hi""",true\n-5,"x,y",false\n,,\n');
  });

  it("gives a spreadsheet no formula to run", () => {
    const cells = ["=HYPERLINK(1)", "+1", "-1", "@x", "a=1"];
    expect(renderTableCsv([{ name: "=1", cells }])).toBe(
      "'=1\n'=HYPERLINK(1)\n'+1\n'-1\n'@x\na=1\n",
    );
  });
});
