import { describe, expect, it } from "vitest";
import { batchingPicture } from "../../../src/report/batching/batching-picture.ts";
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
import { range, resultWith, type ResultOptions } from "../../helpers/result-builder.ts";

/** Three batch sizes, the smaller the more replicas they take. */
const BATCHES: ResultOptions = {
  offeredLoad: 2.4,
  replicas: [4, 5, 6, 7, 8],
  settings: [
    { values: { "service.maxBatch": 8 }, factor: 1.3 },
    { values: { "service.maxBatch": 16 }, factor: 1 },
    { values: { "service.maxBatch": 32 }, factor: 1.1 },
  ],
};

/** Two axes beside replicas, of which one is about batches. */
const THREE_AXES: ResultOptions = {
  offeredLoad: 2.4,
  replicas: [5, 6, 7, 8],
  settings: [8, 16].flatMap((batch) =>
    ["strict", "none"].map((priority) => ({
      values: { "fleet.priority": priority, "service.maxBatch": batch },
      factor: batch === 8 ? 1.1 : 1,
    })),
  ),
};

describe("the picture of replicas and batching", () => {
  it("holds every cell's cost and verdict as the result has them", () => {
    const result = resultWith(BATCHES);
    const cells = rowsWith(filled(batchingPicture(result)), "costPerHour", "verdict", "opacity");
    // The choice is drawn once more, as a frame.
    expect(cells.slice(0, 15).map((cell) => [cell["replicas"], cell["costPerHour"]])).toEqual(
      result.points.map(({ costPerHour, replicas }) => [replicas, costPerHour]),
    );
    expect(cells.slice(0, 15).map(({ verdict }) => verdict)).toEqual(
      result.points.map(({ verdict }) => verdict),
    );
    expect(cells).toHaveLength(16);
  });

  it("frames the choice", () => {
    const result = resultWith(BATCHES);
    const framed = rowsWith(filled(batchingPicture(result)), "isChosen").at(-1);
    expect(framed).toMatchObject({
      isChosen: true,
      replicas: result.choice?.replicas,
      costPerHour: result.choice?.costPerHour,
      name: `maxBatch 16 on ${result.choice?.replicas} replicas`,
    });
  });

  it("is titled by the cheapest cell and by what the dearest row takes", () => {
    expect(filled(batchingPicture(resultWith(BATCHES))).text.title).toMatch(
      /^Cheapest that holds the SLO: maxBatch 16 on \d replicas \(\$.*\); .*maxBatch 8/,
    );
  });

  it("prefers an axis that is about batches, and keeps the others as chosen", () => {
    const picture = filled(batchingPicture(resultWith(THREE_AXES)));
    const cells = rowsWith(picture, "costPerHour", "opacity");
    expect(cells).toHaveLength(2 * 4 + 1);
    expect(specText(picture)).toContain("All at priority strict.");
  });

  it("crosses two settings where an autoscaler finds the count", () => {
    const fleets = [4, 5, 6, 7].map(
      (mean, index) => [mean, { a: index % 2, b: index < 2 ? "x" : "y" }] as const,
    );
    const picture = filled(batchingPicture(elasticResult({ fleets })));
    expect(rowsWith(picture, "costPerHour", "opacity").length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ["counts alone", resultWith(), "service.maxBatchedTokens"],
    [
      "one setting of an autoscaler",
      elasticResult({
        fleets: [
          [5, { a: 1 }],
          [6, { a: 2 }],
        ],
      }),
      "an autoscaler",
    ],
  ])("is missing for a sweep of %s, and says what to sweep", (_, result, words) => {
    expect(batchingPicture(result)).toMatchObject({
      name: "batching",
      missing: expect.stringContaining(words),
    });
  });

  it("keeps its specification", async () => {
    const picture = filled(batchingPicture(resultWith({ ...BATCHES, replicas: [5, 6] })));
    await expect(specText(picture)).toMatchFileSnapshot("./spec.json.snap");
  });

  const many = range(1, 30).map((count) => ({ values: { a: `${HOSTILE}${count}` }, factor: 1 }));
  it.each([
    ["a choice", resultWith(BATCHES)],
    ["no choice", resultWith({ ...BATCHES, replicas: [1, 2] })],
    ["hindsight", resultWith({ ...BATCHES, question: "hindsight" })],
    ["many counts", resultWith({ ...BATCHES, replicas: range(4, 60) })],
    ["many hostile settings", resultWith({ settings: many, replicas: [6, 1000] })],
    ["costs of five digits", resultWith({ ...BATCHES, price: 9999, replicas: range(1, 20) })],
  ])("is legible with %s", async (_, result) => {
    const picture = filled(batchingPicture(result));
    const texts = await expectLegible(picture);
    expect(texts.join(" ")).not.toContain("\u001b");
    expectTooltipsFilled(picture);
    expect(warningsOf(picture)).toEqual([]);
  });
});
