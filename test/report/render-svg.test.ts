import type { TopLevelSpec } from "vega-lite";
import { expect, it } from "vitest";
import { renderSvg } from "../../src/report/render-svg.ts";
import { elementsNamed, parseXml, textOf } from "../helpers/xml.ts";

const SPEC: TopLevelSpec = {
  data: { values: [{ x: 1, kind: "wwwwwwwwwwwwwwwwwwwwwwww" }] },
  mark: { type: "point", clip: true },
  encoding: {
    x: { field: "x", type: "quantitative" },
    color: { field: "kind", type: "nominal" },
  },
};

it("counts ids from the start, so that clipped pictures repeat byte for byte", async () => {
  const text = { title: "t", description: "d" };
  const first = await renderSvg(SPEC, text);
  expect(first).toContain("clip-path");
  expect(await renderSvg(SPEC, text)).toBe(first);
});

it("puts an escaped title and description into the root", async () => {
  const svg = parseXml(await renderSvg(SPEC, { title: "a < b & $1", description: '"q" </desc>' }));
  expect(elementsNamed(svg, "title").map(textOf)).toEqual(["a < b & $1"]);
  expect(elementsNamed(svg, "desc").map(textOf)).toEqual(['"q" </desc>']);
});

it("sizes legends by the width of their text", async () => {
  // Helvetica's w is 722 and its i 222 thousandths of the label's 10 pixels wide.
  const difference = (await widthOf("w".repeat(24))) - (await widthOf("i".repeat(24)));
  expect(Math.abs(difference - 24 * 5)).toBeLessThanOrEqual(1);
});

async function widthOf(kind: string): Promise<number> {
  const spec: TopLevelSpec = { ...SPEC, data: { values: [{ x: 1, kind }] } };
  const svg = parseXml(await renderSvg(spec, { title: "t", description: "d" }));
  return Number(svg.attributes["width"]);
}
