import { describe, expect, it } from "vitest";
import { curveGroups } from "../../../src/report/curve/curve-groups.ts";
import { curveSpec } from "../../../src/report/curve/curve-spec.ts";
import { drawCurve } from "../../helpers/draw-curve.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const TARGET = "fleet.autoscaler.metrics[0].target";
const KIND = "fleet.autoscaler.kind";

const BY_TARGET = elasticResult({
  fleets: [
    [12, { [TARGET]: "40%" }],
    [9, { [TARGET]: "60%" }],
    [6, { [TARGET]: "80%" }],
  ],
});

describe("curveGroups", () => {
  it("leaves fixed counts as they are, a curve a setting", () => {
    const { points } = resultWith({ replicas: [2, 4, 6] });
    const [group, ...rest] = curveGroups(points);
    expect(rest).toEqual([]);
    expect(group).toMatchObject({ axis: null, settings: {} });
    expect(group.points).toEqual(points);
  });

  it("joins the settings of a number in order of cost", () => {
    const [group] = curveGroups(BY_TARGET.points);
    expect(group.axis).toMatchObject({ name: "target", isJoined: true });
    expect(group.points.map((point) => group.axis?.label(point))).toEqual(["80%", "60%", "40%"]);
  });

  it("draws a curve for each value of what is no number", () => {
    const { points } = elasticResult({
      fleets: [
        [6, { [TARGET]: "80%", [KIND]: "hpa" }],
        [9, { [TARGET]: "60%", [KIND]: "hpa" }],
        [12, { [TARGET]: "40%", [KIND]: "hpa" }],
        [7, { [TARGET]: "80%", [KIND]: "keda" }],
        [8, { [TARGET]: "60%", [KIND]: "keda" }],
        [10, { [TARGET]: "40%", [KIND]: "keda" }],
      ],
    });
    expect(curveGroups(points).map(({ settings }) => settings)).toEqual([
      { [KIND]: "hpa" },
      { [KIND]: "keda" },
    ]);
  });

  it.each([
    [
      "of two numbers alone",
      [
        [6, "80%"],
        [9, "60%"],
      ],
    ],
    [
      "where cost does not follow the number",
      [
        [6, "80%"],
        [9, "40%"],
        [12, "60%"],
      ],
    ],
    [
      "where two of them cost the same",
      [
        [6, "80%"],
        [9, "60%"],
        [9, "40%"],
      ],
    ],
  ] as const)("makes no line %s", (_, fleets) => {
    const { points } = elasticResult({
      fleets: fleets.map(([mean, target]) => [mean, { [TARGET]: target }] as const),
    });
    const [group, ...rest] = curveGroups(points);
    expect(rest).toEqual([]);
    expect(group.axis).toMatchObject({ name: "target", isJoined: false });
    expect(group.points).toHaveLength(points.length);
  });

  it("joins nothing where no number varies", () => {
    const { points } = elasticResult({
      fleets: [
        [9, { [KIND]: "keda" }],
        [6, { [KIND]: "hpa" }],
      ],
    });
    const [group, ...rest] = curveGroups(points);
    expect(rest).toEqual([]);
    expect(group.axis).toMatchObject({ name: "kind", isJoined: false });
    expect(group.points.map((point) => group.axis?.label(point))).toEqual(["hpa", "keda"]);
  });
});

interface Panel {
  readonly encoding: { readonly x: { readonly axis: { values: number[]; labelExpr: string } } };
  readonly layer: readonly { mark: { type: string }; data: { values: { text?: string }[] } }[];
}

function panelOf(result: Parameters<typeof curveSpec>[0]): Panel {
  const spec: { readonly vconcat: readonly Panel[] } = JSON.parse(
    JSON.stringify(curveSpec(result)),
  );
  return spec.vconcat[0];
}

function countLines(result: Parameters<typeof curveSpec>[0]): number {
  return panelOf(result).layer.filter(({ mark }) => mark.type === "line").length;
}

describe("the curve of an autoscaler", () => {
  it("has the mean hourly cost across, and names the settings below it", () => {
    const { encoding, layer } = panelOf(BY_TARGET);
    const { labelExpr, values } = encoding.x.axis;
    [24.6, 36.9, 49.2].forEach((cost, place) => expect(values[place]).toBeCloseTo(cost, 9));
    for (const label of ["80%", "60%", "40%"]) expect(labelExpr).toContain(`"${label}"`);
    const texts = layer.flatMap(({ data }) => data.values.map(({ text }) => text));
    expect(texts).toContain("target 60%, $36.90/h");
    expect(texts).not.toContain("replicas");
  });

  it("joins settings by lines only where they are numbers", () => {
    expect(countLines(BY_TARGET)).toBe(3);
    const fleets = [
      [9, { [KIND]: "keda" }],
      [6, { [KIND]: "hpa" }],
    ] as const;
    expect(countLines(elasticResult({ fleets }))).toBe(0);
  });

  it("is described in words", async () => {
    const svg = await drawCurve(BY_TARGET);
    expect(svg).toContain("3 settings of an autoscaler");
    expect(svg).toContain("target 60%, 9.00 replicas on average (peak 11), $36.90/h");
  });
});
