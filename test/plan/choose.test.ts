import { describe, expect, it } from "vitest";
import { chooseReplicas } from "../../src/plan/choose.ts";
import type { Point, Verdict } from "../../src/plan/result.ts";
import { elasticResult } from "../helpers/elastic-result.ts";
import { resultWith } from "../helpers/result-builder.ts";

const [SAMPLE] = resultWith({ replicas: [3] }).points;
const LETTERS: Readonly<Record<string, Verdict>> = {
  m: "met",
  x: "missed",
  u: "undecided",
  i: "insufficient",
};

/** Points for 1, 2, 3, … replicas at $2 each, with verdicts by their letters. */
function pointsWith(verdicts: string, settings: Point["settings"] = {}): readonly Point[] {
  return verdicts.split("").map((letter, index) => {
    const replicas = index + 1;
    const verdict = LETTERS[letter];
    const objective = {
      ...SAMPLE.objectives[0],
      within: 0.3,
      target: 0.99,
      compliance: 0.987,
      interval: [0.985, 0.9885] as const,
      verdict,
      requestsToSettle: 12_000,
    };
    const objectives = [
      objective,
      { ...objective, metric: "latency" as const, verdict: "met" as const },
    ];
    const costPerHour = 2 * replicas;
    return { ...SAMPLE, replicas, settings, costPerHour, verdict, objectives };
  });
}

/** Why a count is chosen of those from `first` on. */
function reasonFrom(first: number, verdicts: string): string | undefined {
  return chooseReplicas([pointsWith(verdicts).slice(first - 1)])?.reason;
}

describe("chooseReplicas", () => {
  it("takes the smallest count from which every larger one is met", () => {
    const choice = chooseReplicas([pointsWith("xxummm")]);
    expect(choice).toMatchObject({ replicas: 4, costPerHour: 8, settings: {} });
    expect(choice?.oneFewer).toMatchObject({ replicas: 3, savesPerHour: 2, verdict: "undecided" });
  });

  it("names the largest count proven too few and prices what lies between", () => {
    const choice = chooseReplicas([pointsWith("xxuimm")]);
    expect(choice).toMatchObject({
      replicas: 5,
      provenTooFew: { replicas: 2, costPerHour: 4 },
      gap: { undecided: [3, 4], perHour: 4, requestsToClose: 12_000 },
    });
  });

  it("has no gap where the next count is proven too few, or none is smaller", () => {
    const closed = { undecided: [], perHour: 0, requestsToClose: null };
    expect(chooseReplicas([pointsWith("xxmm")])?.gap).toEqual(closed);
    expect(chooseReplicas([pointsWith("mm")])).toMatchObject({ provenTooFew: null, gap: closed });
  });

  it("says when fewer than the smallest that was tried might do", () => {
    expect(reasonFrom(4, "xxxmmm")).toMatch(
      /^Every count tried holds .*; fewer than 4 were not tried$/,
    );
    expect(reasonFrom(4, "xxxm")).toMatch(
      /^The only count tried holds .*; fewer than 4 were not tried$/,
    );
    expect(reasonFrom(3, "xxxmmm")).toMatch(
      /^The smallest count from which every count up to 6 holds /,
    );
    expect(reasonFrom(1, "mmm")).not.toContain("not tried");
  });

  it("does not trust a count below a hole", () => {
    expect(chooseReplicas([pointsWith("xmmxmm")])?.replicas).toBe(5);
    expect(chooseReplicas([pointsWith("mmmim")])?.replicas).toBe(5);
  });

  it("chooses nothing when the largest count isn't met", () => {
    for (const verdicts of ["xxx", "mmx", "mu", "i"]) {
      expect(chooseReplicas([pointsWith(verdicts)])).toBeNull();
    }
  });

  it("has no smaller count to compare with when the smallest is met", () => {
    expect(chooseReplicas([pointsWith("mmm")])).toMatchObject({ replicas: 1, oneFewer: null });
  });

  it("takes the cheapest of several settings, the first of two equals", () => {
    const settings = [{ size: 8 }, { size: 16 }, { size: 32 }, { size: 64 }];
    const groups = ["xxxm", "xxmm", "xxmm", "xxxx"].map((verdicts, index) =>
      pointsWith(verdicts, settings[index]),
    );
    const choice = chooseReplicas(groups);
    expect(choice).toMatchObject({ replicas: 3, settings: { size: 16 } });
    expect(choice?.oneFewer?.replicas).toBe(2);
  });

  it("takes of equally cheap settings the one whose worst objective uses least of its budget", () => {
    const using = (size: number, first: number, second: number): readonly Point[] =>
      pointsWith("xm", { size }).map((point) => ({
        ...point,
        objectives: [first, second].map((budgetUsed) => ({ ...point.objectives[0], budgetUsed })),
      }));
    const choice = chooseReplicas([using(8, 0.1, 0.5), using(16, 0.3, 0.2), using(32, 0.4, 0)]);
    expect(choice?.settings).toEqual({ size: 16 });
    expect(choice?.reason).toMatch(
      /; 2 other settings cost the same, and this one uses least of its error budget \(30%, the next 40%\)$/,
    );
    const equal = chooseReplicas([using(8, 0.3, 0), using(16, 0.3, 0), using(32, 0.4, 0)]);
    expect(equal?.settings).toEqual({ size: 8 });
    expect(equal?.reason).toMatch(
      /; 2 other settings cost the same and use no less of the error budget: .* first in the sweep$/,
    );
    const dearer = pointsWith("xxm", { size: 64 });
    expect(chooseReplicas([using(8, 0.5, 0), dearer])?.reason).not.toContain("cost");
  });

  it("compares settings by dollars, not by replicas", () => {
    const dear = pointsWith("mm", { gpu: "h100" }).map((point) => ({ ...point, costPerHour: 50 }));
    expect(chooseReplicas([dear, pointsWith("xxxm", { gpu: "l4" })])).toMatchObject({
      replicas: 4,
      settings: { gpu: "l4" },
    });
  });

  it("gives the reason with each objective and what it was seen to hold for", () => {
    const reason = chooseReplicas([pointsWith("xmm")])?.reason;
    expect(reason).toContain("every count up to 3");
    expect(reason).toContain("p99 TTFT ≤ 300 ms (98.7% good, at least 98.5% by its interval)");
    expect(reason).toContain("p99 latency ≤ 300 ms");
    expect(chooseReplicas([pointsWith("xxm")])?.reason).toMatch(/only/i);
  });

  it("says what one fewer breaks, naming only the objectives that it does", () => {
    const missed = chooseReplicas([pointsWith("xm")])?.oneFewer?.breaks;
    expect(missed).toContain("p99 TTFT ≤ 300 ms");
    expect(missed).toContain("98.7%");
    expect(missed).not.toContain("latency");
    const open = chooseReplicas([pointsWith("um")])?.oneFewer?.breaks;
    expect(open).toContain("12,000 more requests");
    expect(open).toContain("98.5%");
  });

  it("takes the cheapest setting of an autoscaler that is met, whatever dearer ones do", () => {
    const { choice, points } = elasticResult({
      fleets: [
        [12, { target: 4 }],
        [9, { target: 6 }],
        [6, { target: 8 }],
      ],
    });
    expect(choice).toMatchObject({
      settings: { target: 6 },
      elastic: { meanReplicas: 9, peakReplicas: 11 },
      oneFewer: null,
      provenTooFew: null,
      nextCheaper: { settings: { target: 8 }, costPerHour: points[2].costPerHour },
    });
    expect(choice?.nextCheaper?.savesPerHour).toBeCloseTo(3 * 4.1, 9);
    expect(choice?.reason).toMatch(/^The cheapest setting that holds p99 TTFT ≤ 500 ms \(/);
    const dearest = points.map((point): readonly Point[] =>
      point.settings.target === 4 ? [{ ...point, verdict: "missed" }] : [point],
    );
    expect(chooseReplicas(dearest)?.settings).toEqual({ target: 6 });
  });

  it("compares autoscalers with fixed fleets by what they cost", () => {
    const { points } = elasticResult({ fleets: [[9, {}]] });
    const elastic = { ...points[0], costPerHour: 5 };
    expect(chooseReplicas([pointsWith("xmm"), [elastic]])?.elastic).toBeNull();
    expect(chooseReplicas([pointsWith("xxxm"), [elastic]])?.elastic).not.toBeNull();
  });
});
