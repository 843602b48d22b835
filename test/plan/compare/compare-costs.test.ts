import { describe, expect, it } from "vitest";
import { compareResults } from "../../../src/plan/compare/compare-results.ts";
import type { Comparison } from "../../../src/plan/compare/comparison.ts";
import { parseRule } from "../../../src/plan/compare/parse-rule.ts";
import type { Interval, Point, Result } from "../../../src/plan/result.ts";
import { elasticFleet } from "../../helpers/elastic-result.ts";
import { resultWith } from "../../helpers/result-builder.ts";

function compared(base: Result, head: Result, ...rules: readonly string[]): Comparison {
  const parsed = rules.map(parseRule).flatMap((one) => ("rule" in one ? [one.rule] : []));
  return compareResults({ label: "main", result: base }, { label: "change", result: head }, parsed);
}

const FIXED = resultWith({ replicas: [9] });

/** A metered fleet of so many replicas on average that costs so many dollars an hour. */
function metered(mean: number, costPerHour: number, costInterval: Interval | null): Result {
  const points = FIXED.points.map((point): Point => {
    const cost = { costPerHour, costInterval, costPerMonth: 730 * costPerHour };
    return { ...point, ...cost, fleet: elasticFleet(mean) };
  });
  return { ...FIXED, points };
}

describe("the cost of metered fleets", () => {
  it("differs by an interval of both halves in squares", () => {
    // Below: √(3² + 4²) = 5; above: √(8² + 6²) = 10.
    const { answer } = compared(metered(9, 100, [94, 104]), metered(10, 106, [103, 114]));
    expect(answer.costPerHour).toMatchObject({
      difference: 6,
      interval: [1, 16],
      basis: "unpaired",
      isSignificant: true,
    });
    expect(answer.costPerMonth).toMatchObject({ difference: 4380, interval: [730, 11_680] });
  });

  it("has the interval of the one that has one beside a fixed fleet", () => {
    const { costPerHour } = compared(FIXED, metered(8, 30, [28, 33])).answer;
    expect(costPerHour.interval?.map((end) => end + FIXED.points[0].costPerHour)).toEqual([
      expect.closeTo(28, 9),
      expect.closeTo(33, 9),
    ]);
  });

  it("fails no rule on a change by a difference that chance makes, and fails it by more", () => {
    const rules = ["costPerHour>+1%", "costPerMonth>+$100/month", "costPerHour>$100/h"];
    const base = metered(9, 100, [95, 105]);
    const noise = compared(base, metered(9.2, 103, [98, 108]), ...rules).rules;
    expect(noise.map(({ hasFired }) => hasFired)).toEqual([false, false, true]);
    expect(noise[0].reason).toBe("+3% against +1%, but no significant change");
    const more = compared(base, metered(11, 120, [115, 125]), ...rules).rules;
    expect(more.map(({ hasFired }) => hasFired)).toEqual([true, true, true]);
  });

  it("is paired where the fleets did the same on the same requests at other prices", () => {
    const base = metered(9, 100, [80, 120]);
    expect(compared(base, base).answer.costPerHour).toMatchObject({
      interval: [0, 0],
      isSignificant: false,
    });
    const dearer = compared(base, metered(9, 110, [88, 132]), "costPerHour>+5%");
    expect(dearer.answer.costPerHour).toMatchObject({ interval: [8, 12], basis: "paired" });
    expect(dearer.rules[0].hasFired).toBe(true);
    const cheaper = compared(metered(9, 110, [88, 132]), base).answer.costPerHour;
    expect(cheaper).toMatchObject({ interval: [-12, -8], isSignificant: true });
  });

  it("is exact without an interval, but for a trace too short to tell", () => {
    const settled = metered(9, 100, null);
    expect(compared(settled, metered(10, 110, null)).answer.costPerHour.basis).toBe("exact");
    const thin = settled.points.map((point): Point => {
      const unknown = { interval: null, verdict: "insufficient" } as const;
      return { ...point, objectives: point.objectives.map((one) => ({ ...one, ...unknown })) };
    });
    const short = { ...settled, points: thin };
    expect(compared(short, metered(10, 110, [100, 120])).answer.costPerHour).toMatchObject({
      basis: null,
      interval: null,
      isSignificant: null,
    });
  });
});

describe("a fixed fleet", () => {
  it("has an exact count also where its clients retry or replicas fail", () => {
    const fleet = { ...elasticFleet(9), isElastic: false };
    const busy = { ...FIXED, points: FIXED.points.map((point) => ({ ...point, fleet })) };
    const { costPerHour, replicas } = compared(FIXED, busy).answer;
    expect(replicas.basis).toBe("exact");
    expect(costPerHour.basis).toBe("exact");
  });
});
