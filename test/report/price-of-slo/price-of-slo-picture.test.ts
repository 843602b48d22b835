import { describe, expect, it } from "vitest";
import type { Result } from "../../../src/plan/result.ts";
import { priceOfSloPicture } from "../../../src/report/price-of-slo/price-of-slo-picture.ts";
import { expectSound, filled } from "../../helpers/picture-checks.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";
import { priceWith, pricedResult, type PriceOptions } from "../../helpers/priced-result.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const FLEETS = [9, 10, 11, 12].map((mean) => [mean, { "fleet.target": mean }] as const);

const CASES: Readonly<Record<string, readonly PriceOptions[]>> = {
  "four fleets": [{}],
  "two objectives": [{}, { within: 8, class: "chat" }],
  "four objectives": [{}, { within: 0.25 }, { within: 0.4 }, { within: 3 }],
  "an exact answer": [{ isExact: true }],
  "nothing proven": [{ limits: [[8, 0.1, 0.5, null]], targets: [[0.99, null, null]] }],
  "a limit out of reach": [{ within: 0.001, targets: [[0.99, null, null]] }],
  "a limit of two minutes": [{ within: 120 }],
  "limits decades apart": [
    {
      limits: [
        [2, 198, 206, 216],
        [3, 0.66, 0.68, 0.71],
        [9, 0.0011, 0.0012, 0.0013],
      ],
    },
  ],
  "one fleet": [{ limits: [[6, 0.26, 0.264, 0.267]] }],
  "forty fleets": [
    {
      limits: Array.from({ length: 40 }, (_, index) => {
        const limit = 2 / (index + 2);
        return [index + 2, limit, limit, limit] as const;
      }),
    },
  ],
};

function titleOf(options: PriceOptions): string {
  return filled(priceOfSloPicture(pricedResult(priceWith(options)))).text.title;
}

/** Why a result has no such picture; null if it has. */
function why(result: Result): string | null {
  const picture = priceOfSloPicture(result);
  return "missing" in picture ? picture.missing : null;
}

describe.each(Object.entries(CASES))("the price of an SLO with %s", (_, options) => {
  it("is a picture whose texts are apart and inside", async () => {
    await expectSound(filled(priceOfSloPicture(pricedResult(...options.map(priceWith)))));
  });
});

describe("priceOfSloPicture", () => {
  it("says what the SLO costs and what the next limits would", () => {
    expect(titleOf({})).toBe(
      "p99 TTFT ≤ 300 ms costs $24.60/h; 250 ms would cost $28.70/h, 304 ms $20.50/h",
    );
  });

  it("says so where the dearest fleet only just holds, or none does", () => {
    expect(titleOf({ within: 0.25, targets: [[0.99, 7, 7]] })).toBe(
      "p99 TTFT ≤ 250 ms costs $28.70/h; 267 ms would cost $24.60/h",
    );
    expect(titleOf({ within: 0.1, targets: [[0.99, null, null]] })).toBe(
      "No fleet of the sweep is proven to keep p99 TTFT ≤ 100 ms; 7 replicas, $28.70/h would keep 250 ms",
    );
  });

  it("takes limits as counted where nothing is random, and says nothing of proof", () => {
    expect(titleOf({ isExact: true })).toBe(
      "p99 TTFT ≤ 300 ms costs $24.60/h; 249 ms would cost $28.70/h, 301 ms $20.50/h",
    );
  });

  it("rings the SLO at the verdict's price where its target is not among those priced", async () => {
    const picture = filled(priceOfSloPicture(pricedResult(priceWith({ target: 0.97 }))));
    const texts = await expectSound(picture);
    expect(texts).toContain("SLO: 300 ms, $24.60/h");
  });

  it("draws from what was counted where the result prices no limits, as with an autoscaler", async () => {
    const picture = filled(priceOfSloPicture(elasticResult({ fleets: FLEETS })));
    expect(picture.text.title).toContain("as counted");
    const texts = (await expectSound(picture)).join(" ");
    expect(texts).toContain("Dashed: as counted, not proven.");
  });

  it("prices the SLO itself by the verdict, whatever the staircase counts", async () => {
    const result = elasticResult({ fleets: FLEETS });
    const [first, ...rest] = result.points;
    const [objective] = first.objectives;
    const open = { ...objective, verdict: "insufficient" as const, effectiveViolations: 2 };
    const points = [{ ...first, objectives: [open] }, ...rest];
    const picture = filled(priceOfSloPicture({ ...result, points }));
    expect(picture.text.title).toMatch(
      /^p99 TTFT ≤ 500 ms costs \$41\.00\/h; as counted \d+ ms would cost/,
    );
    const texts = (await expectSound(picture)).join(" ");
    expect(texts).toContain("SLO: 500 ms, $41.00/h");
    expect(texts).toContain("Ring off the line: the verdict at that very limit takes more.");
  });

  it("has exact values in its tooltips", () => {
    const { spec } = filled(priceOfSloPicture(pricedResult(priceWith())));
    expect(JSON.stringify(spec)).toContain(
      JSON.stringify({
        x: 0.267,
        y: 24.599999999999998,
        fleet: "6 replicas, $24.60/h",
        month: "$18.0k",
        promise: "p99 TTFT ≤ 267 ms",
        counted: "264.0 ms",
        interval: "262.0 ms to 267.0 ms",
      }),
    );
  });

  it("says why there is nothing to draw", () => {
    expect(why(resultWith({ replicas: [6] }))).toMatch(/a range of fleet\.replicas/);
    expect(why(resultWith({ price: 0 }))).toMatch(/fleet\.price/);
    expect(why(resultWith({ rejectedShare: 0.5 }))).toMatch(/no fleet of the sweep answers/);
  });

  it("keeps markup and escape sequences of a class out of everything", () => {
    const hostile = priceWith({ class: "</text><script>\u001b[31m" });
    const { text } = filled(priceOfSloPicture(pricedResult(hostile)));
    expect(text.title + text.description).not.toContain("\u001b");
  });
});
