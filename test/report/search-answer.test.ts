import { describe, expect, it } from "vitest";
import { answerSearch, type SearchAnswer } from "../../src/plan/answer-search.ts";
import type { Choice } from "../../src/plan/result.ts";
import { renderSearchAnswer } from "../../src/report/search-answer.ts";
import { elasticResult } from "../helpers/elastic-result.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

const { choice, points, scenario, workload } = resultWith({ replicas: range(6, 12) });

function answerWith(change: Partial<SearchAnswer> = {}, gated: number | null = null): SearchAnswer {
  const outcome = {
    choice,
    points,
    endedEarly: [],
    isSettled: true,
    replications: 4,
    requests: 12_345,
    workload,
  };
  const provenance = { version: "1.2.3", scenarioSha256: "ab" };
  return { ...answerSearch(outcome, scenario, gated, provenance), ...change };
}

function linesOf(answer: SearchAnswer): readonly string[] {
  return renderSearchAnswer(answer).split("\n");
}

describe("renderSearchAnswer", () => {
  it("says the choice, what one fewer breaks, and what it took", () => {
    expect(linesOf(answerWith())).toEqual([
      `9 replicas at $36.90/h: ${choice?.reason}.`,
      "8 replicas would save $4.10/h, but too many requests would be late.",
      "12,345 requests simulated, up to 4 replications.",
    ]);
  });

  it("names the settings, and no smaller count where there is none", () => {
    const settings = { "service.maxBatchedTokens": 2048 };
    const chosen: Choice = { ...choice!, settings, oneFewer: null };
    const lines = linesOf(answerWith({ choice: chosen, replications: 1 }));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^9 replicas, maxBatchedTokens 2048 at \$36\.90\/h: /);
    expect(lines[1]).toBe("12,345 requests simulated, 1 replication.");
  });

  it("says when nothing holds, and the largest count tried", () => {
    expect(linesOf(answerWith({ choice: null }))).toEqual([
      "No count up to 12 holds the SLO of chat-burst.",
      "12,345 requests simulated, up to 4 replications.",
    ]);
  });

  it("says how many counts were ended early", () => {
    const ended = {
      replicas: 2,
      settings: {},
      replications: 1,
      requests: 60,
      class: null,
      metric: "ttft",
      within: 0.5,
      target: 0.99,
      violations: 9,
      allowed: 1,
    } as const;
    expect(linesOf(answerWith({ endedEarly: [ended] })).at(-1)).toBe(
      "1 count was ended early, since it could not hold the SLO any more.",
    );
    expect(linesOf(answerWith({ endedEarly: [ended, ended] })).at(-1)).toBe(
      "2 counts were ended early, since they could not hold the SLO any more.",
    );
  });

  it("does not call broken what is only open", () => {
    expect(linesOf(answerWith({ isSettled: false })).at(-1)).toBe(
      "12,345 requests simulated, up to 4 replications; the verdict beside the choice is still open, and a look at twice as many replications is beyond --budget.",
    );
    expect(linesOf(answerWith({ choice: null, isSettled: false }))).toEqual([
      "No count up to 12 is proven to hold the SLO of chat-burst.",
      "12,345 requests simulated, up to 4 replications; the verdict is still open, and a look at twice as many replications is beyond --budget.",
    ]);
  });

  it.each([
    [9, "Gate: 9 replicas as configured are enough, and not one too many."],
    [12, "Gate: 12 replicas as configured are enough, 3 more than needed."],
    [8, "Gate: 8 replicas as configured are not enough."],
    [1, "Gate: 1 replica as configured is not enough."],
  ])("answers the gate on %i", (gated, line) => {
    expect(linesOf(answerWith({}, gated)).at(-2)).toBe(line);
  });

  it("lets no control character of a name through", () => {
    const named = { ...scenario, name: `a${String.fromCodePoint(27)}[31mb` };
    expect(renderSearchAnswer(answerWith({ choice: null, scenario: named }))).not.toContain(
      String.fromCodePoint(27),
    );
  });

  it("tells how near the best setting of an autoscaler comes, not the dearest", () => {
    const swept = elasticResult({
      fleets: [
        [9, { target: "40%" }],
        [6, { target: "80%" }],
      ],
    });
    const [dear, cheap] = swept.points.map((point, index) => ({
      ...point,
      verdict: "undecided" as const,
      objectives: point.objectives.map((objective) => ({
        ...objective,
        verdict: "undecided" as const,
        compliance: index === 0 ? 0.9 : 0.98,
        budgetUsed: index === 0 ? 10 : 2,
      })),
    }));
    const autoscaler = { kind: "schedule", points: [[0, 1]], period: 86_400 } as const;
    const scaled = { ...scenario, fleet: { ...scenario.fleet, autoscaler } };
    const given = { choice: null, points: [dear, cheap], scenario: scaled };
    expect(linesOf(answerWith({ ...given, isSettled: false })).slice(0, 2)).toEqual([
      "No setting of the autoscaler is proven to hold the SLO of chat-burst.",
      "At target 80%, $24.60/h 98.00% of requests are good for p99 TTFT ≤ 500 ms, 99.00% needed.",
    ]);
    const [enough] = cheap.objectives.map((one) => ({ ...one, compliance: 0.9912 }));
    const close = { ...given, points: [dear, { ...cheap, objectives: [enough] }] };
    expect(linesOf(answerWith({ ...close, isSettled: false }))[1]).toMatch(
      /99\.12% of requests are good for .*, not proven for the 99\.00% needed\.$/,
    );
    expect(linesOf(answerWith(given))[0]).toBe(
      "No setting of the autoscaler holds the SLO of chat-burst.",
    );
  });
});
