import { describe, expect, it } from "vitest";
import type { Headroom } from "../../../src/plan/headroom/find-headroom.ts";
import type { Attempt, ScaledChoice } from "../../../src/plan/headroom/search-nearby.ts";
import type { TornadoBar } from "../../../src/plan/headroom/tornado.ts";
import type { Result } from "../../../src/plan/result.ts";
import { tornadoPicture } from "../../../src/report/tornado/tornado-picture.ts";
import {
  expectLegible,
  expectTooltipsFilled,
  filled,
  rowsWith,
  specText,
  warningsOf,
} from "../../helpers/picture-checks.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const PRICE = 4.1;

function answer(factor: number, replicas: number | null, price = PRICE): ScaledChoice {
  return { factor, replicas, costPerHour: replicas === null ? null : replicas * price };
}

function bar(
  assumption: TornadoBar["assumption"],
  amount: number,
  [low, high]: readonly [number | null, number | null],
  price = PRICE,
): TornadoBar {
  const swing = low === null || high === null ? null : Math.abs(high - low) * price;
  return {
    assumption,
    amount,
    low: answer(1 - amount, low, price),
    high: answer(1 + amount, high, price),
    swing,
  };
}

function resultOf(
  bars: readonly TornadoBar[],
  base: number | null = 6,
  price: number = PRICE,
): Result {
  const headroom: Headroom = {
    replicas: 6,
    settings: {},
    growth: { factor: null, breaksAt: null, breaks: null },
    calibration: null,
    tornado: {
      base: base === null ? null : { replicas: base, costPerHour: base * price },
      bars,
      omitted: [{ assumption: "output", reason: "service times don't depend on output tokens" }],
    },
  };
  return { ...resultWith({ replicas: [5, 6, 7], price }), headroom };
}

const TWO = [bar("serviceTime", 0.1, [5, 8]), bar("traffic", 0.2, [5, 7])];

describe("the picture of assumptions", () => {
  it("holds the tornado's values in its order", () => {
    const rows = rowsWith(filled(tornadoPicture(resultOf(TWO))), "factor", "costPerHour");
    const lows = rows.slice(0, 2).map(({ costPerHour, factor, replicas }) => {
      return { costPerHour, factor, replicas };
    });
    expect(lows).toEqual([TWO[0].low, TWO[1].low]);
    const highs = rows.filter(({ factor }) => Number(factor) > 1);
    expect(highs[0]).toMatchObject({ ...TWO[0].high, from: 6 * PRICE, to: 8 * PRICE });
  });

  it("is titled by the assumption that matters most", () => {
    // 5 × $4.10 = $20.50 and 8 × $4.10 = $32.80.
    expect(filled(tornadoPicture(resultOf(TWO))).text.title).toBe(
      "Service time matters most: from $20.50/h to $32.80/h, now $24.60/h",
    );
  });

  it("names all assumptions that matter as much as the first", () => {
    const tied = [bar("traffic", 0.2, [5, 7]), bar("burstiness", 0.3, [6, 8])];
    expect(filled(tornadoPicture(resultOf(tied))).text.title).toBe(
      "Traffic and burstiness matter most, each with a swing of $8.20/h, now $24.60/h",
    );
  });

  it.each<[Attempt, string, string]>([
    [{ replicas: 24, verdict: "missed" }, "not even 24 replicas hold the SLO", "missed"],
    [
      { replicas: 24, verdict: "undecided" },
      "not even 24 replicas are proven to hold the SLO",
      "not proven",
    ],
    [
      { replicas: null, verdict: "missed" },
      "the autoscaler as configured misses the SLO",
      "missed",
    ],
    [
      { replicas: null, verdict: "insufficient" },
      "the autoscaler as configured isn't proven to hold the SLO",
      "not proven",
    ],
  ])(
    "says what was found where an assumption leaves no answer: %j",
    async (tried, clause, text) => {
      const traffic = bar("traffic", 0.2, [5, null]);
      const open = { ...traffic, high: { ...traffic.high, tried } };
      const picture = filled(tornadoPicture(resultOf([open, TWO[0]])));
      expect(picture.text.title).toBe(`With 20% more traffic ${clause}`);
      const shown = await expectLegible(picture);
      expect(shown).toContain(text);
      expect(shown.join(" ")).toContain(`To the edge: ${clause}.`);
    },
  );

  it("calls both ends missed only if both are", () => {
    const traffic = bar("traffic", 0.2, [null, null]);
    const titleWith = (low: Attempt["verdict"], high: Attempt["verdict"]): string => {
      const ends = {
        low: { ...traffic.low, tried: { replicas: 24, verdict: low } },
        high: { ...traffic.high, tried: { replicas: 24, verdict: high } },
      };
      return filled(tornadoPicture(resultOf([{ ...traffic, ...ends }], null))).text.title;
    };
    const start = "With 20% less or more traffic not even 24 replicas";
    expect(titleWith("missed", "missed")).toBe(`${start} hold the SLO`);
    expect(titleWith("missed", "undecided")).toBe(`${start} are proven to hold the SLO`);
    expect(titleWith("undecided", "missed")).toBe(`${start} are proven to hold the SLO`);
  });

  it("says so where nothing matters", () => {
    const still = resultOf([bar("traffic", 0.2, [6, 6])]);
    expect(filled(tornadoPicture(still)).text.title).toBe(
      "No assumption moves the answer within its range",
    );
  });

  it("counts replicas where they cost nothing", async () => {
    const free = resultOf([bar("traffic", 0.2, [5, 7], 0)], 6, 0);
    const picture = filled(tornadoPicture(free));
    expect(picture.text.title).toBe(
      "Traffic matters most: from 5 replicas to 7 replicas, now 6 replicas",
    );
    await expectLegible(picture);
  });

  it("is missing without --headroom, and says how to get it", () => {
    expect(tornadoPicture(resultWith())).toMatchObject({
      name: "tornado",
      missing: expect.stringContaining("--headroom"),
    });
  });

  it("keeps its specification", async () => {
    const picture = filled(tornadoPicture(resultOf(TWO)));
    await expect(specText(picture)).toMatchFileSnapshot("./spec.json.snap");
  });

  it.each([
    ["an answer at every end", resultOf(TWO)],
    ["no answer as it is", resultOf([bar("traffic", 0.2, [5, null])], null)],
    ["no answer at all", resultOf([bar("traffic", 0.2, [null, null])], null)],
  ])("is legible with %s", async (_, result) => {
    const picture = filled(tornadoPicture(result));
    await expectLegible(picture);
    expectTooltipsFilled(picture);
    expect(warningsOf(picture)).toEqual([]);
  });
});
