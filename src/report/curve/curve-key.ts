import type { Point } from "../../plan/result.ts";
import { formatDollars, formatSeconds, formatShare, quantileName } from "../format.ts";
import { lostShare } from "../lost-share.ts";
import { shortenAll } from "../shorten.ts";
import { shownQuantile } from "../shown-quantile.ts";
import { measureText } from "../text-width.ts";
import { verdictText } from "../verdict-words.ts";
import { LEFT_MARGIN, PICTURE_PADDING, PICTURE_WIDTH, type CurveFrame } from "./curve-frame.ts";
import { isKeyed } from "./curve-groups.ts";
import { panelName, xOf, type CurveModel } from "./curve-model.ts";
import { place } from "./curve-scale.ts";
import { INK, MUTED_INK, NOTE_SIZE, TEXT_SIZE } from "../theme.ts";
import { spreadLabels } from "./label-layout.ts";
import { boxLayer, textLayer, type Layer } from "./layer.ts";

/** Rows of the list of names; more than these would dwarf the picture. */
const ROWS_MAX = 20;
const ROW_HEIGHT = 18;
/** From the axis down to the letters. */
const LEADER_HEIGHT = 12;
const LETTER_GAP = 6;
const COLUMN_GAP = 22;
const NAME_START = 26;
const TABLE_WIDTH = PICTURE_WIDTH - 2 * PICTURE_PADDING;

/** A point of a cloud, and the letter that stands for it. */
export interface KeyEntry {
  readonly letter: string;
  readonly point: Point;
}

/**
 * The points that get a letter: all of a cloud's, by cost, or if they are too many those around
 * the one singled out. Empty for curves whose points the axis names.
 */
export function keyEntries(model: CurveModel, pointed: Point): readonly KeyEntry[] {
  if (!isKeyed(model.main.axis)) return [];
  const { points } = model.main;
  const entries = points.map((point, index) => ({ letter: letterOf(index), point }));
  const middle = points.indexOf(pointed) - Math.floor(ROWS_MAX / 2);
  const start = Math.max(0, Math.min(middle, points.length - ROWS_MAX));
  return entries.slice(start, start + ROWS_MAX);
}

/** "A" to "Z", then "AA", "AB" and so on. */
export function letterOf(index: number): string {
  const own = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? own : letterOf(Math.floor(index / 26) - 1) + own;
}

/** Height of the letters' row with the leaders above it, in pixels. */
export const LETTERS_HEIGHT: number = LEADER_HEIGHT + ROW_HEIGHT;

/** The letters below the axis, moved apart where costs are close, each with a leader to its cost. */
export function letterLayers(
  entries: readonly KeyEntry[],
  frame: CurveFrame,
  axisTop: number,
  pointed: Point,
): readonly Layer[] {
  const homes = entries.map(({ point }) => place(frame.x, xOf(point, true)));
  const extents = entries.map(({ letter }) => measureText(letter, TEXT_SIZE, true) + LETTER_GAP);
  const middles = spreadLabels(
    homes.map((position, index) => ({ position, extent: extents[index] })),
    [0, frame.width],
  );
  const leaders = homes.map((px, index) => {
    return { px, py: axisTop, px2: middles[index], py2: axisTop + LEADER_HEIGHT };
  });
  const py = axisTop + LEADER_HEIGHT + ROW_HEIGHT / 2;
  const texts = entries.map(({ letter, point }, index) => {
    return { isBold: point === pointed, place: { px: middles[index], py, text: letter } };
  });
  return [
    boxLayer(leaders, { type: "rule", color: MUTED_INK, strokeWidth: 0.8 }),
    ...[false, true].map((bold) =>
      textLayer(
        texts.filter(({ isBold }) => isBold === bold).map((text) => text.place),
        { color: INK, size: TEXT_SIZE, bold, align: "center" },
      ),
    ),
  ];
}

/** Height of the list of names, in pixels; 0 without entries. */
export function keyHeight(entries: readonly KeyEntry[]): number {
  return entries.length === 0 ? 0 : (entries.length + 1) * ROW_HEIGHT + 8;
}

/** The list below the axis: letter, name, cost, the first objective's quantile, losses, verdict. */
export function keyLayers(
  model: CurveModel,
  entries: readonly KeyEntry[],
  top: number,
  pointed: Point,
): readonly Layer[] {
  if (entries.length === 0) return [];
  const columns = columnsOf(model, entries);
  const widths = columns.map(({ cells, header }) =>
    Math.max(
      measureText(header, NOTE_SIZE),
      ...cells.map((cell) => measureText(cell, TEXT_SIZE, true)),
    ),
  );
  const taken = widths.reduce((sum, width) => sum + width + COLUMN_GAP, NAME_START);
  const names = shortenAll(
    entries.map(({ point }) => model.main.axis?.label(point) ?? ""),
    (name) => measureText(name, TEXT_SIZE, true) <= TABLE_WIDTH - taken,
  );
  const nameWidth = Math.max(...names.map((name) => measureText(name, TEXT_SIZE, true)));
  const left = -LEFT_MARGIN;
  const header = { color: MUTED_INK, size: NOTE_SIZE, bold: false } as const;
  const line = (row: number): number => top + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  const layers: Layer[] = [
    textLayer([{ px: left + NAME_START, py: line(0), text: model.main.axis?.name ?? "" }], {
      ...header,
      align: "left",
    }),
  ];
  const addColumn = (px: number, texts: readonly string[], align: "left" | "right"): void => {
    for (const bold of [false, true]) {
      const own = texts
        .map((text, row) => ({ px, py: line(row + 1), text }))
        .filter((_, row) => (entries[row].point === pointed) === bold);
      layers.push(textLayer(own, { color: INK, size: TEXT_SIZE, bold, align }));
    }
  };
  addColumn(
    left,
    entries.map(({ letter }) => letter),
    "left",
  );
  addColumn(left + NAME_START, names, "left");
  let start = left + NAME_START + nameWidth;
  for (const [index, { align, cells, header: title }] of columns.entries()) {
    start += COLUMN_GAP;
    const px = align === "left" ? start : start + widths[index];
    layers.push(textLayer([{ px, py: line(0), text: title }], { ...header, align }));
    addColumn(px, cells, align);
    start += widths[index];
  }
  return layers;
}

interface KeyColumn {
  readonly header: string;
  readonly align: "left" | "right";
  readonly cells: readonly string[];
}

function columnsOf({ panels }: CurveModel, entries: readonly KeyEntry[]): readonly KeyColumn[] {
  const [panel] = panels;
  const { target } = panel.objectives[0];
  const points = entries.map(({ point }) => point);
  const quantiles = points.map((point) =>
    formatSeconds(shownQuantile(point, { ...panel, share: target })),
  );
  const losses = points.map(lostShare);
  const lost: KeyColumn = {
    header: "lost",
    align: "right",
    cells: losses.map((share) => formatShare(share, 1)),
  };
  return [
    {
      header: "$/hour",
      align: "right",
      cells: points.map(({ costPerHour }) => formatDollars(costPerHour)),
    },
    { header: `${quantileName(target)} ${panelName(panel)}`, align: "right", cells: quantiles },
    ...(losses.some((share) => share > 0) ? [lost] : []),
    { header: "SLO", align: "left", cells: points.map(verdictText) },
  ];
}
