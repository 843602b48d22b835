import { describe, expect, it } from "vitest";
import type { ObjectiveResult, Result } from "../../../src/plan/result.ts";
import { priceOfNinesPicture } from "../../../src/report/price-of-nines/price-of-nines-picture.ts";
import { expectSound, filled } from "../../helpers/picture-checks.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";
import { priceWith, pricedResult, type PriceOptions } from "../../helpers/priced-result.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const FLEETS = [9, 10, 11, 12].map((mean) => [mean, { "fleet.target": mean }] as const);

const CASES: Readonly<Record<string, readonly PriceOptions[]>> = {
  "seven targets": [{}],
  "two objectives": [{}, { target: 0.95, class: "chat" }],
  "a target that is not priced": [{ target: 0.97 }],
  "a target beyond those priced": [{ target: 0.99999 }],
  "an exact answer": [{ isExact: true }],
  "nothing proven": [
    {
      targets: [
        [0.9, 6, null],
        [0.99, 7, null],
      ],
    },
  ],
  "the laxest target alone": [
    {
      targets: [
        [0.9, 6, 6],
        [0.99, null, null],
      ],
    },
  ],
  "a price a target": [
    {
      targets: [0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999].map(
        (target, index) => [target, index + 5, index + 6] as const,
      ),
    },
  ],
};

/** With something else in the cheapest fleet's objective. */
function withFirst(result: Result, change: Partial<ObjectiveResult>): Result {
  const [first, ...rest] = result.points;
  const objectives = first.objectives.map((objective) => ({ ...objective, ...change }));
  return { ...result, points: [{ ...first, objectives }, ...rest] };
}

function titleOf(options: PriceOptions): string {
  return filled(priceOfNinesPicture(pricedResult(priceWith(options)))).text.title;
}

/** Why a result has no such picture; null if it has. */
function why(result: Result): string | null {
  const picture = priceOfNinesPicture(result);
  return "missing" in picture ? picture.missing : null;
}

describe.each(Object.entries(CASES))("the price of nines with %s", (_, options) => {
  it("is a picture whose texts are apart and inside", async () => {
    await expectSound(filled(priceOfNinesPicture(pricedResult(...options.map(priceWith)))));
  });
});

describe("priceOfNinesPicture", () => {
  it("says what one more nine costs", () => {
    expect(titleOf({})).toBe(
      "99.9% of requests with TTFT ≤ 300 ms would cost $28.70/h, $4.10 more than 99%",
    );
  });

  it("says where one more nine costs nothing, or can't be had", () => {
    expect(
      titleOf({
        target: 0.95,
        targets: [
          [0.95, 4, 4],
          [0.995, 4, 4],
        ],
      }),
    ).toBe("99.5% of requests with TTFT ≤ 300 ms cost no more than 95%: $16.40/h");
    expect(
      titleOf({
        targets: [
          [0.99, 6, 6],
          [0.999, 7, null],
        ],
      }),
    ).toBe(
      "No fleet of the sweep is proven to keep 99.9% of requests with TTFT ≤ 300 ms; 99% costs $24.60/h",
    );
    expect(
      titleOf({
        isExact: true,
        targets: [
          [0.99, 6, 6],
          [0.999, null, null],
        ],
      }),
    ).toBe("No fleet of the sweep keeps 99.9% of requests with TTFT ≤ 300 ms; 99% costs $24.60/h");
  });

  it("says what can be had where the SLO can't", () => {
    expect(
      titleOf({
        targets: [
          [0.9, 6, 6],
          [0.99, null, null],
        ],
      }),
    ).toBe(
      "No fleet of the sweep is proven to keep 99% of requests with TTFT ≤ 300 ms; 6 replicas, $24.60/h: 90%",
    );
  });

  it("marks hollow what was enough as counted", async () => {
    const { spec } = filled(priceOfNinesPicture(pricedResult(priceWith())));
    expect(JSON.stringify(spec)).toContain("Hollow: enough as counted, but not proven to be.");
    const exact = filled(priceOfNinesPicture(pricedResult(priceWith({ targets: [[0.99, 6, 6]] }))));
    expect(JSON.stringify(exact.spec)).not.toContain("Hollow");
  });

  it("takes what verdicts prove where the result prices no targets, as with an autoscaler", async () => {
    const all = elasticResult({ fleets: FLEETS });
    const proven = filled(priceOfNinesPicture(all));
    await expectSound(proven);
    expect(JSON.stringify(proven.spec)).not.toContain("Dashed");
    // The cheapest fleet is good enough as counted, and not chosen: it is not proven to be.
    const doubtful = withFirst(all, { verdict: "insufficient", effectiveViolations: 2 });
    const picture = filled(priceOfNinesPicture(doubtful));
    const texts = (await expectSound(picture)).join(" ");
    expect(picture.text.title).toMatch(/; 99% costs \$41\.00\/h$/);
    expect(texts).toContain("SLO: 99%, $41.00/h");
    expect(texts).toContain("Hollow: enough as counted, but not proven to be.");
  });

  it("says that prices are as counted where nothing is proven", async () => {
    const none = elasticResult({ fleets: FLEETS });
    const objectives = none.points.map(({ objectives: [one] }) => ({
      ...one,
      interval: [0, 1] as const,
      verdict: "insufficient" as const,
      effectiveViolations: 0,
    }));
    const points = none.points.map((point, index) => ({
      ...point,
      objectives: [objectives[index]],
    }));
    const picture = filled(priceOfNinesPicture({ ...none, choice: null, points }));
    expect(picture.text.title).toMatch(/^No fleet of the sweep is proven to keep .* as counted$/);
    const texts = (await expectSound(picture)).join(" ");
    expect(texts).toContain("SLO: 99%, no fleet is proven to keep it");
    expect(texts).toContain("Dashed: as counted, not proven.");
  });

  it("says why there is nothing to draw", () => {
    expect(why(resultWith({ replicas: [6] }))).toMatch(/a range of fleet\.replicas/);
    expect(why(pricedResult(priceWith({ targets: [[0.9, null, null]] })))).toMatch(
      /even 90% of requests/,
    );
  });
});
