import { describe, expect, it } from "vitest";
import type { Outcomes, Point, Result } from "../../../src/plan/result.ts";
import { cdfModel } from "../../../src/report/latency-cdf/cdf-model.ts";
import { latencyCdfPicture } from "../../../src/report/latency-cdf/latency-cdf-picture.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";
import {
  expectLegible,
  expectTooltipsFilled,
  filled,
  HOSTILE,
  rowsWith,
  specText,
  warningsOf,
} from "../../helpers/picture-checks.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const TWO = [
  { class: null, metric: "ttft", within: 0.5, target: 0.99 },
  { class: null, metric: "latency", within: 8, target: 0.95 },
] as const;

/** One point of a few values, of which so many requests got an answer. */
function pointOf(point: Point, completed: number, rejected: number): Point {
  const outcomes: Outcomes = {
    ...point.outcomes,
    completed,
    rejected,
    rejectedQueueFull: rejected,
  };
  const ttft = {
    ...point.ttft,
    count: completed,
    p99: 0.4,
    max: 0.6,
    intervals: null,
    cdf: [
      [0.1, 0.5],
      [0.2, 0.9],
      [0.4, 0.99],
      [0.6, 1],
    ],
  } as const;
  return { ...point, outcomes, ttft };
}

function small(rejected: number): Result {
  const result = resultWith({ replicas: [8] });
  return { ...result, points: [pointOf(result.points[0], 1000 - rejected, rejected)] };
}

describe("the picture of latency distributions", () => {
  it("shows the share of requests beyond each recorded value", () => {
    const { panels } = cdfModel(small(0));
    const path = panels[0].lines[0].path.map(({ slower, value }) => [
      value,
      Number(slower.toPrecision(9)),
    ]);
    expect(path).toEqual([
      [0.1, 0.5],
      [0.2, 0.1],
      [0.4, 0.01],
      [0.6, 0],
    ]);
  });

  it("counts requests without an answer as slower than anything", () => {
    const { panels } = cdfModel(small(100));
    const [{ lost, path }] = panels[0].lines;
    expect(lost).toBeCloseTo(0.1, 12);
    // 0.1 lost + 0.9 × 0.1 answered later than 0.2 s.
    expect(path[1].slower).toBeCloseTo(0.19, 12);
    expect(path.at(-1)?.slower).toBeCloseTo(0.1, 12);
  });

  it("draws the loss as a floor that the line runs along", async () => {
    const picture = filled(latencyCdfPicture(small(100)));
    expect(await expectLegible(picture)).toContain(
      "10.00% got no answer: the solid line gets no lower",
    );
    const line = rowsWith(picture, "order", "x", "y");
    expect(Number(line.at(-1)?.["y"])).toBeCloseTo(0.1, 12);
  });

  it("puts each objective at its limit and the share that it allows", () => {
    const result = resultWith({ objectives: TWO });
    const corners = rowsWith(filled(latencyCdfPicture(result)), "objective", "good").filter(
      ({ reached }) => reached === undefined,
    );
    expect(corners.map(({ x, y }) => [x, Number(Number(y).toPrecision(9))])).toEqual([
      [0.5, 0.01],
      [8, 0.05],
    ]);
  });

  it("marks the recorded quantile where no request is lost", () => {
    const rows = rowsWith(filled(latencyCdfPicture(small(0))), "reached");
    expect(rows).toMatchObject([{ x: 0.4, reached: "400 ms" }]);
  });

  it("puts the counts on either side of the choice beside it", () => {
    const result = resultWith();
    const chosen = result.choice?.replicas ?? 0;
    expect(cdfModel(result).names).toEqual(
      [chosen, chosen - 1, chosen + 1].map((count) => `${count} replicas`),
    );
  });

  it("is missing where nothing was answered, and says what to sweep", () => {
    expect(latencyCdfPicture(resultWith({ replicas: [3], stuck: [3] }))).toMatchObject({
      name: "latency-cdf",
      missing: expect.stringContaining("fleet.replicas"),
    });
  });

  it("keeps its specification", async () => {
    const picture = filled(latencyCdfPicture(small(10)));
    await expect(specText(picture)).toMatchFileSnapshot("./spec.json.snap");
  });

  it.each([
    ["a choice", resultWith()],
    ["no choice", resultWith({ replicas: [1, 2, 3] })],
    ["two objectives", resultWith({ objectives: TWO })],
    ["hindsight", resultWith({ question: "hindsight" })],
    ["losses", resultWith({ rejectedShare: 0.3 })],
    ["a neighbour that answers nothing", resultWith({ stuck: [1, 2, 3, 4, 5] })],
    ["a limit beyond all values", resultWith({ objectives: [{ ...TWO[0], within: 900 }] })],
    ["a limit below all values", resultWith({ objectives: [{ ...TWO[0], within: 1e-3 }] })],
    ["hostile text", resultWith({ name: HOSTILE, description: HOSTILE })],
    [
      "an autoscaler",
      elasticResult({
        fleets: [
          [5, { a: HOSTILE }],
          [6, { a: 2 }],
        ],
      }),
    ],
  ])("is legible with %s", async (_, result) => {
    const picture = filled(latencyCdfPicture(result));
    const texts = await expectLegible(picture);
    expect(texts.join(" ")).not.toContain("\u001b");
    expectTooltipsFilled(picture);
    expect(warningsOf(picture)).toEqual([]);
  });
});
