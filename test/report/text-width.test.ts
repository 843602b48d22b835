import { expect, it } from "vitest";
import { balanceText, measureText, truncateText, wrapText } from "../../src/report/text-width.ts";

it("adds up Helvetica's advance widths", () => {
  // Adobe's Helvetica.afm: T 611, F 611, space 278, 9 556; Helvetica-Bold.afm: p 611, 9 556.
  expect(measureText("TTFT 99", 10)).toBeCloseTo((3 * 611 + 611 + 278 + 2 * 556) / 100, 10);
  expect(measureText("p99", 20, true)).toBeCloseTo((611 + 2 * 556) / 50, 10);
});

it("takes letters it does not know for wide ones", () => {
  expect(measureText("漢字", 10)).toBe(20);
  expect(measureText("é", 10)).toBeGreaterThan(measureText("e", 10));
});

it("truncates to the width with an ellipsis", () => {
  const short = truncateText("maxBatchedTokens 8192", 80, 13);
  expect(short).toMatch(/^maxBatch.*…$/);
  expect(measureText(short, 13)).toBeLessThanOrEqual(80);
  expect(truncateText("p99", 80, 13)).toBe("p99");
  expect(truncateText("p99", 1, 13)).toBe("…");
});

it("wraps at spaces without losing words", () => {
  const text = "No count up to 16 holds p99 TTFT ≤ 500 ms";
  const lines = wrapText(text, 150, 14);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(" ")).toBe(text);
  for (const line of lines) expect(measureText(line, 14)).toBeLessThanOrEqual(150);
});

it("balances lines without needing more of them", () => {
  const text = "10 replicas, $41.00/h: p99 TTFT 395 ms ≤ 500 ms, and 2 more objectives";
  const width = measureText(text, 19, true) * 0.9;
  const greedy = wrapText(text, width, 19, true);
  const balanced = balanceText(text, width, 19, true);
  expect(balanced).toHaveLength(greedy.length);
  expect(balanced.join(" ")).toBe(text);
  expect(shortest(balanced)).toBeGreaterThan(shortest(greedy));
});

function shortest(lines: readonly string[]): number {
  return Math.min(...lines.map((line) => measureText(line, 19, true)));
}
