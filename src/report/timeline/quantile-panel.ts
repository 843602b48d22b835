import { marginLayers } from "../curve/curve-annotations.ts";
import { latencyScale, place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { SLO_RULE } from "../curve/marks.ts";
import { formatLimit } from "../format.ts";
import { textTooltip } from "../picture-parts.ts";
import { BLUE, NOTE_SIZE, SLO_COLOR } from "../theme.ts";
import type { TimelineFrame } from "./timeline-frame.ts";
import type { FollowedQuantile, TimelineModel } from "./timeline-model.ts";
import {
  acrossAt,
  HEAD,
  pairLayers,
  panelOf,
  timeOf,
  type PanelOptions,
} from "./timeline-panels.ts";
import { quantileField, type TimelineRow } from "./timeline-rows.ts";

/** Pixels of a bin that stands alone. */
const LEAST_DASH = 4;

/**
 * A quantile that objectives are about by time of arrival, against their limits.
 *
 * @param height - Pixels.
 */
export function quantilePanel(
  { frame, model, rows }: PanelOptions,
  quantile: FollowedQuantile,
  height: number,
): PanelSpec {
  const fields = [
    quantileField("front", quantile.index),
    quantileField("back", quantile.index),
  ] as const;
  const limits = quantile.limits.map(({ within }) => within);
  const values = rows.flatMap((row) => fields.map((field) => row.quantiles[field] ?? null));
  const known = values.filter((value) => value !== null);
  const y = latencyScale([...known, ...limits], height, HEAD);
  const labels = quantile.limits.map(({ name, within }) => {
    const at = { x: Number.POSITIVE_INFINITY, value: within };
    return { ...at, text: name, color: SLO_COLOR, size: NOTE_SIZE, bold: false };
  });
  const rules = limits.map((within) => acrossAt(frame, y, within));
  const title = `${quantile.name} by time of arrival`;
  return panelOf({ frame, model }, { height, y, title, unit: formatTime }, [
    ...pairLayers({ frame, model }, fields, y),
    ...loneLayers(rows, fields[0], frame, y),
    hoverLayer(frame, model, { name: hoverName(quantile), height }),
    boxLayer(rules, SLO_RULE),
    ...marginLayers(
      { width: frame.width, x: frame.x },
      { height, strip: HEAD, y, marginLabels: labels },
    ),
  ]);
}

/** Name of the pane of a quantile's panel, over which time can be selected. */
export function hoverName({ index }: FollowedQuantile): string {
  return `latency${index}`;
}

/** Bins before a gap: a line alone would show them by their left edge, which is nothing. */
function loneLayers(
  rows: readonly TimelineRow[],
  field: string,
  frame: TimelineFrame,
  y: CurveScale,
): readonly Layer[] {
  const boxes = rows.flatMap(({ end, quantiles, start }, bin) => {
    const value = quantiles[field];
    if (value === null || (rows[bin + 1]?.quantiles[field] ?? null) !== null) return [];
    const [py, px] = [place(y, value), place(frame.x, start)];
    return [{ px, px2: Math.max(place(frame.x, end), px + LEAST_DASH), py, py2: py }];
  });
  if (boxes.length === 0) return [];
  return [boxLayer(boxes, { type: "rule", color: BLUE, strokeWidth: 1.8 })];
}

/** A line has one tooltip at most, so that what is seen of a bin hangs on a pane before it. */
function hoverLayer(
  frame: TimelineFrame,
  model: TimelineModel,
  { height, name }: { readonly name: string; readonly height: number },
): Layer {
  return {
    name,
    mark: { type: "rect", fillOpacity: 0, strokeWidth: 0 },
    encoding: {
      x: timeOf(frame),
      x2: { field: "end" },
      y: { value: HEAD },
      y2: { value: height },
      tooltip: tooltipOf(model),
    },
  };
}

/** What a bin holds, for pages that can show it. */
function tooltipOf({ back, front }: TimelineModel) {
  return textTooltip({
    time: "arrived",
    rate: "requests",
    frontText: front.name,
    ...(back === null ? {} : { backText: back.name }),
  });
}

function formatTime(seconds: number): string {
  return seconds === 0 ? "0" : formatLimit(seconds);
}
