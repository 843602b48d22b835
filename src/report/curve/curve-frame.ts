import type { Result } from "../../plan/result.ts";
import { formatLimit, quantileName } from "../format.ts";
import { nearestPoint, settingsName } from "../settings.ts";
import { shortenAll } from "../shorten.ts";
import { shownQuantile } from "../shown-quantile.ts";
import { measureText } from "../text-width.ts";
import type { CurveGroup } from "./curve-groups.ts";
import { xOf, type CurveModel, type CurvePanel } from "./curve-model.ts";
import { costScale, latencyScale, type CurveScale } from "./curve-scale.ts";
import { quantileStyle } from "./curve-style.ts";
import { INK, MUTED_INK, NOTE_SIZE, SLO_COLOR, TEXT_SIZE } from "../theme.ts";

/** Every length of the picture, in pixels, and the scales that follow from them. */
export interface CurveFrame {
  /** Of a panel's plotting area. */
  readonly width: number;
  readonly x: CurveScale;
  readonly panels: readonly PanelFrame[];
}

/** One panel in its place. */
export interface PanelFrame {
  readonly panel: CurvePanel;
  readonly height: number;
  /** Height of the strip above the data, which holds the names of the regions. */
  readonly strip: number;
  /** Where in the strip quantiles stand that are beyond any limit. */
  readonly lostRows: LostRows;
  /** Ends below the largest values where those are far beyond the limit. */
  readonly y: CurveScale;
  /** Names of lines, written right of the plot. */
  readonly marginLabels: readonly MarginLabel[];
  /** The panel's first objective's quantile along the curves of the other settings. */
  readonly otherCurves: readonly OtherCurve[];
}

/** Middles of the rows of arrows, in pixels; null if there is nothing to put into one. */
export interface LostRows {
  /** Of the quantiles along the main curve. */
  readonly own: number | null;
  /** Of the other settings. */
  readonly others: number | null;
}

/** A name that belongs to the place where a line ends. */
export interface MarginLabel {
  readonly text: string;
  /** Where the line ends, on the scales. */
  readonly x: number;
  readonly value: number;
  readonly color: string;
  readonly size: number;
  readonly bold: boolean;
}

/** One quantile along another setting's curve. */
export interface OtherCurve {
  readonly name: string;
  readonly marks: readonly CurveMark[];
}

/** A point of a curve, on the scales; its value may be null or Infinity. */
export interface CurveMark {
  readonly x: number;
  readonly value: number | null;
}

/** Width of the whole picture. */
export const PICTURE_WIDTH = 860;
/** White space around it. */
export const PICTURE_PADDING = 14;
/** Room left of the plot for the labels of the y axis. */
export const LEFT_MARGIN = 66;
/** Between the plot and the names right of it. */
export const LABEL_GAP = 16;

const LABELS_MAX_WIDTH = 170;
const OTHER_LABELS_MAX = 5;
const SINGLE_HEIGHT = 290;
const STACKED_HEIGHT = 190;
const STRIP_HEIGHT = 28;
const OFF_SCALE_HEIGHT = 20;
const LOST_HEIGHT = 20;
const BARE_STRIP_HEIGHT = 10;
const AXIS_PADDING: readonly [number, number] = [36, 30];
// Latency under overload depends on how long the traffic lasts and says little; shown to scale, it
// would crush the part that the decision rests on. Values further above the limit than this (or
// above the best point, where none meets it) are cut off.
const CEILING_FACTOR = 20;
// A value further below the limit than this is drawn at the bottom edge.
const FLOOR_FACTOR = 1e3;

/** Finds the scales and lengths of the picture. */
export function frameCurve(result: Result, model: CurveModel): CurveFrame {
  const panels = model.panels.map((panel, index) => {
    const height = model.panels.length === 1 ? SINGLE_HEIGHT : STACKED_HEIGHT;
    const otherCurves = model.others.map((group) => otherCurve(group, panel, model));
    const values = shownValues(model, panel, otherCurves);
    const highest = Math.max(...values);
    const isCut = ({ value }: CurveMark): boolean =>
      value !== null && Number.isFinite(value) && value > highest;
    const cut = panel.series.some(({ marks }) => marks.some(isCut));
    const { lostRows, bottom } = placeLostRows(
      index === 0 ? STRIP_HEIGHT : BARE_STRIP_HEIGHT,
      otherCurves.some(({ marks }) => marks.some(isBeyond)),
      panel.series.some(({ marks }) => marks.some(isBeyond)),
    );
    const strip = bottom + (cut ? OFF_SCALE_HEIGHT : 0);
    const y = latencyScale(values, height, strip);
    const labels = marginLabels(panel, otherCurves);
    return { panel, height, strip, lostRows, y, otherCurves, marginLabels: labels };
  });
  const widest = Math.max(
    ...panels.flatMap(({ marginLabels }) =>
      marginLabels.map(({ text, size, bold }) => measureText(text, size, bold)),
    ),
  );
  const margins = LEFT_MARGIN + LABEL_GAP + Math.ceil(widest) + 2 * PICTURE_PADDING;
  const width = PICTURE_WIDTH - margins;
  const places = result.points.map((point) => xOf(point, model.xIsCost));
  return { width, x: costScale(places, width, AXIS_PADDING), panels };
}

/** Rows for the arrows from `top` down, those of the other settings first. */
function placeLostRows(
  top: number,
  hasOthers: boolean,
  hasOwn: boolean,
): { readonly lostRows: LostRows; readonly bottom: number } {
  const ownTop = top + (hasOthers ? LOST_HEIGHT : 0);
  return {
    lostRows: {
      others: hasOthers ? top + LOST_HEIGHT / 2 : null,
      own: hasOwn ? ownTop + LOST_HEIGHT / 2 : null,
    },
    bottom: ownTop + (hasOwn ? LOST_HEIGHT : 0),
  };
}

/** Whether a quantile has no place on any scale. */
export function isBeyond({ value }: CurveMark): boolean {
  return value === Number.POSITIVE_INFINITY;
}

function otherCurve(
  group: CurveGroup,
  panel: CurvePanel,
  { axes, xIsCost }: CurveModel,
): OtherCurve {
  const share = panel.objectives[0].target;
  return {
    name: settingsName(group.settings, axes),
    marks: group.points.map((point) => ({
      x: xOf(point, xIsCost),
      value: shownQuantile(point, { class: panel.class, metric: panel.metric, share }),
    })),
  };
}

/** The values that the y axis has to span. */
function shownValues(
  model: CurveModel,
  panel: CurvePanel,
  otherCurves: readonly OtherCurve[],
): readonly number[] {
  const limits = panel.objectives.map(({ within }) => within);
  const nearest = model.choice ?? nearestPoint(model.main.points);
  const reached = panel.objectives
    .map(({ target }) => shownQuantile(nearest, { ...panel, share: target }) ?? 0)
    .filter(Number.isFinite);
  const ceiling = CEILING_FACTOR * Math.max(...limits, ...reached);
  const floor = Math.min(...limits) / FLOOR_FACTOR;
  const ownMarks = panel.series.flatMap(({ marks }) => marks);
  const values = [
    ...limits,
    ...ownMarks.map(({ value }) => value),
    ...otherCurves.flatMap(({ marks }) => marks.map(({ value }) => value)),
    // The interval of an overloaded point may reach anywhere and is cut at the edge instead.
    ...ownMarks.flatMap((mark) => (mark.saturated || isBeyond(mark) ? [] : (mark.interval ?? []))),
  ].filter((value): value is number => value !== null && Number.isFinite(value));
  return values
    .filter((value) => value <= ceiling)
    .map((value) => (value === 0 ? 0 : Math.max(value, floor)));
}

function marginLabels(
  panel: CurvePanel,
  otherCurves: readonly OtherCurve[],
): readonly MarginLabel[] {
  // Highest first, so that names of lines that end together are stacked like lines that don't.
  const quantiles = panel.series.toReversed().flatMap(({ share, emphasised, marks }) => {
    const end = lastShown(marks);
    if (end === undefined) return [];
    const color = emphasised ? quantileStyle(share).color : INK;
    return [{ ...end, text: quantileName(share), color, size: TEXT_SIZE, bold: emphasised }];
  });
  const objectives = panel.objectives.map((objective) => ({
    text: `SLO: ${quantileName(objective.target)} ≤ ${formatLimit(objective.within)}`,
    x: Number.POSITIVE_INFINITY,
    value: objective.within,
    color: SLO_COLOR,
    size: TEXT_SIZE,
    bold: true,
  }));
  const named = otherCurves.length > OTHER_LABELS_MAX ? [] : otherCurves;
  const names = shortenAll(
    named.map(({ name }) => name),
    (name) => measureText(name, NOTE_SIZE) <= LABELS_MAX_WIDTH,
  );
  const others = named.flatMap(({ marks }, index) => {
    const end = lastShown(marks);
    if (end === undefined) return [];
    return [{ ...end, text: names[index], color: MUTED_INK, size: NOTE_SIZE, bold: false }];
  });
  return [...objectives, ...quantiles, ...others];
}

function lastShown(
  marks: readonly CurveMark[],
): { readonly x: number; readonly value: number } | undefined {
  const last = marks.findLast(({ value }) => value !== null);
  return last === undefined || last.value === null ? undefined : { x: last.x, value: last.value };
}
