import { compile } from "vega-lite";
import { expect } from "vitest";
import type { MissingPicture, Picture } from "../../src/report/picture.ts";
import { renderSvg } from "../../src/report/render-svg.ts";
import { overlaps, textBoxes } from "./svg-text.ts";
import { parseXml } from "./xml.ts";

/** The picture itself, where a result must fill it. */
export function filled(picture: Picture | MissingPicture): Picture {
  if ("missing" in picture) throw new Error(`${picture.name} is missing: ${picture.missing}`);
  return picture;
}

/**
 * Draws a picture and expects what every picture must be: well-formed, no wider than 860 px and its
 * rounding, no text under 13 px, over another or out of the picture.
 *
 * @returns Its lines of text.
 */
export async function expectLegible({ spec, text }: Picture): Promise<readonly string[]> {
  const source = await renderSvg(spec, text);
  const svg = parseXml(source);
  const boxes = textBoxes(svg);
  expect(overlaps(boxes)).toEqual([]);
  const [width, height] = [Number(svg.attributes["width"]), Number(svg.attributes["height"])];
  expect(width).toBeLessThanOrEqual(861);
  const outside = boxes.filter(
    ({ bottom, left, right, top }) => left < 0 || right > width || top < 0 || bottom > height,
  );
  expect(outside.map((box) => box.text)).toEqual([]);
  expect(source).not.toMatch(/NaN|undefined/);
  const sizes = [...source.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
  return boxes.map((box) => box.text);
}

/** Expects a picture to be legible, and Vega-Lite to have nothing to say about it; its texts. */
export async function expectSound(picture: Picture): Promise<readonly string[]> {
  expect(warningsOf(picture)).toEqual([]);
  return expectLegible(picture);
}

/** What Vega-Lite has to say about a specification. */
export function warningsOf({ spec }: Picture): readonly string[] {
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

type Fields = Readonly<Record<string, unknown>>;

/** Rows of data anywhere in a specification that have all of these fields, in order. */
export function rowsWith({ spec }: Picture, ...fields: readonly string[]): readonly Fields[] {
  return nodesOf(spec)
    .flatMap(({ values }) => (Array.isArray(values) ? values : []))
    .filter(isFields)
    .filter((row) => fields.every((field) => field in row));
}

/** Fields that tooltips show, of which every one must be finished text in the data. */
export function expectTooltipsFilled({ spec }: Picture): void {
  const shown = nodesOf(spec).flatMap(({ data, encoding }) => {
    if (!isFields(data) || !isFields(encoding)) return [];
    const { tooltip } = encoding;
    const { values } = data;
    if (!Array.isArray(tooltip) || !Array.isArray(values)) return [];
    const names = tooltip.filter(isFields).map(({ field }) => String(field));
    return values.filter(isFields).flatMap((row) => names.map((name) => [name, row[name]]));
  });
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter(([, value]) => typeof value !== "string" || value === "")).toEqual([]);
}

/** Every mapping within a value, itself first. */
function nodesOf(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isFields(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Markup and escape sequences that no picture may let through. */
export const HOSTILE = "</script><b onload=x>\u001b[31m\u202e & \"'";

/** A specification as text of a fixed layout, numbers cut to what engines agree on. */
export function specText({ spec }: Picture): string {
  return `${JSON.stringify(spec, cutNumber, 1)}\n`;
}

function cutNumber(_: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isInteger(value)) return value;
  return Number(value.toPrecision(9));
}
