import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codeBlock,
  codeSpan,
  escapeMarkdown,
} from "../../../src/report/markdown/escape-markdown.ts";
import { cleanText } from "../../../src/report/plain-text.ts";
import { HOSTILE, withoutBreaks } from "./hostile-texts.ts";
import { parseMarkdown } from "./parse-markdown.ts";

const PLAIN_KINDS = new Set(["root", "paragraph", "text", "whitespace"]);

/** What markup is made of, and a little to mark up. */
const MARKS = "`*_[]()!<>&|\\~#-+=.:/$@ \na1".split("").concat("www.", "http://", "x@y.z");

describe("escaped text", () => {
  it.each(HOSTILE)("reads as written: %j", async (text) => {
    const { kinds, text: read } = await parseMarkdown(escapeMarkdown(text));
    expect([...kinds].filter((kind) => !PLAIN_KINDS.has(kind))).toEqual([]);
    expect(withoutBreaks(read)).toBe(cleanText(text));
  });

  it("reads as written whatever marks it is made of", async () => {
    const mark = fc.constantFrom(...MARKS);
    const texts = fc.array(mark, { maxLength: 14 }).map((marks) => marks.join(""));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { kinds, text: read } = await parseMarkdown(escapeMarkdown(text));
        expect([...kinds].filter((kind) => !PLAIN_KINDS.has(kind))).toEqual([]);
        expect(withoutBreaks(read)).toBe(cleanText(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("mentions nobody, refers to no issue and makes no emoji", () => {
    const text = escapeMarkdown("@octocat fixes #12 and GH-7 :tada: :+1: at 12:30").replaceAll(
      "&#8203;",
      "\u200b",
    );
    expect(text).not.toMatch(/@\w|#\d|GH-\d|:\w+:/);
    expect(text).toContain("at 12:30");
  });

  it("leaves what is harmless legible", () => {
    expect(escapeMarkdown("p99 TTFT ≤ 300 ms, 0.5% (of 6 replicas)")).toBe(
      "p99 TTFT ≤ 300 ms, 0.5% (of 6 replicas)",
    );
  });
});

describe("code", () => {
  it.each(HOSTILE)("shows a span letter by letter: %j", async (text) => {
    const { kinds } = await parseMarkdown(`x ${codeSpan(text)} y`);
    expect([...kinds].filter((kind) => !PLAIN_KINDS.has(kind))).toEqual(["inlineCode"]);
  });

  it("keeps a pipe from ending a table's cell", () => {
    expect(codeSpan("a|b")).toBe("`a\\|b`");
  });

  it("isn't ended by fences inside, and keeps its indents", async () => {
    const text = "a:\n  b: |\n    ```\n# <h1>\u001b[31m\n````js\n\n";
    const block = codeBlock(text, "yaml");
    expect(block).toBe("`````yaml\na:\n  b: |\n    ```\n# <h1>\n````js\n`````");
    expect([...(await parseMarkdown(block)).kinds]).toEqual(["root", "code"]);
  });
});
