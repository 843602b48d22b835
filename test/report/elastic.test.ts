import { describe, expect, it } from "vitest";
import type { Point } from "../../src/plan/result.ts";
import { answerSentence } from "../../src/report/answer.ts";
import { decisionTable } from "../../src/report/markdown/decision-markdown.ts";
import { decisionSection } from "../../src/report/page/decision-section.ts";
import { renderSimulation } from "../../src/report/simulation.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { elasticResult } from "../helpers/elastic-result.ts";

const PLAIN = { color: false, width: 120, files: [] };
const TARGET = "fleet.autoscaler.metrics[0].target";

const SWEPT = elasticResult({
  fleets: [
    [12, { [TARGET]: "40%" }],
    [9, { [TARGET]: "60%" }],
    [6, { [TARGET]: "80%" }],
  ],
});

/** The same point, not proven to hold. */
function unmet(point: Point): Point {
  const objectives = point.objectives.map((one) => ({ ...one, verdict: "undecided" as const }));
  return { ...point, objectives, verdict: "undecided" };
}

function without(text: string): string {
  return text.replace(/\s+/g, " ");
}

describe("the answer of an autoscaler", () => {
  it("says which setting was chosen, how many replicas it ran, and what they cost", () => {
    expect(answerSentence(SWEPT)).toBe(
      "target 60%, 9.00 replicas on average (peak 11), $36.90/h: p99 TTFT 428 ms ≤ 500 ms",
    );
  });

  it("names no setting where there is only one", () => {
    const one = elasticResult({ fleets: [[9, {}]] });
    expect(answerSentence(one)).toMatch(/^9\.00 replicas on average \(peak 11\), \$36\.90\/h: /);
    expect(one.choice?.reason).toMatch(/^The autoscaler holds p99 TTFT/);
  });

  it("tells how far the best setting is from the SLO where none holds it", () => {
    const none = elasticResult({
      fleets: [
        [5, { [TARGET]: "80%" }],
        [6, { [TARGET]: "70%" }],
      ],
    });
    expect(answerSentence(none)).toMatch(
      /^None of 2 settings .*hold.* p99 TTFT ≤ 500 ms: nearest .* at target 70%, 6\.00 replicas/,
    );
    const one = elasticResult({ fleets: [[4, {}]] });
    expect(answerSentence(one)).toMatch(/^The autoscaler does not hold p99 TTFT ≤ 500 ms: /);
  });
});

describe("the measured cost of an autoscaler", () => {
  const points = SWEPT.points.map((point) => {
    const { costPerHour } = point;
    return { ...point, costInterval: [costPerHour - 2.1, costPerHour + 2.1] as const };
  });
  const measured = { ...SWEPT, points };

  it("is said with its interval", () => {
    expect(answerSentence(measured)).toMatch(/, \$36\.90\/h \(\$34\.80 to \$39\.00\): p99 TTFT/);
    const alone = { ...measured, points: points.slice(1, 2) };
    const simulated = without(renderSimulation(alone, PLAIN));
    expect(simulated).toContain("Cost $36.90/h ($34.80 to $39.00), $26.9k a month");
    const none = { ...measured, choice: null, points: points.map((point) => unmet(point)) };
    expect(answerSentence(none)).toMatch(
      /at target 40%, .*, \$49\.20\/h \(\$47\.10 to \$51\.30\)$/,
    );
  });

  it("stands in the tables with its interval", () => {
    expect(decisionTable(measured)).toContain("\\$24.60 (\\$22.50 to \\$26.70)");
    const page = decisionSection(measured).html;
    expect(page).toContain("<td>$24.60<small>$22.50 to $26.70</small></td>");
    expect(page).toContain(
      "Below each share and each cost that was measured stands its 95% interval.",
    );
    const wide = renderSummary(measured, { ...PLAIN, width: 200 });
    expect(wide).toMatch(/target 80% .* \$24\.60 +\$22\.50 to \$26\.70 /);
  });

  it("has no interval to show where both ends are the same amount", () => {
    const same = points.map((point) => {
      return { ...point, costInterval: [point.costPerHour, point.costPerHour] as const };
    });
    expect(answerSentence({ ...SWEPT, points: same })).toBe(answerSentence(SWEPT));
    expect(decisionTable({ ...SWEPT, points: same })).toBe(decisionTable(SWEPT));
    expect(decisionSection({ ...SWEPT, points: same }).html).toBe(decisionSection(SWEPT).html);
    expect(renderSummary({ ...SWEPT, points: same }, PLAIN)).toBe(renderSummary(SWEPT, PLAIN));
  });
});

describe("the summary of an autoscaler", () => {
  const text = renderSummary(SWEPT, PLAIN);

  it("has a row a setting, cheapest first, with mean and peak", () => {
    const rows = text.split("\n").filter((line) => line.startsWith("target "));
    expect(rows.map((row) => row.trim().split(/ {2,}/).slice(0, 4))).toEqual([
      ["target 80%", "6.00", "8", "$24.60"],
      ["target 60%", "9.00", "11", "$36.90"],
      ["target 40%", "12.0", "14", "$49.20"],
    ]);
  });

  it("says what the next cheaper setting would save and break, and no count of replicas", () => {
    const flat = without(text);
    expect(flat).toContain("target 80%, 6.00 replicas on average (peak 8) would save $12.30/h");
    expect(flat).toContain("9.00 replicas paid for on average, 11 at the peak: 8.25 ready");
    expect(flat).toContain("0.50 starting, 0.25 draining. 12 starts, 11 stops in 10 replications.");
    expect(flat).toContain("for 9.00 replicas on average (peak 11)");
    expect(flat).not.toContain("1 replica ");
  });
});

describe("the simulation of an autoscaler", () => {
  it("says how many replicas there were", () => {
    const [, chosen] = SWEPT.points;
    const ledger = { ...chosen.ledger, idle: chosen.ledger.idle - 0.25, starting: 0.25 };
    const outcomes = { ...chosen.outcomes, rejected: 7, rejectedShed: 4, rejectedNoReplica: 3 };
    const shown = { ...SWEPT, points: [{ ...chosen, ledger, outcomes }] };
    const flat = without(renderSimulation(shown, PLAIN));
    expect(flat).toContain("Size 9.00 replicas on average (peak 11), target 60%");
    expect(flat).toContain("25.0% starting");
    expect(flat).toContain("7 rejected (4 shed, 3 no replica ready)");
  });
});
