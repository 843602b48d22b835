import { describe, expect, it } from "vitest";
import type { ErrorBudget } from "../../../src/plan/error-budget/error-budget.ts";
import type { Result } from "../../../src/plan/result.ts";
import { makePictures, type Pictures } from "../../../src/report/pictures.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";
import { pooledResult } from "../../helpers/pooled-result.ts";
import { resultWith } from "../../helpers/result-builder.ts";
import { HOSTILE } from "./hostile-texts.ts";
import { parseMarkdown } from "./parse-markdown.ts";

const BASE = resultWith();
const PICTURES = makePictures(BASE, ["curve", "price-of-slo", "tornado"]);
const NONE: Pictures = { made: [], missing: [] };

/** With something else in the error budget of every point. */
function withBudget(change: Partial<ErrorBudget>): Result {
  const points = BASE.points.map((point) => ({
    ...point,
    objectives: point.objectives.map((one) => ({
      ...one,
      errorBudget: { ...one.errorBudget, ...change },
    })),
  }));
  return { ...BASE, points };
}

function headings(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("#"));
}

describe("the Markdown report", () => {
  it("gives the answer, then the pictures, then the tables, then where all is from", () => {
    const text = renderMarkdown(BASE, PICTURES);
    const order = [
      "# Capacity report: chat-burst",
      "**9 replicas, \\$36.90/h: p99 TTFT",
      "95% confidence",
      "](curve.svg)",
      "](price-of-slo.svg)",
      "## Every fleet that was tried",
      "## Price of the SLO in numbers",
      "## Error budget of the choice in numbers",
      "## The bill in numbers",
      "## What was assumed",
      "## Where the figures are from",
      "## Make it again",
      "## Pictures that are missing",
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((left, right) => left - right));
    expect(text.endsWith("\n")).toBe(true);
  });

  it("names the arrangement that holds the SLO where one fleet is not shown to", () => {
    const { arrangements } = pooledResult();
    const one = { ...resultWith({ replicas: [1, 2], offeredLoad: 9 }), sizedByPool: "ads" };
    const text = renderMarkdown({ ...one, arrangements }, NONE);
    expect(text).toContain("the arrangement shared of pools is shown to keep the SLO");
    expect(text).toContain(
      "One fleet for all classes, with the size of pool ads: No count up to 2",
    );
    expect(text).not.toContain("no fleet of the sweep is shown");
  });

  it("prices an autoscaler's promise by what is proven, and says what is only counted", () => {
    const fleets = [9, 10, 11].map((mean) => [mean, { "fleet.target": mean }] as const);
    const all = elasticResult({ fleets });
    const [first, ...rest] = all.points;
    const [one] = first.objectives;
    const open = { ...one, verdict: "insufficient" as const, effectiveViolations: 2 };
    const points = [{ ...first, objectives: [open] }, ...rest];
    const text = renderMarkdown({ ...all, points }, NONE);
    expect(text).toContain("| another limit | cheapest fleet that keeps it as counted |");
    expect(text).toContain("| another target | cheapest fleet that is proven to keep it |");
    expect(text).toMatch(/\(as promised\) \| target 10, .*\$41\.00\/h \|/);
    expect(text).toMatch(/\| target 10, .*\$41\.00\/h \(is proven to keep p99 TTFT ≤ 500 ms\) \|/);
    expect(text).not.toMatch(/36\.90\/h \((?:keeps|is proven)/);
  });

  it("says years of a budget that lasts for more than one", () => {
    expect(renderMarkdown(withBudget({ exhaustedAfter: 21_241.8 * 86_400 }), NONE)).toContain(
      "| over 58 years |",
    );
    expect(renderMarkdown(withBudget({ exhaustedAfter: 400 * 86_400 }), NONE)).toContain(
      "| over 1 year |",
    );
    expect(renderMarkdown(withBudget({ exhaustedAfter: 300 * 86_400 }), NONE)).toContain(
      "| 300 d |",
    );
  });

  it("tells pages and tickets unless alert windows were shortened by more than a tenth", () => {
    const alert = { burn: 1, long: 259_200, short: 21_600, firings: 5, activeShare: 0.1 };
    const textAt = (scaled: number): string => {
      const alerts = [{ ...alert, severity: "page" as const }];
      const forecast = { pages: 5.2, tickets: 3.3, scaled, note: null, alerts };
      return renderMarkdown(withBudget({ alerts: forecast }), NONE);
    };
    expect(textAt(1)).toContain("| 5.2 | 3.3 |");
    expect(textAt(0.5)).toContain("Pages and tickets: with alert windows shortened to 1/2.");
    expect(textAt(1 / 73)).not.toContain("| 5.2 |");
    expect(textAt(1 / 73)).toContain(
      "Pages and tickets are not told: the alerts look back up to 3 d, 73 times",
    );
  });

  it("says of each missing picture why", () => {
    const [missing] = PICTURES.missing;
    expect(missing.name).toBe("tornado");
    expect(renderMarkdown(BASE, PICTURES)).toContain(`- ${missing.heading}: `);
    expect(headings(renderMarkdown(BASE, NONE))).not.toContain("## Pictures that are missing");
  });

  it("marks the choice among the fleets", () => {
    const rows = renderMarkdown(BASE, NONE)
      .split("\n")
      .filter((line) => line.includes("met, chosen"));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/^\| \*\*9\*\* \| \*\*\\\$36\.90\*\* \|/);
  });

  it("divides the bill into lines that are those of the result", () => {
    const text = renderMarkdown(BASE, NONE);
    expect(text).toContain("| **all** | **\\$36.90** | **\\$26,937** | **100%** |");
  });

  it("has as many cells in each row of a table as in its head", () => {
    for (const result of variants()) {
      let columns = 0;
      for (const line of renderMarkdown(result, NONE).split("\n")) {
        const cells = line.startsWith("|") ? line.split(/(?<!\\)\|/).length : 0;
        if (columns > 0 && cells > 0) expect(cells, line).toBe(columns);
        columns = cells;
      }
    }
  });

  it("tells of a result without a choice, and of one fleet alone", () => {
    const none = renderMarkdown(resultWith({ replicas: [1, 2] }), NONE);
    expect(none).toContain("No count up to 2 holds");
    expect(none).toContain("## Error budget of the fleet nearest to holding in numbers");
    expect(renderMarkdown(resultWith({ replicas: [9] }), NONE)).toContain("Not priced: ");
  });

  it("leaves out rows far from the choice and says how many", () => {
    const replicas = Array.from({ length: 60 }, (_, index) => index + 1);
    const text = renderMarkdown(resultWith({ replicas }), NONE);
    expect(text).toContain("36 further configurations are in result.json.");
    expect(text).toContain("met, chosen");
  });

  it("shows the scenario as it was written and the commands with its overrides", () => {
    const written = {
      file: "it's mine.yaml",
      text: "name: x\n```\n<b>\n",
      overrides: ["--set fleet.replicas=[2, 4]", "--seed 7"],
    };
    const text = renderMarkdown({ ...BASE, written }, NONE);
    expect(text).toContain(
      "tailcap run 'it'\\''s mine.yaml' --set 'fleet.replicas=[2, 4]' --seed 7",
    );
    expect(text).toContain("````yaml\nname: x\n```\n<b>\n````");
  });

  it("gives the same text for the same result", () => {
    expect(renderMarkdown(resultWith(), PICTURES)).toBe(renderMarkdown(BASE, PICTURES));
  });

  it("shows names and descriptions as text, whatever is in them", async () => {
    const plain = await parseMarkdown(renderMarkdown(BASE, PICTURES));
    for (const text of HOSTILE) {
      const hostile: Result = {
        ...BASE,
        scenario: { ...BASE.scenario, name: text, description: text },
        workload: { ...BASE.workload, notes: [text] },
        tailcap: text,
        points: BASE.points.map((point) => ({ ...point, settings: { [text]: text } })),
        choice: BASE.choice === null ? null : { ...BASE.choice, settings: { [text]: text } },
      };
      const pictures = makePictures(hostile, ["curve", "tornado"]);
      const rendered = renderMarkdown(hostile, pictures);
      const { images, kinds } = await parseMarkdown(rendered);
      expect([...kinds].filter((kind) => !plain.kinds.has(kind))).toEqual([]);
      expect(images).toBe(pictures.made.length);
    }
  });
});

function variants(): readonly Result[] {
  const classes = [
    { class: null, metric: "ttft" as const, within: 0.5, target: 0.99 },
    { class: null, metric: "latency" as const, within: 8, target: 0.95 },
  ];
  const settings = [
    { values: { "fleet.router": "a|b" }, factor: 1 },
    { values: { "fleet.router": "random" }, factor: 1.2 },
  ];
  return [
    BASE,
    resultWith({ objectives: classes, settings }),
    resultWith({ question: "hindsight", rejectedShare: 0.2 }),
    resultWith({ price: 0 }),
    resultWith({ stuck: [1, 2] }),
  ];
}
