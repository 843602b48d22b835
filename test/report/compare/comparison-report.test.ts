import { describe, expect, it } from "vitest";
import { compareResults } from "../../../src/plan/compare/compare-results.ts";
import type { Comparison } from "../../../src/plan/compare/comparison.ts";
import { parseRule } from "../../../src/plan/compare/parse-rule.ts";
import type { Outcomes, Point, Result } from "../../../src/plan/result.ts";
import {
  commentMarker,
  renderComparisonMarkdown,
} from "../../../src/report/compare/comparison-markdown.ts";
import { comparisonHeadline } from "../../../src/report/compare/comparison-words.ts";
import { renderComparison } from "../../../src/report/compare/render-comparison.ts";
import { elasticFleet } from "../../helpers/elastic-result.ts";
import { resultWith } from "../../helpers/result-builder.ts";
import { HOSTILE } from "../markdown/hostile-texts.ts";
import { parseMarkdown } from "../markdown/parse-markdown.ts";

const PLAIN = { color: false, width: 100 };
const BASE = resultWith();
const HEAVIER = resultWith({ offeredLoad: 5.2 });

/** A value that no terminal has room for, with what differs at its end. */
function long(end: string): string {
  return `{kind: hpa, ${"minReplicas: 2, ".repeat(8)}${end}}`;
}

function compared(base: Result, head: Result, ...rules: readonly string[]): Comparison {
  const parsed = rules.map(parseRule).flatMap((one) => ("rule" in one ? [one.rule] : []));
  return compareResults(
    { label: "main.json", result: base },
    { label: "pr.json", result: head },
    parsed,
  );
}

/** The same answers with other outcomes beside them, of 1,000 requests. */
function withOutcomes(result: Result, change: Partial<Outcomes>): Result {
  const points = result.points.map((point) => ({
    ...point,
    outcomes: { ...point.outcomes, ...change },
  }));
  return { ...result, points };
}

/** The same with all times to first tokens a tenth longer. */
function slowed(result: Result): Result {
  const points = result.points.map((point) => {
    const p99 = (point.ttft.p99 ?? 0) * 1.1;
    return { ...point, ttft: { ...point.ttft, p99 } };
  });
  return { ...result, points };
}

/** Metered fleets that cost so many dollars an hour, give or take half an interval. */
function costing(costPerHour: number, half: number): Result {
  const points = BASE.points.map((point): Point => {
    const costInterval = [costPerHour - half, costPerHour + half] as const;
    const fleet = elasticFleet(costPerHour / 10);
    return { ...point, costPerHour, costInterval, costPerMonth: 730 * costPerHour, fleet };
  });
  return { ...BASE, points };
}

describe("what changed in the scenario", () => {
  it("fits the terminal, and what differs stays different", () => {
    const comparison = compared(BASE, BASE);
    const linesOf = (base: string, head: string): readonly string[] => {
      const changes = [{ path: "fleet.autoscaler", base, head }];
      const [, , header, row] = renderComparison({ ...comparison, changes }, PLAIN).split("\n");
      expect(header).toMatch(/^changed in the scenario +base +head$/);
      return row.split(/ {2,}→ {2}/);
    };
    const [none, whole] = linesOf("none", long("target: 1"));
    expect(none).toBe("fleet.autoscaler         none");
    expect(whole).toHaveLength(100 - "changed in the scenario".length - "none".length - 7);
    const [before, after] = linesOf(long("target: 1"), long("target: 2"));
    expect(`${before}  →  ${after}`.length).toBeLessThanOrEqual(100);
    expect(before).toContain("target: 1}");
    expect(after).toContain("target: 2}");
  });
});

describe("the comment", () => {
  it("starts with a marker that stays the same from run to run", () => {
    const [first] = renderComparisonMarkdown(compared(BASE, HEAVIER)).split("\n");
    expect(first).toBe("<!-- tailcap-compare: chat-burst -->");
    expect(renderComparisonMarkdown(compared(BASE, BASE)).startsWith(first)).toBe(true);
    expect(commentMarker("a--><b>")).toBe("<!-- tailcap-compare: a--b -->");
  });

  it("tells what it comes to, the rules, the numbers and the rest", () => {
    const text = renderComparisonMarkdown(
      compared(BASE, HEAVIER, "costPerMonth>+5%", "replicas>+9"),
    );
    expect(text).toContain(
      "**12 replicas instead of 9 replicas, +\\$12.30/h (+33.3%, +\\$8.98k a month); p99 TTFT ≤ 500 ms is kept more often",
    );
    expect(text).toContain("- ❌ `costPerMonth>+5%`: +33.3% against +5%");
    expect(text).toContain("- ✅ `replicas>+9`: +3 against +9");
    expect(text).toContain("| replicas | 9 | 12 | +3 |");
    expect(text).toContain("<details><summary>The fleet of the base</summary>");
    expect(text).toContain("Base `main.json`, head `pr.json`");
  });

  it("says that nothing changed", () => {
    const text = renderComparisonMarkdown(compared(BASE, BASE));
    expect(text).toContain("**No significant change: 9 replicas, \\$36.90/h, as before.**");
    expect(text).toContain("The scenarios set the same.");
  });

  it("shows foreign text as text", async () => {
    const plain = await parseMarkdown(
      renderComparisonMarkdown(compared(BASE, HEAVIER, "replicas>+9")),
    );
    for (const text of HOSTILE) {
      const scenario = { ...HEAVIER.scenario, name: text, description: text };
      const hostile = { ...HEAVIER, scenario, tailcap: text, scenarioSha256: text };
      const comparison = compareResults(
        { label: text, result: BASE },
        { label: text, result: hostile },
      );
      const { kinds } = await parseMarkdown(renderComparisonMarkdown(comparison));
      const odd = [...kinds].filter((kind) => !plain.kinds.has(kind));
      // Warnings come as a list, which a comparison without any has not.
      expect(odd.filter((kind) => !kind.startsWith("list"))).toEqual([]);
    }
  });
});

describe("the comparison on a terminal", () => {
  it("shows both sides, and what the evidence is worth", () => {
    const text = renderComparison(compared(BASE, HEAVIER, "costPerMonth>+5%"), PLAIN);
    expect(text).toMatch(/^main\.json → pr\.json\n/);
    expect(text).toMatch(/replicas +9 +12 +\+3\n/);
    expect(text).toMatch(/\$\/hour +\$36\.90 +\$49\.20 +\+\$12\.30 \(\+33\.3%\)/);
    expect(text).toMatch(/Evidence +paired: the same requests/);
    expect(text).toMatch(/Rules +FAILS costPerMonth>\+5%: \+33.3% against \+5%/);
    for (const line of text.split("\n")) expect(line).not.toMatch(/\s$/);
  });

  it("shows percentiles that are beyond any limit, and what that means", async () => {
    const lossy = withOutcomes(BASE, { completed: 900, timedOut: 100 });
    const lost = renderComparison(compared(BASE, lossy), PLAIN);
    expect(lost).toMatch(/p99 TTFT +\S+ ms +∞ +∞ now\n/);
    expect(lost).toContain("∞: more than 1 − q of all requests got no answer");
    const found = renderComparison(compared(lossy, BASE), PLAIN);
    expect(found).toMatch(/p99 TTFT +∞ +\S+ ms +finite now\n/);
    expect(renderComparison(compared(lossy, lossy), PLAIN)).toMatch(/p99 TTFT +∞ +∞ +∞ as before/);
    expect(renderComparison(compared(BASE, BASE), PLAIN)).not.toContain("∞");
    const markdown = renderComparisonMarkdown(compared(BASE, lossy));
    expect(markdown).toMatch(/p99 TTFT \| \S+ ms \| ∞ \| ∞ now \|/);
    expect(markdown).toContain("∞: more than 1 − q");
  });

  it("says that differences of separate intervals aren't paired", () => {
    const unpaired = "intervals on percentiles and on the cost of metered fleets aren't paired";
    expect(renderComparison(compared(BASE, BASE), PLAIN)).not.toContain("aren't paired");
    const slower = renderComparison(compared(BASE, slowed(BASE)), PLAIN);
    expect(slower.replace(/\s+/g, " ")).toContain(unpaired);
    expect(renderComparisonMarkdown(compared(BASE, slowed(BASE)))).toContain("aren't paired");
  });

  it("says where differences aren't paired", () => {
    const reseeded = { ...BASE, scenario: { ...BASE.scenario, seed: 2 } };
    const text = renderComparison(compared(BASE, reseeded), PLAIN);
    expect(text).toContain("not paired: the seeds differ");
    expect(text).toMatch(/seed +1 +→ +2/);
  });

  it("leaves no control characters of others", () => {
    const head = { ...BASE, scenario: { ...BASE.scenario, description: "\u001b[31mred\u001b[0m" } };
    expect(renderComparison(compared(BASE, head), PLAIN)).not.toContain("\u001b");
  });
});

describe("the headline", () => {
  const none = resultWith({ replicas: [1, 2] });

  it("tells of an answer that is lost or found", () => {
    expect(comparisonHeadline(compared(BASE, none))).toBe(
      "Nothing in the sweep holds the SLO any more, which 9 replicas did",
    );
    expect(comparisonHeadline(compared(none, BASE))).toBe(
      "The SLO holds now: 9 replicas, $36.90/h",
    );
    expect(comparisonHeadline(compared(none, none))).toBe(
      "Nothing in the sweep holds the SLO, as before",
    );
  });

  it("tells a cost that chance moves from one that changed", () => {
    expect(comparisonHeadline(compared(costing(91, 5), costing(91.04, 5)))).toBe(
      "No significant change: 9.10 replicas on average, $91.04/h, as before",
    );
    expect(comparisonHeadline(compared(costing(91, 5), costing(93, 5)))).toBe(
      "9.30 replicas on average instead of 9.10 replicas on average, no significant change in the cost (+$2.00/h); no significant change in the objectives",
    );
    expect(comparisonHeadline(compared(costing(91, 1), costing(101, 1)))).toContain(
      "+$10.00/h (+11.0%",
    );
  });

  it("tells of a price alone", () => {
    expect(comparisonHeadline(compared(BASE, resultWith({ price: 4.51 })))).toBe(
      "9 replicas as before, +$3.69/h (+10.0%, +$2.69k a month); no significant change in the objectives",
    );
  });
});
