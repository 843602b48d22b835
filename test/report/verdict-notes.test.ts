import { describe, expect, it } from "vitest";
import { renderSummary } from "../../src/report/summary.ts";
import { openVerdictNote, stricterLimitNote } from "../../src/report/verdict-notes.ts";
import type { ObjectiveResult, Point, Result, TraceResampling } from "../../src/plan/result.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

const RESULT = resultWith({ replicas: range(5, 8) });

function withObjective(change: Partial<ObjectiveResult>): readonly Point[] {
  const [point] = RESULT.points;
  return [{ ...point, objectives: [{ ...point.objectives[0], ...change }] }];
}

describe("openVerdictNote", () => {
  it("explains insufficient verdicts, and only where there are some", () => {
    const [first, ...rest] = RESULT.points;
    const points: readonly Point[] = [{ ...first, verdict: "insufficient" }, ...rest];
    const note = openVerdictNote(RESULT, points);
    expect(note).toMatch(/^insufficient: too few .*run\.replications/);
    expect(openVerdictNote(RESULT, rest)).toBe("");
    const text = renderSummary({ ...RESULT, points }, { color: false, width: 200, files: [] });
    expect(text).toContain(note);
  });

  it("tells undecided from insufficient only where both are shown", () => {
    const [first, second] = RESULT.points;
    const alone: Point = { ...first, verdict: "insufficient" };
    expect(openVerdictNote(RESULT, [alone, { ...second, verdict: "met" }])).not.toContain(
      "undecided",
    );
    expect(openVerdictNote(RESULT, [alone, { ...second, verdict: "undecided" }])).toContain(
      "; undecided: the target lies within the interval. ",
    );
  });

  it("asks for a longer trace where its future is asked about", () => {
    const resampled: TraceResampling = {
      settings: {},
      resamples: 200,
      blockLength: 60,
      blocks: 20,
      wholeDays: false,
      longestCongestion: 6,
      atReplicas: 5,
    };
    const question = { ...RESULT.question, resampling: [resampled] };
    const points = RESULT.points.map((point): Point => ({ ...point, verdict: "insufficient" }));
    const asked: Pick<Result, "question"> = { question };
    expect(openVerdictNote(asked, points)).toMatch(/A longer trace helps\.$/);
  });
});

describe("stricterLimitNote", () => {
  it("is there once under a tenth of the budget is used, and an interval is shown", () => {
    const few = { budgetUsed: 0.09, interval: [0.995, 1] as const };
    expect(stricterLimitNote(withObjective(few))).toContain("too few to bound");
    expect(stricterLimitNote(withObjective({ ...few, budgetUsed: 0.11 }))).toBe("");
    expect(stricterLimitNote(withObjective({ ...few, interval: null }))).toBe("");
  });
});
