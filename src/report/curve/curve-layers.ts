import type { Point } from "../../plan/result.ts";
import { pointName } from "../answer.ts";
import { formatSeconds, quantileName } from "../format.ts";
import { quantileStyle } from "./curve-style.ts";
import { GRID_COLOR, INK, OTHER_SETTING_COLOR, PAPER } from "../theme.ts";
import { isBeyond, type CurveFrame, type CurveMark, type PanelFrame } from "./curve-frame.ts";
import type { CurveModel, QuantileMark, QuantileSeries } from "./curve-model.ts";
import { xOf } from "./curve-model.ts";
import { clampTo, cutPath, place, type PathPoint } from "./curve-scale.ts";
import { boxLayer, type Layer } from "./layer.ts";
import { ringMark, SLO_RULE } from "./marks.ts";

// Markers closer than this run into each other.
const MARKER_SPACING = 15;

/** The data of one panel, from back to front: other settings, bands, SLO lines, quantiles. */
export function dataLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
): readonly Layer[] {
  const isJoined = model.main.axis?.isJoined ?? true;
  // The emphasised lines come last, on top of the others.
  const series = panel.panel.series.toSorted(
    (left, right) => Number(left.emphasised) - Number(right.emphasised),
  );
  return [
    ...otherLayers(frame, panel),
    ...series.flatMap((one) => bandLayers(one, panel, isJoined)),
    ...sloLayers(frame, panel),
    ...(isJoined ? series.map((one) => lineLayer(one, frame, panel)) : []),
    ...series.flatMap((one) => markerLayers(model, frame, panel, one)),
  ];
}

function otherLayers(frame: CurveFrame, panel: PanelFrame): readonly Layer[] {
  const layers: Layer[] = [];
  for (const { marks } of panel.otherCurves) {
    const values = [...cutPath(marks.map(pathPoint), frame.x, panel.y)];
    const single = values.filter(({ y }) => y !== null).length === 1;
    layers.push({
      data: { values },
      mark: single
        ? { type: "point", shape: "circle", filled: true, size: 30, color: OTHER_SETTING_COLOR }
        : { type: "line", color: OTHER_SETTING_COLOR, strokeWidth: 1.2 },
    });
  }
  return layers;
}

function bandLayers(
  series: QuantileSeries,
  panel: PanelFrame,
  isJoined: boolean,
): readonly Layer[] {
  const { color } = quantileStyle(series.share);
  const encoding = { y2: { field: "high" } };
  return finiteRuns(series.marks).flatMap((marks): readonly Layer[] => {
    const values = marks.flatMap(({ x, interval, value }) =>
      interval === null || value === null || value > panel.y.domain[1]
        ? []
        : [{ x, y: clampTo(panel.y, interval[0]), high: clampTo(panel.y, interval[1]) }],
    );
    if (values.length === 0) return [];
    // An area needs two points to be seen; those that stand alone get a bar.
    if (values.length === 1 || !isJoined) {
      const mark = { type: "rule" as const, color, strokeWidth: 7, opacity: 0.3 };
      return [{ data: { values }, mark, encoding }];
    }
    const opacity = series.emphasised ? 0.22 : 0.13;
    return [{ data: { values }, mark: { type: "area", color, opacity }, encoding }];
  });
}

/** Stretches of marks without one beyond any limit, which a band must not bridge. */
function finiteRuns(marks: readonly QuantileMark[]): readonly (readonly QuantileMark[])[] {
  const runs: QuantileMark[][] = [[]];
  for (const mark of marks) {
    if (isBeyond(mark)) runs.push([]);
    else runs[runs.length - 1].push(mark);
  }
  return runs;
}

/** A mark as a line sees it, which breaks where there is nothing to join. */
function pathPoint(mark: CurveMark): PathPoint {
  return { x: mark.x, y: isBeyond(mark) ? null : mark.value };
}

function sloLayers(frame: CurveFrame, panel: PanelFrame): readonly Layer[] {
  const boxes = panel.panel.objectives.map(({ within }) => {
    const py = place(panel.y, within);
    return { px: 0, py, px2: frame.width, py2: py };
  });
  return [boxLayer(boxes, SLO_RULE)];
}

function lineLayer(series: QuantileSeries, frame: CurveFrame, panel: PanelFrame): Layer {
  const { color, dash } = quantileStyle(series.share);
  return {
    data: { values: [...cutPath(series.marks.map(pathPoint), frame.x, panel.y)] },
    mark: {
      type: "line",
      color,
      strokeDash: [...dash],
      strokeWidth: series.emphasised ? 3 : 1.6,
      strokeJoin: "round",
    },
  };
}

function markerLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
  series: QuantileSeries,
): readonly Layer[] {
  const { color, shape } = quantileStyle(series.share);
  const shown = thinMarks(model, frame, series.marks).filter(
    (mark) => series.share === panel.panel.objectives[0].target || !isOffScale(panel, mark),
  );
  const size = (shape === "triangle-up" ? 62 : 52) * (series.emphasised ? 1.35 : 1);
  return [false, true].flatMap((saturated) => {
    const values = shown
      .filter((mark) => mark.saturated === saturated)
      .flatMap((one) => {
        if (one.value === null) return [];
        const point = model.main.points[series.marks.indexOf(one)];
        const fleet = pointName(point, model.axes);
        return [{ x: one.x, y: clampTo(panel.y, one.value), fleet, ...markWords(series, one) }];
      });
    if (values.length === 0) return [];
    const fill = saturated ? PAPER : color;
    const mark = { type: "point" as const, shape, size, fill, stroke: color, strokeWidth: 1.5 };
    return [{ data: { values }, mark: { ...mark, opacity: 1 }, encoding: { tooltip: TOOLTIP } }];
  });
}

const TOOLTIP = [
  { field: "fleet", type: "nominal" as const, title: "fleet" },
  { field: "quantile", type: "nominal" as const, title: "quantile" },
  { field: "value", type: "nominal" as const, title: "value" },
  { field: "interval", type: "nominal" as const, title: "interval" },
];

/** What a mark says when it is pointed at. */
function markWords(series: QuantileSeries, mark: QuantileMark): Readonly<Record<string, string>> {
  const { interval, value } = mark;
  return {
    quantile: quantileName(series.share),
    value: formatSeconds(value, 4),
    interval:
      interval === null
        ? "none"
        : `${formatSeconds(interval[0], 4)} to ${formatSeconds(interval[1], 4)}`,
  };
}

/** Leaves out marks that would touch, but never the choice and the outermost saturated ones. */
export function thinMarks(
  model: CurveModel,
  frame: CurveFrame,
  marks: readonly QuantileMark[],
): readonly QuantileMark[] {
  const present = marks.filter((mark) => mark.value !== null && !isBeyond(mark));
  // No line would stand in for a mark left out.
  if (model.main.axis?.isJoined === false) return present;
  const chosen = model.choice === null ? null : xOf(model.choice, model.xIsCost);
  const first = present.filter(
    (mark) => mark.x === chosen || mark === present.findLast(({ saturated }) => saturated),
  );
  const kept = new Set(first);
  const ends = [present.at(0), present.at(-1)].filter((mark) => mark !== undefined);
  for (const mark of [...ends, ...present]) {
    const px = place(frame.x, mark.x);
    const free = [...kept].every(
      (other) => Math.abs(place(frame.x, other.x) - px) >= MARKER_SPACING,
    );
    if (free) kept.add(mark);
  }
  return present.filter((mark) => kept.has(mark));
}

/** The vertical line and the rings that single out one point of the main curve. */
export function pointerLayers(
  model: CurveModel,
  frame: CurveFrame,
  panel: PanelFrame,
  pointed: Point,
): readonly Layer[] {
  const x = xOf(pointed, model.xIsCost);
  const px = place(frame.x, x);
  const index = model.main.points.indexOf(pointed);
  const rule = { type: "rule", color: INK, strokeWidth: 1 } as const;
  const values = panel.panel.series
    .filter(({ emphasised }) => emphasised)
    .map(({ marks }) => marks[index])
    .filter((mark) => !isBeyond(mark))
    .flatMap(({ value }) => (value === null ? [] : [{ x, y: clampTo(panel.y, value) }]));
  const strokeDash = model.choice === null ? [3, 3] : [];
  return [
    boxLayer([{ px, py: 0, px2: px, py2: panel.height }], { ...rule, strokeDash }),
    {
      data: { values },
      mark: { ...ringMark(330), strokeDash },
    },
  ];
}

/** A white frame and grid behind the data would hide the shading, so the grid is drawn over it. */
export function gridLayer(frame: CurveFrame, panel: PanelFrame, ticks: readonly number[]): Layer {
  const boxes = ticks.map((tick) => {
    const py = place(panel.y, tick);
    return { px: 0, py, px2: frame.width, py2: py };
  });
  return boxLayer(boxes, { type: "rule", color: GRID_COLOR, strokeWidth: 1 });
}

/** Whether a mark lies above the top of the y axis. */
export function isOffScale(panel: PanelFrame, mark: QuantileMark): boolean {
  return mark.value !== null && !isBeyond(mark) && mark.value > panel.y.domain[1];
}
