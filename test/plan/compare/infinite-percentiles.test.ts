import { describe, expect, it } from "vitest";
import { compareResults } from "../../../src/plan/compare/compare-results.ts";
import type { Comparison, MeasureChange } from "../../../src/plan/compare/comparison.ts";
import { parseRule } from "../../../src/plan/compare/parse-rule.ts";
import type { Outcomes, Point, Result } from "../../../src/plan/result.ts";
import { shownQuantile } from "../../../src/report/shown-quantile.ts";
import { resultWith } from "../../helpers/result-builder.ts";

function compared(base: Result, head: Result, ...rules: readonly string[]): Comparison {
  const parsed = rules.map(parseRule).flatMap((one) => ("rule" in one ? [one.rule] : []));
  return compareResults({ label: "main", result: base }, { label: "change", result: head }, parsed);
}

function outcomesOf(lost: number): Outcomes {
  const none = { rejectedQueueFull: 0, rejectedCannotFit: 0, rejectedShed: 0 };
  const others = { ...none, rejected: 0, rejectedNoReplica: 0, failed: 0 };
  return { ...others, completed: 1000 - lost, timedOut: lost };
}

/** The same answers, while so many of 1,000 requests get none. */
function withLost(result: Result, lost: number): Result {
  return mapPoints(result, (point) => ({ ...point, outcomes: outcomesOf(lost) }));
}

function mapPoints(result: Result, change: (point: Point) => Point): Result {
  return { ...result, points: result.points.map(change) };
}

function measure(
  { answer }: Comparison,
  statistic: MeasureChange["statistic"],
  ofClass: string | null = null,
  metric: MeasureChange["metric"] = "ttft",
): MeasureChange | undefined {
  return answer.measures.find(
    (one) => one.class === ofClass && one.metric === metric && one.statistic === statistic,
  );
}

const BASE = resultWith();

/** With a class of its own 1,000 requests, of which so many get no answer. */
function classed(lost: number): Result {
  return mapPoints(BASE, (point) => {
    const objectives = point.objectives.map((one) => ({ ...one, class: "batch" }));
    const { latency, queueWait, tpot, ttft } = point;
    const batch = { name: "batch", requests: 1000, latency, queueWait, tpot, ttft };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only these are read
    const classes = [{ ...batch, outcomes: outcomesOf(lost) }] as unknown as Point["classes"];
    return { ...point, objectives, classes };
  });
}

const RULES = ["p99>+1h", "p99>+900%", "p99>1h", "ttft.p99>1h"];

describe("a percentile that too many requests without an answer put beyond any limit", () => {
  it("is infinite from more than 1 − q of all requests on", () => {
    expect(measure(compared(BASE, withLost(BASE, 10)), "p99")?.head).toBeLessThan(10);
    const eleven = compared(BASE, withLost(BASE, 11));
    expect(measure(eleven, "p99")).toMatchObject({
      head: Infinity,
      difference: Infinity,
      relative: Infinity,
      interval: null,
      isSignificant: null,
    });
    expect(measure(eleven, "p999")?.head).toBe(Infinity);
    for (const statistic of ["mean", "p50", "p90", "p95", "max"] as const) {
      expect(measure(eleven, statistic)?.difference).toBe(0);
    }
  });

  it("is infinite where the tables of a run say so", () => {
    for (let lost = 0; lost <= 1000; lost += 5) {
      const lossy = withLost(BASE, lost);
      const comparison = compared(BASE, lossy);
      for (const [statistic, share] of [["p50", 0.5] as const, ["p99", 0.99] as const]) {
        const asked = { class: null, metric: "ttft", share } as const;
        const isInfinite = shownQuantile(lossy.points[0], asked) === Infinity;
        expect(measure(comparison, statistic)?.head === Infinity).toBe(isInfinite);
      }
    }
  });

  it("fails rules on levels and on changes", () => {
    const { rules } = compared(BASE, withLost(BASE, 11), ...RULES);
    expect(rules.map(({ hasFired }) => hasFired)).toEqual([true, true, true, true]);
    expect(rules[0].reason).toBe("ttft p99: +∞ against +1h, as too many requests got no answer");
    expect(rules[2].reason).toBe("ttft p99: ∞ against 1h, as too many requests got no answer");
  });

  it("passes rules when it gets finite, and says so", () => {
    const { rules } = compared(withLost(BASE, 11), BASE, ...RULES);
    expect(rules.map(({ hasFired, isJudged }) => [hasFired, isJudged])).toEqual(
      RULES.map(() => [false, true]),
    );
    expect(rules[1].reason).toBe("ttft p99: −100% against +900%, as it was ∞ and is finite now");
  });

  it("has no change to judge where it is infinite on both sides, and fails every level", () => {
    const lossy = withLost(BASE, 11);
    const { rules } = compared(lossy, withLost(BASE, 40), ...RULES);
    expect(rules.map(({ hasFired, isJudged }) => [hasFired, isJudged])).toEqual([
      [false, false],
      [false, false],
      [true, true],
      [true, true],
    ]);
    expect(rules[0].reason).toContain("no answer on both sides");
    expect(rules[0].canFire).toBe(true);
  });

  it("is of a class by its own requests", () => {
    const comparison = compared(classed(0), classed(40), "p99>1h", "ttft.p99>1h");
    expect(measure(comparison, "p95", "batch")?.head).toBeLessThan(10);
    expect(measure(comparison, "p99", "batch")?.head).toBe(Infinity);
    expect(measure(comparison, "p99")?.head).toBeLessThan(10);
    expect(comparison.rules.map(({ hasFired }) => hasFired)).toEqual([true, false]);
  });

  it("is exact in hindsight", () => {
    const base = resultWith({ question: "hindsight" });
    expect(measure(compared(base, withLost(base, 11)), "p99")).toMatchObject({
      difference: Infinity,
      basis: "exact",
      isSignificant: true,
    });
  });

  it("doesn't make up measures that a service hasn't", () => {
    const none = { count: 0, mean: null, p50: null, p90: null, p95: null, p99: null };
    const empty = { ...none, p999: null, max: null, intervals: null, cdf: [] };
    const bare = mapPoints(withLost(BASE, 11), (point) => ({ ...point, tpot: empty }));
    expect(measure(compared(bare, bare), "p99", null, "tpot")?.head).toBeNull();
    const all = { latency: empty, ttft: empty, tpot: empty, queueWait: empty };
    const dead = mapPoints(withLost(BASE, 1000), (point) => ({ ...point, ...all }));
    expect(measure(compared(BASE, dead), "p50")?.head).toBe(Infinity);
    expect(measure(compared(BASE, dead), "p50", null, "tpot")?.head).toBe(Infinity);
    expect(measure(compared(bare, dead), "p50", null, "tpot")?.head).toBeNull();
  });
});
