import { LEFT_MARGIN, PICTURE_PADDING, PICTURE_WIDTH } from "../curve/curve-frame.ts";
import type { CurveScale } from "../curve/curve-scale.ts";
import { place } from "../curve/curve-scale.ts";
import { textLayer, type Layer } from "../curve/layer.ts";
import { formatDollars } from "../format.ts";
import { truncateText, wrapText } from "../text-width.ts";
import { INK, MUTED_INK, NOTE_SIZE, TEXT_SIZE } from "../theme.ts";

/** Pixels of a line of text across the picture. */
export const TEXT_WIDTH: number = PICTURE_WIDTH - 2 * PICTURE_PADDING;
/** Pixels of a plotting area. */
export const PLOT_WIDTH: number = TEXT_WIDTH - LEFT_MARGIN - 24;
/** Height of the strip above the data. */
export const STRIP_HEIGHT = 26;

const ROOM = 19;

/**
 * Scale of a cost axis that need not start at zero, as steps are compared and not heights.
 *
 * @param costs - Dollars, at least one.
 * @param height - Pixels of the plotting area.
 */
export function priceScale(costs: readonly number[], height: number): CurveScale {
  const low = Math.min(...costs);
  const high = Math.max(...costs);
  const range = [height - 14, STRIP_HEIGHT + 16] as const;
  if (low === high) {
    const reach = low === 0 ? 1 : low / 2;
    return { type: "linear", domain: [low - reach, high + reach], range, constant: null };
  }
  return { type: "linear", domain: [low, high], range, constant: null };
}

/**
 * A cost axis with a label at every fleet's cost that has room.
 *
 * @param first - Costs that are labelled whatever they displace, the most important first.
 */
export function priceAxis(
  costs: readonly number[],
  y: CurveScale,
  { first, title }: { readonly first: readonly number[]; readonly title: string },
): object {
  const values: number[] = [];
  const ends = [Math.max(...costs), Math.min(...costs)];
  for (const cost of [...first, ...ends, ...costs]) {
    const py = place(y, cost);
    if (values.every((value) => Math.abs(place(y, value) - py) >= ROOM)) values.push(cost);
  }
  const texts = Object.fromEntries(
    values.map((cost) => [cost, truncateText(formatDollars(cost), LEFT_MARGIN - 8, TEXT_SIZE)]),
  );
  return {
    values,
    labelExpr: `(${JSON.stringify(texts)})[datum.value]`,
    labelOverlap: false,
    labelBound: false,
    labelFontWeight: {
      condition: { test: `datum.value === ${first[0] ?? -1}`, value: "bold" },
      value: "normal",
    },
    grid: false,
    domain: false,
    title,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleBaseline: "bottom",
    titleX: -LEFT_MARGIN,
    titleY: -6,
    titleFontSize: TEXT_SIZE,
    titleFontWeight: "bold",
    titleColor: INK,
  };
}

/** The name of the x axis left of its labels, and under them the small print. */
export function footerLayers(name: string, caption: string, height: number): readonly Layer[] {
  const look = { color: MUTED_INK, size: NOTE_SIZE, bold: false } as const;
  const lines = caption === "" ? [] : wrapText(caption, TEXT_WIDTH, NOTE_SIZE);
  const rows = lines.map((text, row) => {
    return { px: -LEFT_MARGIN, py: height + 44 + row * (NOTE_SIZE + 4), text };
  });
  return [
    textLayer([{ px: -12, py: height + 15, text: name }], { ...look, align: "right" }),
    ...(rows.length === 0 ? [] : [textLayer(rows, { ...look, align: "left" })]),
  ];
}
