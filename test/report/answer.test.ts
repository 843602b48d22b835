import { describe, expect, it } from "vitest";
import type { Point, Result } from "../../src/plan/result.ts";
import type { ObjectiveResult } from "../../src/plan/result.ts";
import { answerSentence, lossesText } from "../../src/report/answer.ts";
import { range, resultWith } from "../helpers/result-builder.ts";

function withFirstPoint(result: Result, change: Partial<Point>): Result {
  return { ...result, points: result.points.map((point) => ({ ...point, ...change })) };
}

describe("answerSentence", () => {
  it("names the choice, its cost, and the quantile against the limit", () => {
    expect(answerSentence(resultWith())).toBe("9 replicas, $36.90/h: p99 TTFT 428 ms ≤ 500 ms");
  });

  it("leaves out a price of nothing", () => {
    expect(answerSentence(resultWith({ price: 0 }))).toBe("9 replicas: p99 TTFT 428 ms ≤ 500 ms");
  });

  it("names the settings of the choice", () => {
    const settings = [{ values: { "service.maxBatchedTokens": 2048 }, factor: 1 }];
    expect(answerSentence(resultWith({ settings }))).toMatch(
      /^9 replicas, maxBatchedTokens 2048, \$36\.90\/h: /,
    );
  });

  it("shows two objectives and counts the rest", () => {
    const objectives = [
      { class: null, metric: "ttft", within: 0.5, target: 0.99 },
      { class: null, metric: "latency", within: 8, target: 0.95 },
      { class: null, metric: "tpot", within: 0.03, target: 0.95 },
    ] as const;
    expect(answerSentence(resultWith({ objectives }))).toMatch(
      /: p99 TTFT 428 ms ≤ 500 ms, p95 latency 5\.92 s ≤ 8 s, and 1 more objective$/,
    );
  });

  it("says how near the best count comes when none holds", () => {
    expect(answerSentence(resultWith({ replicas: range(1, 6) }))).toBe(
      "No count up to 6 holds p99 TTFT ≤ 500 ms: nearest 788 ms at 6 replicas, $24.60/h",
    );
  });

  it("says where no number of replicas would do, and what a request takes by itself", () => {
    const result = resultWith({ replicas: range(1, 6) });
    const withAlone = (alone: ObjectiveResult["alone"]): string => {
      const points = result.points.map((point) => ({
        ...point,
        objectives: point.objectives.map((objective) => ({ ...objective, alone })),
      }));
      return answerSentence({ ...result, points });
    };
    expect(withAlone({ compliance: 0, fastest: 0.5004, isOutOfReach: true })).toBe(
      "No number of replicas holds p99 TTFT ≤ 500 ms: alone on an idle replica the fastest request takes 500.4 ms",
    );
    expect(withAlone({ compliance: 0.96, fastest: 0.1, isOutOfReach: true })).toBe(
      "No number of replicas holds p99 TTFT ≤ 500 ms: alone on an idle replica only 96.00% of requests are in time, 99.00% needed",
    );
    const lost = { compliance: 0.5, fastest: 0.1, isOutOfReach: true };
    expect(withAlone({ ...lost, timedOut: 0.5 })).toContain(
      ": alone on an idle replica 50.00% of its requests still outlast their client's timeout",
    );
    expect(withAlone({ ...lost, neverFit: 0.5 })).toContain(
      ": 50.00% of its requests never fit into a replica's KV cache",
    );
    expect(withAlone({ compliance: 0.99, fastest: 0.1, isOutOfReach: false })).toMatch(
      /^No count up to 6 holds/,
    );
  });

  it("does not call missed what is only not proven", () => {
    expect(answerSentence(resultWith({ replicas: range(1, 8) }))).toBe(
      "No count up to 8 is proven to hold p99 TTFT ≤ 500 ms: nearest 492 ms at 8 replicas, $32.80/h",
    );
  });

  it("shows the compliance where lost requests and not slow ones break the objective", () => {
    expect(answerSentence(resultWith({ rejectedShare: 0.02 }))).toMatch(
      /^No count up to 16 holds p99 TTFT ≤ 500 ms: nearest 97\.\d\d% in time at /,
    );
  });

  it("speaks of one count when only one was tried", () => {
    expect(answerSentence(resultWith({ replicas: [6] }))).toBe(
      "6 replicas do not hold p99 TTFT ≤ 500 ms: 788 ms at $24.60/h",
    );
    expect(answerSentence(resultWith({ replicas: [1] }))).toMatch(/^1 replica does not hold /);
  });

  it("says so when no request completes", () => {
    expect(answerSentence(resultWith({ replicas: [1], stuck: [1] }))).toContain(
      "no request completed",
    );
  });

  it("says so when a count holds but a larger one does not", () => {
    const result = resultWith({ replicas: range(6, 10) });
    const points = result.points.map((point) =>
      point.replicas < 10 ? point : { ...point, verdict: "undecided" as const },
    );
    expect(answerSentence({ ...result, points, choice: null })).toMatch(
      /^Some counts hold p99 TTFT ≤ 500 ms, but not every larger one up to 10: /,
    );
  });

  it("never shows a quantile above the limit as held", () => {
    const result = resultWith({ replicas: [10], question: "hindsight" });
    const { ttft } = result.points[0];
    const sentence = answerSentence(withFirstPoint(result, { ttft: { ...ttft, p99: 0.5003 } }));
    expect(sentence).toMatch(/: p99 TTFT ≤ 500 ms \(99\.\d\d% in time\)$/);
  });

  it("shows a value just above the limit with the digits that tell them apart", () => {
    const result = resultWith({ replicas: [6] });
    const { ttft } = result.points[0];
    const sentence = answerSentence(withFirstPoint(result, { ttft: { ...ttft, p99: 0.5003 } }));
    expect(sentence).toContain(": 500.3 ms at ");
  });
});

it("lists what was lost as shares of all measured requests", () => {
  const [point] = resultWith({ replicas: [9] }).points;
  const outcomes = { ...point.outcomes, completed: 900, rejected: 60, timedOut: 40, failed: 0 };
  expect(lossesText({ ...point, outcomes })).toBe("6.00% rejected, 4.00% timed out");
  expect(lossesText(point)).toBe("");
});
