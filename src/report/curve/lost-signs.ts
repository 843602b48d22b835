import type { Point } from "../../plan/result.ts";
import { formatShare } from "../format.ts";
import { lostShare } from "../lost-share.ts";
import { measuresOf } from "../measures-of.ts";
import { cleanText } from "../plain-text.ts";
import { measureText, truncateText } from "../text-width.ts";
import { isBeyond, type CurveFrame, type CurveMark, type PanelFrame } from "./curve-frame.ts";
import { xOf, type CurveModel } from "./curve-model.ts";
import { place } from "./curve-scale.ts";
import { quantileStyle } from "./curve-style.ts";
import { INK, MUTED_INK, NOTE_SIZE, OTHER_SETTING_COLOR } from "../theme.ts";
import { arrowLayer, boxLayer, placeAt, textLayer, type Layer, type PlacedText } from "./layer.ts";

/** Arrows side by side at one configuration, one a quantile. */
interface Sign {
  /** The middle, in pixels. */
  readonly px: number;
  readonly arrows: readonly Arrow[];
  readonly label: string;
  /** Placed before the others where there is no room for all. */
  readonly isImportant: boolean;
  /** Pixels left of the arrows that a line from above takes. */
  readonly leftMargin: number;
  /** Pixels right of the arrows to keep free, for the line that singles out a configuration. */
  readonly rightMargin: number;
}

/** A quantile beyond any limit. */
interface Arrow {
  /** Whose quantile it is, and at which of its marks. */
  readonly line: Line;
  readonly index: number;
}

/** A line with marks beyond any limit, and its look. */
interface Line {
  readonly marks: readonly CurveMark[];
  readonly color: string;
  readonly dash: readonly number[];
  readonly strokeWidth: number;
}

const ARROW_WIDTH = 11;
const ARROW_HEIGHT = 14;
const GAP = 3;
/** Pixels of a class's name. */
const CLASS_MAX = 90;

/**
 * Arrows in the strip above the data for quantiles that are beyond any limit, with what was lost
 * there, and the lines that lead up to them.
 */
export function lostLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
  pointed: Point,
): readonly Layer[] {
  const { own, others } = panel.lostRows;
  const isJoined = model.main.axis?.isJoined ?? true;
  const upper = otherSigns(model, frame, panel);
  const lower = ownSigns(model, frame, panel, pointed);
  return [
    ...(others === null
      ? []
      : rowLayers(
          upper.map((sign) => besideOwn(sign, lower)),
          frame,
          panel,
          {
            middle: others,
            color: MUTED_INK,
            isJoined,
          },
        )),
    ...(own === null
      ? []
      : rowLayers(
          lower.map((sign) => besideOther(sign, upper)),
          frame,
          panel,
          {
            middle: own,
            color: INK,
            isJoined,
          },
        )),
  ];
}

/** Moves a sign of the upper row so that its line passes the one below on the left. */
function besideOwn(sign: Sign, lower: readonly Sign[]): Sign {
  const below = lower.find((other) => isNear(other, sign));
  if (below === undefined) return sign;
  const reach = reachOf(below);
  return { ...sign, px: below.px - reach - reachOf(sign), rightMargin: 2 * reach };
}

/** Whether one sign's arrows would stand on the other's. */
function isNear(left: Sign, right: Sign): boolean {
  return Math.abs(left.px - right.px) < reachOf(left) + reachOf(right);
}

/** Leaves room for the line of a sign above. */
function besideOther(sign: Sign, upper: readonly Sign[]): Sign {
  return upper.some((other) => isNear(other, sign)) ? { ...sign, leftMargin: ARROW_WIDTH } : sign;
}

function ownSigns(
  model: CurveModel,
  frame: CurveFrame,
  { panel }: PanelFrame,
  pointed: Point,
): readonly Sign[] {
  const lines = panel.series.map(({ emphasised, marks, share }): Line => {
    const { color, dash } = quantileStyle(share);
    return { marks, color, dash, strokeWidth: emphasised ? 3 : 1.6 };
  });
  return model.main.points.flatMap((point, index) => {
    const arrows = lines
      .filter(({ marks }) => isBeyond(marks[index]))
      .map((line) => ({ line, index }));
    if (arrows.length === 0) return [];
    const px = place(frame.x, xOf(point, model.xIsCost));
    const label = lostText([lostShare(measuresOf(point, panel.class))], panel.class);
    const isImportant = point === pointed || arrows.some(isBeside);
    return [{ px, arrows, label, isImportant, leftMargin: 0, rightMargin: 0 }];
  });
}

/** One sign a cost, however many of the other settings lose requests there. */
function otherSigns(
  { others, xIsCost }: CurveModel,
  frame: CurveFrame,
  { otherCurves, panel }: PanelFrame,
): readonly Sign[] {
  const byPlace = new Map<number, { px: number; arrows: Arrow[]; shares: number[] }>();
  for (const [which, { marks }] of otherCurves.entries()) {
    const line = { marks, color: OTHER_SETTING_COLOR, dash: [], strokeWidth: 1.2 };
    for (const [index, point] of others[which].points.entries()) {
      if (!isBeyond(marks[index])) continue;
      const px = place(frame.x, xOf(point, xIsCost));
      const at = byPlace.get(Math.round(px)) ?? { px, arrows: [], shares: [] };
      at.arrows.push({ line, index });
      at.shares.push(lostShare(measuresOf(point, panel.class)));
      byPlace.set(Math.round(px), at);
    }
  }
  return [...byPlace.values()].map(({ arrows, px, shares }) => {
    const isImportant = arrows.some(isBeside);
    const label = lostText(shares, panel.class);
    return { px, arrows, label, isImportant, leftMargin: 0, rightMargin: 0 };
  });
}

/** Whether a line leads up to the arrow. */
function isBeside({ index, line }: Arrow): boolean {
  return neighbours(line, index).length > 0;
}

function neighbours({ marks }: Line, index: number): readonly { x: number; value: number }[] {
  return [marks[index - 1], marks[index + 1]].flatMap((mark) =>
    mark === undefined || mark.value === null || isBeyond(mark)
      ? []
      : [{ x: mark.x, value: mark.value }],
  );
}

/** "84% lost", of several settings "2–84% lost", and of a class by itself "84% of chat lost". */
function lostText(shares: readonly number[], ofClass: string | null): string {
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map((share) =>
    formatShare(share, share < 0.1 ? 1 : 0),
  );
  const name = ofClass === null ? "" : truncateText(cleanText(ofClass), CLASS_MAX, NOTE_SIZE);
  const lost = name === "" ? "lost" : `of ${name} lost`;
  return least === most ? `${most} ${lost}` : `${least.replace("%", "")}–${most} ${lost}`;
}

function rowLayers(
  signs: readonly Sign[],
  frame: CurveFrame,
  panel: PanelFrame,
  row: { readonly middle: number; readonly color: string; readonly isJoined: boolean },
): readonly Layer[] {
  const taken: (readonly [left: number, right: number])[] = [];
  const claim = (left: number, right: number): boolean => {
    const isFree = taken.every(([start, end]) => right <= start || left >= end);
    if (isFree) taken.push([left, right]);
    return isFree;
  };
  const ranked = signs.toSorted(
    (left, right) => Number(right.isImportant) - Number(left.isImportant),
  );
  const shown = ranked.filter((sign) => {
    const reach = reachOf(sign);
    return claim(sign.px - reach - sign.leftMargin, sign.px + reach + sign.rightMargin);
  });
  const texts: Record<"left" | "right", PlacedText[]> = { left: [], right: [] };
  for (const sign of shown) {
    const width = measureText(sign.label, NOTE_SIZE);
    const reach = reachOf(sign);
    const right = sign.px + reach + sign.rightMargin;
    const left = sign.px - reach - sign.leftMargin;
    const text = { py: row.middle, text: sign.label };
    if (right + GAP + width <= frame.width && claim(right, right + 2 * GAP + width)) {
      texts.left.push({ ...text, px: right + GAP });
    } else if (left - GAP - width >= 0 && claim(left - 2 * GAP - width, left)) {
      texts.right.push({ ...text, px: left - GAP });
    }
  }
  const arrows = shown.flatMap((sign) =>
    placesOf(sign).map(({ arrow, px }) => ({ px, py: row.middle, color: arrow.line.color })),
  );
  return [
    ...(row.isJoined ? signs.flatMap((sign) => leadLayers(sign, frame, panel, row.middle)) : []),
    ...(arrows.length === 0 ? [] : [arrowLayer(arrows, ARROW_HEIGHT)]),
    ...(["left", "right"] as const)
      .filter((align) => texts[align].length > 0)
      .map((align) =>
        textLayer(texts[align], { color: row.color, size: NOTE_SIZE, bold: false, align }),
      ),
  ];
}

/** Distinct arrows of a sign: those of the same look stand for each other. */
function placesOf(sign: Sign): readonly { readonly arrow: Arrow; readonly px: number }[] {
  const looks = [...new Map(sign.arrows.map((arrow) => [arrow.line.color, arrow])).values()];
  return looks.map((arrow, index) => {
    return { arrow, px: sign.px + (index - (looks.length - 1) / 2) * ARROW_WIDTH };
  });
}

/** From a sign's middle to where its arrows end. */
function reachOf(sign: Sign): number {
  return (placesOf(sign).length * ARROW_WIDTH) / 2;
}

/** Lines from the neighbouring marks to the edge of the data, and up to the arrows. */
function leadLayers(
  sign: Sign,
  frame: CurveFrame,
  panel: PanelFrame,
  middle: number,
): readonly Layer[] {
  const places = placesOf(sign);
  return sign.arrows.flatMap(({ index, line }) => {
    const { color, dash, strokeWidth } = line;
    const px2 = places.find(({ arrow }) => arrow.line.color === color)?.px ?? sign.px;
    const leads = neighbours(line, index).map((mark) => {
      return { ...placeAt(frame.x, panel.y, mark), px2, py2: panel.strip };
    });
    if (leads.length === 0) return [];
    leads.push({ px: px2, py: panel.strip, px2, py2: middle + ARROW_HEIGHT / 2 });
    return [boxLayer(leads, { type: "rule", color, strokeWidth, strokeDash: [...dash] })];
  });
}
