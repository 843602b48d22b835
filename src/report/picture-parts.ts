import type { Result } from "../plan/result.ts";
import { PICTURE_PADDING, PICTURE_WIDTH } from "./curve/curve-frame.ts";
import { subtitleLines } from "./curve/curve-notes.ts";
import { textLayer, type Layer } from "./curve/layer.ts";
import type { PictureHeading } from "./curve/picture-spec.ts";
import { cleanText } from "./plain-text.ts";
import { truncateText, wrapText } from "./text-width.ts";
import { MUTED_INK, NOTE_SIZE, TEXT_SIZE } from "./theme.ts";

/** Pixels that a picture's text may span. */
export const TEXT_WIDTH: number = PICTURE_WIDTH - 2 * PICTURE_PADDING;

const NOTE_LINE = NOTE_SIZE + 4;

/**
 * Title and subtitle of a picture: the finding, which scenario it is about, and how to read it.
 *
 * @param title - Without a full stop.
 * @param reading - What the marks mean, without a full stop.
 */
export function headingOf(result: Result, title: string, reading: string): PictureHeading {
  const lines = [
    ...subtitleLines(result).map((line) => truncateText(line, TEXT_WIDTH, TEXT_SIZE)),
    ...wrapText(cleanText(reading), TEXT_WIDTH, TEXT_SIZE),
  ];
  return { title: cleanText(title), subtitle: lines };
}

/**
 * Small print under a panel.
 *
 * @param text - Sentences; empty for none.
 * @param place - Pixels within the plotting area: of the left edge, and of the first line's middle.
 */
export function captionLayers(
  text: string,
  { left, top }: { readonly left: number; readonly top: number },
): readonly Layer[] {
  if (text === "") return [];
  const lines = wrapText(cleanText(text), TEXT_WIDTH, NOTE_SIZE);
  const texts = lines.map((line, row) => ({ px: left, py: top + row * NOTE_LINE, text: line }));
  return [textLayer(texts, { color: MUTED_INK, size: NOTE_SIZE, bold: false, align: "left" })];
}

/** An axis that labels these values with these texts, without a title. */
export function labelledAxis(
  values: readonly number[],
  text: (value: number) => string,
): Readonly<Record<string, unknown>> {
  const texts = Object.fromEntries(values.map((value) => [value, text(value)]));
  return {
    values: [...values],
    labelExpr: `(${JSON.stringify(texts)})[datum.value]`,
    labelOverlap: false,
    labelBound: false,
    labelFlush: false,
    grid: false,
    title: null,
  };
}

/** A tooltip of fields that hold finished text, with what each is called; "" leaves one out. */
export function textTooltip(
  titles: Readonly<Record<string, string>>,
): { readonly field: string; readonly type: "nominal"; readonly title: string }[] {
  return Object.entries(titles)
    .filter(([, title]) => title !== "")
    .map(([field, title]) => ({ field, type: "nominal", title }));
}

/** Sentences or clauses that are not empty, put together. */
export function joinNotes(notes: readonly string[]): string {
  return notes.filter((note) => note !== "").join(" ");
}
