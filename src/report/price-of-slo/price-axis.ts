import { LEFT_MARGIN } from "../curve/curve-frame.ts";
import { place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, textLayer, type Layer } from "../curve/layer.ts";
import { SLO_RULE, titleOverAxis } from "../curve/marks.ts";
import { formatDollars } from "../format.ts";
import { captionLayers, TEXT_WIDTH } from "../picture-parts.ts";
import { measureText, truncateText } from "../text-width.ts";
import { MUTED_INK, NOTE_SIZE, SLO_COLOR, TEXT_SIZE } from "../theme.ts";
import type { PricedFleet } from "./priced-objective.ts";

/** Pixels of a plotting area. */
export const PLOT_WIDTH: number = TEXT_WIDTH - LEFT_MARGIN - 24;
/** Height of the strip above the data. */
export const STRIP_HEIGHT = 26;

const ROOM = 19;
const SLO_GAP = 10;

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
    ...titleOverAxis(title, LEFT_MARGIN),
  };
}

/** The name of the x axis left of its labels, and under them the small print. */
export function footerLayers(name: string, caption: string, height: number): readonly Layer[] {
  return [
    textLayer([{ px: -12, py: height + 15, text: name }], {
      color: MUTED_INK,
      size: NOTE_SIZE,
      bold: false,
      align: "right",
    }),
    ...captionLayers(caption, { left: -LEFT_MARGIN, top: height + 44 }),
  ];
}

/**
 * The line of the SLO as it is written, and what it costs.
 *
 * @param px - Pixel of the line.
 * @param promise - Its place on the axis as text: "300 ms".
 * @param own - The fleet that keeps it; null if none of the sweep does.
 * @param none - What to say then.
 */
export function sloLayers(
  px: number,
  height: number,
  promise: string,
  own: PricedFleet | null,
  none: string,
): readonly Layer[] {
  const price = own === null ? none : `${formatDollars(own.costPerHour)}/h`;
  const text = `SLO: ${promise}, ${price}`;
  const toRight = px + SLO_GAP + measureText(text, TEXT_SIZE, true) <= PLOT_WIDTH;
  const anchor = { px: px + (toRight ? SLO_GAP : -SLO_GAP), py: STRIP_HEIGHT / 2 - 2, text };
  const align = toRight ? "left" : "right";
  return [
    boxLayer([{ px, py: 0, px2: px, py2: height }], SLO_RULE),
    textLayer([anchor], { color: SLO_COLOR, size: TEXT_SIZE, bold: true, align }),
  ];
}
