import { compile } from "vega-lite";
import { expect } from "vitest";
import type { MissingPicture, Picture } from "../../src/report/picture.ts";
import { renderSvg } from "../../src/report/render-svg.ts";
import { overlaps, textBoxes, type TextBox } from "./svg-text.ts";
import { parseXml } from "./xml.ts";

/** A picture that was made, for tests that want no other. */
export function madeOf(picture: Picture | MissingPicture): Picture {
  if (!("spec" in picture)) throw new Error(`missing: ${picture.missing}`);
  return picture;
}

/**
 * Draws a picture and expects what every picture must be: well-formed, no wider than 860 px and its
 * rounding, no text under 13 px, over another or out of the picture, nothing for Vega-Lite to warn
 * about.
 *
 * @returns Its lines of text.
 */
export async function checkPicture({ spec, text }: Picture): Promise<readonly TextBox[]> {
  const svg = parseXml(await renderSvg(spec, text));
  const boxes = textBoxes(svg);
  expect(overlaps(boxes)).toEqual([]);
  const [width, height] = [Number(svg.attributes["width"]), Number(svg.attributes["height"])];
  expect(width).toBeLessThanOrEqual(861);
  const outside = boxes.filter(
    ({ bottom, left, right, top }) => left < 0 || right > width || top < 0 || bottom > height,
  );
  expect(outside).toEqual([]);
  const small = [...JSON.stringify(svg).matchAll(/"font-size":"([\d.]+)px"/g)].filter(
    ([, size]) => Number(size) < 13,
  );
  expect(small).toEqual([]);
  expect(JSON.stringify(svg)).not.toContain("NaN");
  expect(warningsOf(spec)).toEqual([]);
  return boxes;
}

function warningsOf(spec: Picture["spec"]): readonly string[] {
  const messages: string[] = [];
  const record = (...args: readonly unknown[]) => {
    messages.push(args.join(" "));
    return logger;
  };
  const logger = {
    level: () => logger,
    error: record,
    warn: record,
    info: record,
    debug: () => logger,
  };
  compile(spec, { logger });
  return messages;
}
