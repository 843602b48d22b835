import { compile } from "vega-lite";
import { describe, expect, it } from "vitest";
import { answerSentence } from "../../../src/report/answer.ts";
import { curveSpec } from "../../../src/report/curve/curve-spec.ts";
import { drawCurve } from "../../helpers/draw-curve.ts";
import { range, resultWith, type ResultOptions } from "../../helpers/result-builder.ts";
import { pooledResult } from "../../helpers/pooled-result.ts";
import { overlaps, textBoxes } from "../../helpers/svg-text.ts";
import { elementsNamed, parseXml, textOf, type XmlElement } from "../../helpers/xml.ts";

const tokens = (value: number, factor: number) => ({
  values: { "service.maxBatchedTokens": value },
  factor,
});

const CASES: Readonly<Record<string, ResultOptions>> = {
  "a knee": {},
  "no choice in overload": { replicas: range(1, 8), offeredLoad: 9.5 },
  "nothing proven": { replicas: range(1, 8) },
  "one point without a choice": { replicas: [8] },
  "one point chosen": { replicas: [10] },
  "two points": { replicas: [4, 8] },
  "the first count chosen": { replicas: range(10, 16) },
  "the last count chosen": { replicas: range(1, 9) },
  "forty counts": { replicas: range(1, 40), offeredLoad: 14, price: 1234.5 },
  "sixty counts": { replicas: range(1, 60), offeredLoad: 30 },
  "a hundred counts": { replicas: range(1, 100), offeredLoad: 12 },
  "geometric counts": { replicas: [1, 2, 4, 8, 16, 32, 64, 128], offeredLoad: 10 },
  hindsight: { question: "hindsight", replicas: range(1, 12) },
  "three settings": { settings: [tokens(1024, 1.3), tokens(2048, 1), tokens(8192, 1.12)] },
  "six settings": { settings: range(1, 6).map((one) => tokens(1024 * one, 0.7 + 0.1 * one)) },
  "nine settings": { settings: range(1, 9).map((one) => tokens(512 * one, 0.8 + 0.07 * one)) },
  "settings at one count": { replicas: [9], settings: [tokens(1024, 1.3), tokens(2048, 1)] },
  "no price": { price: 0 },
  "a tiny price": { price: 0.0031 },
  "no completions": { stuck: [1, 2, 3] },
  "no completions anywhere": { replicas: [1, 2], stuck: [1, 2] },
  "lost requests": { rejectedShare: 0.02 },
  "many lost requests and settings": {
    rejectedShare: 0.2,
    settings: [tokens(1024, 1.3), tokens(2048, 1), tokens(8192, 1.12)],
  },
  "lost requests at a hundred counts": { rejectedShare: 0.6, replicas: range(1, 100) },
  "no completions at one of two settings": {
    stuck: [1, 2, 16],
    settings: [tokens(1024, 1.3), tokens(2048, 1)],
  },
  "waits of zero": {
    objectives: [
      { class: null, metric: "queueWait", within: 0.2, target: 0.999 },
      { class: null, metric: "queueWait", within: 0.05, target: 0.9 },
    ],
  },
  "four measures": {
    objectives: [
      { class: null, metric: "ttft", within: 0.5, target: 0.99 },
      { class: null, metric: "latency", within: 8, target: 0.95 },
      { class: null, metric: "tpot", within: 0.02, target: 0.5 },
      { class: null, metric: "queueWait", within: 0.2, target: 0.9 },
    ],
  },
  "a limit out of reach": {
    objectives: [{ class: null, metric: "latency", within: 0.001, target: 0.98 }],
  },
  "a generous limit": { objectives: [{ class: null, metric: "tpot", within: 600, target: 0.98 }] },
  "long texts": { name: "n".repeat(80), description: "word ".repeat(80) },
};

async function draw(options: ResultOptions): Promise<XmlElement> {
  return parseXml(await drawCurve(resultWith(options)));
}

describe.each(Object.entries(CASES))("the curve of %s", (_, options) => {
  it("is a well-formed picture that says the answer and overlaps no labels", async () => {
    const svg = await draw(options);
    const boxes = textBoxes(svg);
    const shown = boxes.map(({ text }) => text).join(" ");
    expect(shown).toContain(answerSentence(resultWith(options)));
    expect(overlaps(boxes)).toEqual([]);

    const [width, height] = [Number(svg.attributes["width"]), Number(svg.attributes["height"])];
    expect(width).toBeGreaterThan(840);
    expect(width).toBeLessThanOrEqual(861);
    for (const box of boxes) {
      expect([box.text, box.left >= 0, box.right <= width]).toEqual([box.text, true, true]);
      expect([box.text, box.top >= 0, box.bottom <= height]).toEqual([box.text, true, true]);
    }
    expect(JSON.stringify(svg)).not.toContain("NaN");
  });

  it("gives Vega-Lite nothing to warn about", () => {
    const messages: string[] = [];
    const logger = {
      level: () => logger,
      error: (...args: readonly unknown[]) => record(args),
      warn: (...args: readonly unknown[]) => record(args),
      info: (...args: readonly unknown[]) => record(args),
      debug: () => logger,
    };
    function record(args: readonly unknown[]) {
      messages.push(args.join(" "));
      return logger;
    }
    compile(curveSpec(resultWith(options)), { logger });
    expect(messages).toEqual([]);
  });
});

describe("drawCurve", () => {
  it("gives the same bytes every time, whatever was drawn in between", async () => {
    const first = await drawCurve(resultWith());
    await drawCurve(resultWith({ replicas: [2, 3] }));
    expect(await drawCurve(resultWith())).toBe(first);
  });

  it("has a title and a description as the first children of an image", async () => {
    const svg = await draw({ rejectedShare: 0.001 });
    expect(svg.attributes["role"]).toBe("img");
    const [title, description] = [...elementsNamed(svg, "title"), ...elementsNamed(svg, "desc")];
    expect(svg.children.slice(0, 2)).toEqual([title, description]);
    expect(textOf(title)).toBe(answerSentence(resultWith({ rejectedShare: 0.001 })));
    expect(textOf(description)).toContain("against p99 TTFT ≤ 500 ms");
    expect(textOf(description)).toContain("9 ($36.90/h) 428 ms");
    expect(textOf(description)).toContain(
      "0.10% rejected; compliance counts these requests as bad",
    );
  });

  it("says in words what is beyond any limit, and in the small print what an arrow is", async () => {
    const svg = await draw({ rejectedShare: 0.02 });
    const [description] = elementsNamed(svg, "desc");
    expect(textOf(description)).toContain("9 ($36.90/h) beyond any limit (2.00% lost)");
    const shown = textBoxes(svg)
      .map(({ text }) => text)
      .join(" ");
    expect(shown).toContain("↑: more than 1 − q of the requests got no answer");
  });

  it("draws the arrangements of pools where there are some", async () => {
    const svg = parseXml(await drawCurve(pooledResult()));
    expect(textOf(elementsNamed(svg, "title")[0])).toMatch(/^shared: 10 replicas, \$6\.00\/h; /);
  });

  it("escapes markup and drops escape sequences of a scenario", async () => {
    const svg = await draw({
      description: `</text><script>alert("x")</script>\u001b[31m & more`,
      settings: [tokens(1024, 1.3), { values: { "a.b<c>": "</svg>" }, factor: 1 }],
    });
    expect(elementsNamed(svg, "script")).toEqual([]);
    const shown = textBoxes(svg).map(({ text }) => text);
    expect(shown).toContain('chat-burst: </text><script>alert("x")</script> & more');
    expect(shown.some((text) => text.includes("b<c> </svg>"))).toBe(true);
  });

  it("names the limit, the lines, the choice and the regions", async () => {
    const shown = textBoxes(await draw({})).map(({ text }) => text);
    for (const text of ["SLO: p99 ≤ 500 ms", "p50", "p95", "p99", "9 replicas, $36.90/h"]) {
      expect(shown).toContain(text);
    }
    expect(shown).toContain("SLO missed");
    expect(shown).toContain("$36.90");
    expect(shown.at(-1)).toBeDefined();
    const notes = shown.join(" ");
    expect(notes).toContain("Hollow: saturated");
    expect(notes).toContain("Bands: 95% confidence.");
    expect(notes).toContain("95% confidence for traffic like this");
  });

  it("says what hindsight means and shows no bands", async () => {
    const notes = textBoxes(await draw({ question: "hindsight" }))
      .map(({ text }) => text)
      .join(" ");
    expect(notes).toContain("exact for this trace");
    expect(notes).not.toContain("Bands");
  });

  it("names up to five other settings and counts more", async () => {
    const few = textBoxes(await draw(CASES["six settings"])).map(({ text }) => text);
    expect(few.filter((text) => /^maxBatchedTokens \d+$/.test(text))).toHaveLength(5);
    const many = textBoxes(await draw(CASES["nine settings"])).map(({ text }) => text);
    expect(many.filter((text) => /^maxBatchedTokens \d+$/.test(text))).toHaveLength(0);
    expect(many.join(" ")).toContain("8 other settings in grey, unnamed.");
  });
});
