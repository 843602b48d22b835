import { measureText } from "../../src/report/text-width.ts";
import { textOf, type XmlElement } from "./xml.ts";

/** A line of text in a picture and the rectangle that its glyphs can reach. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

// Of Helvetica's em: how far capitals rise above the baseline and descenders fall below it.
const ASCENT = 0.72;
const DESCENT = 0.21;

/** Every line of text of a picture, in the picture's pixels. */
export function textBoxes(root: XmlElement): readonly TextBox[] {
  return collect(root, 0, 0).filter(({ text }) => text.trim() !== "");
}

/** Pairs of texts whose rectangles overlap, as readable strings. */
export function overlaps(boxes: readonly TextBox[]): readonly string[] {
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.text} | ${other.text}`),
  );
}

function collect(element: XmlElement, x: number, y: number): readonly TextBox[] {
  const [dx, dy] = translation(element.attributes["transform"] ?? "");
  const [left, top] = [x + dx, y + dy];
  if (element.name === "text") return boxesOf(element, left, top);
  if (element.name === "title" || element.name === "desc") return [];
  return element.children.flatMap((child) =>
    typeof child === "string" ? [] : collect(child, left, top),
  );
}

function boxesOf(element: XmlElement, x: number, y: number): readonly TextBox[] {
  const size = parseFloat(element.attributes["font-size"] ?? "11");
  const bold = element.attributes["font-weight"] === "bold";
  const spans = element.children.filter((child) => typeof child !== "string");
  const lines = spans.length > 0 ? spans.map(textOf) : [textOf(element)];
  const lineHeight = parseFloat(spans.at(-1)?.attributes["dy"] ?? "0");
  const before =
    { start: 0, middle: 0.5, end: 1 }[element.attributes["text-anchor"] ?? "start"] ?? 0;
  return lines.map((text, index) => {
    const width = measureText(text, size, bold);
    const baseline = y + index * lineHeight;
    const left = x - before * width;
    const [top, bottom] = [baseline - ASCENT * size, baseline + DESCENT * size];
    return { text, left, right: left + width, top, bottom };
  });
}

function translation(transform: string): readonly [number, number] {
  const match = /translate\(([-\d.e]+),\s*([-\d.e]+)\)/.exec(transform);
  return match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
}
