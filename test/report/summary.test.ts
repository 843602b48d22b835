import { describe, expect, it } from "vitest";
import { formatBudget, renderSummary } from "../../src/report/summary.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { range, resultWith, type ResultOptions } from "../helpers/result-builder.ts";
import { pooledResult } from "../helpers/pooled-result.ts";

const PLAIN = { color: false, width: 100, files: ["reports/chat-burst/curve.svg"] };

function summaryLines(options: ResultOptions): readonly string[] {
  return renderSummary(resultWith(options), PLAIN).split("\n");
}

const tokens = (value: number, factor: number) => ({
  values: { "service.maxBatchedTokens": value },
  factor,
});

describe("renderSummary", () => {
  it("says what was simulated, what was found, and where the files are", () => {
    const text = renderSummary(resultWith(), PLAIN);
    expect(text).toContain("43,200 requests over 1 h at 12.0/s, 10 replications");
    expect(text).toContain("very bursty: index of dispersion 2.4 in 1 s, 6.2 in 10 s");
    expect(text).toContain("continuous batching, up to 256 sequences and 2,048 tokens a step");
    expect(text).toContain("$4.10/h a replica, least-outstanding");
    expect(text).toContain("Intervals are over hours of traffic like this one.");
    expect(text).toContain("Choice     9 replicas, $36.90/h: p99 TTFT 428 ms ≤ 500 ms.");
    expect(text).toContain("8 replicas would save $4.10/h ($2.99k a month) but leave it undecided");
    expect(text).toContain("Files      reports/chat-burst/curve.svg");
  });

  it("has a row a replica count with right-aligned numbers", () => {
    const rows = summaryLines({}).filter((line) => /^ +\d+ +\$/.test(line));
    expect(rows).toHaveLength(16);
    const ends = rows.map((row) => /^ +\d+/.exec(row)?.[0].length);
    expect(new Set(ends).size).toBe(1);
    expect(rows[0]).toContain("missed, saturated");
    expect(rows[8].trim().split(/ {2,}/)).toEqual([
      "9",
      "$36.90",
      "271 ms",
      "428 ms",
      "99.39%",
      "61%",
      "met",
      "..* |",
    ]);
  });

  it("fits the width with three objectives, long texts and saturated rows", () => {
    const options: ResultOptions = {
      description: "word ".repeat(60),
      price: 12_345.67,
      objectives: [
        { class: null, metric: "ttft", within: 0.5, target: 0.99 },
        { class: null, metric: "tpot", within: 0.03, target: 0.95 },
        { class: null, metric: "latency", within: 8, target: 0.9 },
      ],
    };
    const table = summaryLines(options).slice(1);
    expect(Math.max(...table.map(displayWidth))).toBeLessThanOrEqual(100);
    expect(table.join("\n")).toContain("saturated");
  });

  it("groups rows by settings", () => {
    const lines = summaryLines({
      replicas: range(8, 10),
      settings: [tokens(1024, 1.3), tokens(2048, 1)],
    });
    const first = lines.indexOf("maxBatchedTokens 1024");
    expect(lines.indexOf("maxBatchedTokens 2048")).toBe(first + 4);
  });

  it("shows the rows around the choice of a long sweep and counts the others", () => {
    const lines = summaryLines({ replicas: range(1, 60), offeredLoad: 30 });
    const rows = lines.filter((line) => /^ +\d+ +\$/.test(line));
    expect(rows).toHaveLength(24);
    expect(rows.some((row) => row.startsWith("      41 "))).toBe(true);
    expect(lines).toContain("  … 28 smaller not shown");
    expect(lines).toContain("  … 8 larger not shown");
  });

  it("says that there is no choice and how near the best count comes", () => {
    const text = renderSummary(resultWith({ replicas: range(1, 6) }), PLAIN);
    expect(text).toContain("No choice  No count up to 6 holds p99 TTFT ≤ 500 ms: nearest 788 ms");
  });

  it("shows as infinite what more requests than that got no answer to, and says why", () => {
    const rows = summaryLines({ replicas: range(4, 10), stuck: [4] });
    expect(rows.find((row) => row.startsWith("       4"))).toMatch(/∞ +∞ +∞ +0% /);
    expect(rows.join(" ")).toContain("∞: more than 1 − q of all requests got no answer");
    const some = summaryLines({ replicas: range(8, 10), rejectedShare: 0.02 });
    expect(some.find((row) => row.startsWith("       9"))).toMatch(/ ms +\d+ ms +∞ /);
    expect(summaryLines({}).join(" ")).not.toContain("∞");
  });

  it("compares arrangements before everything else, and says what the table is then about", () => {
    const text = renderSummary(pooledResult(), PLAIN);
    expect(text).toMatch(
      /\nPools +shared: 10 replicas, \$6\.00\/h; separate: 7 \+ 3 \+ 5 replicas/,
    );
    expect(text.indexOf("Pools ")).toBeLessThan(text.indexOf("replicas  $/hour"));
    expect(text).toContain("One fleet for all classes, as fleet.replicas has it:\n");
    expect(text).toMatch(/\nOne fleet  9 replicas, /);
    expect(text).not.toMatch(/^Choice/m);
  });

  it("says whose size the one fleet has where the scenario gives it none", () => {
    const text = renderSummary({ ...pooledResult(), sizedByPool: "search" }, PLAIN);
    expect(text).toContain(
      "One fleet for all classes, with the size of pool search, as fleet has none of its own:\n",
    );
    expect(text).not.toContain("as fleet.replicas has it");
  });

  it.each([80, 100])("plots each row against the limit, within %d columns", (width) => {
    const lines = renderSummary(resultWith(), { ...PLAIN, width }).split("\n");
    const rows = lines.filter((line) => /^ +\d+ +\$/.test(line));
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
    const met = rows.filter((row) => row.includes(" met "));
    expect(met.length).toBeGreaterThan(0);
    for (const row of met) expect(row).toMatch(/\*( *)\|$/);
    expect(rows.filter((row) => row.includes("missed")).join("")).toMatch(/\|\.*[*>]/);
  });

  it("says on what a fleet without a choice spent its attempts", () => {
    const result = resultWith({ replicas: [3] });
    expect(result.choice).toBeNull();
    const clients = {
      attemptsPerRequest: 2.5,
      retries: 1500,
      hedges: 0,
      hedgeWins: 0,
      retriesDenied: 0,
      lost: 0,
      cacheHitShare: null,
    };
    const points = result.points.map((point) => ({ ...point, clients }));
    expect(renderSummary({ ...result, points }, PLAIN)).toMatch(
      /\nAttempts +2\.50 attempts a request, 1,500 retries in 10 replications\./,
    );
  });

  it("uses escape codes only when asked to", () => {
    expect(renderSummary(resultWith(), PLAIN)).not.toContain("\u001b");
    const colored = renderSummary(resultWith(), { ...PLAIN, color: true });
    expect(colored).toContain("\u001b[1;32mmet\u001b[0m");
    expect(colored).toContain("\u001b[33mundecided\u001b[0m");
    expect(colored).toContain("\u001b[31mmissed, saturated\u001b[0m");
    // oxlint-disable-next-line no-control-regex
    expect(colored.replace(/\u001b\[[\d;]*m/g, "")).toBe(renderSummary(resultWith(), PLAIN));
  });

  it("lets no escape sequence of a scenario through", () => {
    const result = resultWith({
      description: "\u001b[2Jgone\u0007\nFORGED LINE",
      settings: [{ values: { "x.\u001b[31my": "\u001b]0;t\u0007v" }, factor: 1 }],
    });
    const text = renderSummary(result, { ...PLAIN, files: ["a\u001b[31m.svg"] });
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\u0007");
    expect(text).toContain("chat-burst: gone FORGED LINE");
    expect(text).toContain("y v");
    expect(text).toContain("a.svg");
  });
});

it("writes a small overspend in percent and a large one as a multiple", () => {
  expect(formatBudget(0.004)).toBe("0.4%");
  expect(formatBudget(0.61)).toBe("61%");
  expect(formatBudget(3.63)).toBe("363%");
  expect(formatBudget(46.2)).toBe("46×");
});
