import { expect, it } from "vitest";
import { breakText, cleanText, escapeXml, valueText } from "../../src/report/plain-text.ts";

it.each([
  ["colour codes", "a\u001b[1;31mb\u001b[0mc", "abc"],
  ["window titles", "a\u001b]0;owned\u0007b", "ab"],
  ["hyperlinks", "\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\", "text"],
  ["one-byte introducers", "a\u009b2Jb", "ab"],
  ["an unfinished title", "a\u001b]0;rest", "a"],
  ["a lone escape", "a\u001b", "a"],
  ["terminal resets", "a\u001bcb", "ab"],
])("removes %s", (_, text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

it("turns line breaks and control characters into one space", () => {
  expect(cleanText(" a\r\n\tb\u0000\u0008c ")).toBe("a b c");
});

it("removes characters that reorder or hide text", () => {
  expect(cleanText("a\u202egpj.exe\u2066b\u200bc")).toBe("a gpj.exe b c");
});

it("replaces half a surrogate pair and keeps whole ones", () => {
  expect(cleanText("\ud83d!")).toBe("\ufffd!");
  expect(cleanText("\u{1f680}")).toBe("\u{1f680}");
});

it("escapes markup", () => {
  expect(escapeXml(`<b a="1">'&'</b>`)).toBe("&lt;b a=&quot;1&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;");
});

it("writes swept values of any kind on one safe line", () => {
  expect(valueText("random\u001b[2J")).toBe("random");
  expect(valueText(2048)).toBe("2048");
  expect(valueText({ blocks: 10 })).toBe('{"blocks":10}');
  expect(valueText(undefined)).toBe("undefined");
});

it("keeps limits and units together where lines may be broken", () => {
  expect(breakText("p99 TTFT ≤ 500 ms at 3 sites")).toEqual([
    "p99",
    "TTFT ≤ 500 ms",
    "at",
    "3",
    "sites",
  ]);
});
