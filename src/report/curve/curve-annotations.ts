import type { Point } from "../../plan/result.ts";
import { pointName } from "../answer.ts";
import { formatDollars, formatReplicas, formatSeconds } from "../format.ts";
import { nearestPoint } from "../settings.ts";
import { measureText, truncateText } from "../text-width.ts";
import { LABEL_GAP, type CurveFrame, type PanelFrame } from "./curve-frame.ts";
import { isKeyed, type CurveAxis } from "./curve-groups.ts";
import { letterOf } from "./curve-key.ts";
import { isOffScale, thinMarks } from "./curve-layers.ts";
import { xOf, type CurveModel } from "./curve-model.ts";
import { curveRegions, regionName, type CurveRegion } from "./curve-regions.ts";
import { place } from "./curve-scale.ts";
import {
  INK,
  LEADER_COLOR,
  MISSED_COLOR,
  MUTED_INK,
  NOTE_SIZE,
  TEXT_SIZE,
  UNPROVEN_COLOR,
} from "../theme.ts";
import { spreadLabels } from "./label-layout.ts";
import { boxLayer, placeAt, textLayer, type Layer, type PlacedText } from "./layer.ts";

const LINE_EXTENT = 17;
const STRIP_MIDDLE = 12;
const STRIP_GAP = 10;
const AXIS_WIDTH = 1;

/** Shaded regions, behind everything else. */
export function shadingLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
): readonly Layer[] {
  return curveRegions(model, frame).map(({ kind, start, end }) =>
    boxLayer([{ px: start, py: 0, px2: end, py2: panel.height - AXIS_WIDTH / 2 }], {
      type: "rect",
      color: kind === "missed" ? MISSED_COLOR : UNPROVEN_COLOR,
    }),
  );
}

/** Names of the lines right of the plot, moved apart, with a leader where one is far from home. */
export function marginLayers(
  frame: Pick<CurveFrame, "width" | "x">,
  panel: Pick<PanelFrame, "height" | "marginLabels" | "strip" | "y">,
): readonly Layer[] {
  const homes = panel.marginLabels.map((label) => placeAt(frame.x, panel.y, label));
  const middles = spreadLabels(
    homes.map(({ py }) => ({ position: py, extent: LINE_EXTENT })),
    [panel.strip - LINE_EXTENT / 2, panel.height + LINE_EXTENT / 2],
  );
  // Along the line's end to the edge, then across to the name: in order, so none cross.
  const leaders = homes.flatMap(({ px, py }, index) => [
    { px: Math.min(px + 8, frame.width), py, px2: frame.width, py2: py },
    { px: frame.width, py, px2: frame.width + LABEL_GAP - 4, py2: middles[index] },
  ]);
  const texts = panel.marginLabels.map(({ text, color, size, bold }, index) =>
    textLayer([{ px: frame.width + LABEL_GAP, py: middles[index], text }], {
      color,
      size,
      bold,
      align: "left",
    }),
  );
  return [boxLayer(leaders, { type: "rule", color: LEADER_COLOR, strokeWidth: 0.8 }), ...texts];
}

/** The point to single out: the choice, else the one of the main curve nearest to the SLO. */
export function pointedAt(model: CurveModel): Point {
  return model.choice ?? nearestPoint(model.main.points);
}

/** What stands in the strip above the data, and what found no room there. */
export interface StripLabels {
  readonly pointer: PlacedText & { readonly align: "left" | "right" };
  readonly regions: readonly PlacedText[];
  readonly homeless: readonly CurveRegion["kind"][];
}

/** Places the name of the pointed-at configuration, then the regions' names where they fit. */
export function placeStripLabels(model: CurveModel, frame: CurveFrame): StripLabels {
  const point = pointedAt(model);
  const { axis } = model.main;
  const name =
    axis !== null
      ? axisPointName(model, axis, point)
      : model.xIsCost
        ? pointName({ ...point, settings: {} }, {})
        : formatReplicas(point.replicas);
  const isBest = model.choice === null && model.main.points.length > 1;
  const px = place(frame.x, xOf(point, model.xIsCost));
  const room = Math.max(px, frame.width - px) - STRIP_GAP;
  const text = truncateText(isBest ? `nearest: ${name}` : name, room, TEXT_SIZE, true);
  const width = measureText(text, TEXT_SIZE, true);
  const toRight = px + STRIP_GAP + width <= frame.width;
  const anchor = px + (toRight ? STRIP_GAP : -STRIP_GAP);
  const taken = toRight ? [px, anchor + width] : [anchor - width, px];
  const regions: PlacedText[] = [];
  const homeless = new Set<CurveRegion["kind"]>();
  for (const region of curveRegions(model, frame)) {
    const label = regionName(region.kind);
    const wide = measureText(label, NOTE_SIZE);
    const start = region.start + STRIP_GAP;
    const fits = start + wide <= region.end - 4;
    const free = start + wide + STRIP_GAP <= taken[0] || start >= taken[1] + STRIP_GAP;
    if (fits && free) regions.push({ px: start, py: STRIP_MIDDLE, text: label });
    else homeless.add(region.kind);
  }
  return {
    pointer: { px: anchor, py: STRIP_MIDDLE, text, align: toRight ? "left" : "right" },
    regions,
    homeless: [...homeless],
  };
}

/** A setting of an autoscaler with its cost: "target 0.7, $13.10/h", or "C, $13.10/h" in a cloud. */
function axisPointName({ main }: CurveModel, axis: CurveAxis, point: Point): string {
  const cost = `${formatDollars(point.costPerHour)}/h`;
  if (isKeyed(axis)) return `${letterOf(main.points.indexOf(point))}, ${cost}`;
  const label = axis.label(point);
  return label === "" ? cost : `${axis.name} ${label}, ${cost}`;
}

/** The strip's texts as layers. */
export function stripLayers(labels: StripLabels): readonly Layer[] {
  const { pointer, regions } = labels;
  return [
    textLayer([pointer], { color: INK, size: TEXT_SIZE, bold: true, align: pointer.align }),
    textLayer(regions, { color: MUTED_INK, size: NOTE_SIZE, bold: false, align: "left" }),
  ];
}

/** Values of the first objective's quantile written where they are off the scale. */
export function offScaleLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
): readonly Layer[] {
  const { target } = panel.panel.objectives[0];
  const marks = panel.panel.series.find(({ share }) => share === target)?.marks ?? [];
  const texts: PlacedText[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const mark of thinMarks(model, frame, marks).filter((one) => isOffScale(panel, one))) {
    const text = formatSeconds(mark.value, 2);
    const px = place(frame.x, mark.x);
    const reach = measureText(text, NOTE_SIZE) / 2;
    if (px - reach < free) continue;
    texts.push({ px, py: panel.strip - 15, text });
    free = px + reach + STRIP_GAP;
  }
  if (texts.length === 0) return [];
  return [textLayer(texts, { color: INK, size: NOTE_SIZE, bold: false, align: "center" })];
}

/** Crosses on the upper edge of the data where no request completed. */
export function nothingCompletedLayers(frame: CurveFrame, panel: PanelFrame): readonly Layer[] {
  const missing = panel.panel.series[0].marks.filter(({ value }) => value === null);
  if (missing.length === 0) return [];
  const texts = missing.map(({ x }) => ({
    px: place(frame.x, x),
    py: panel.strip + 6,
    text: "×",
  }));
  return [textLayer(texts, { color: INK, size: 20, bold: true, align: "center" })];
}
