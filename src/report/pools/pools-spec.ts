import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../plan/result.ts";
import { arrangementHeadline, arrangementName, poolSize } from "../arrangement-words.ts";
import { marginLayers } from "../curve/curve-annotations.ts";
import { LABEL_GAP, LEFT_MARGIN, type MarginLabel } from "../curve/curve-frame.ts";
import { subtitleLines } from "../curve/curve-notes.ts";
import { ringMark, SLO_RULE, titleOverAxis } from "../curve/marks.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import {
  clampTo,
  costScale,
  cutPath,
  latencyScale,
  latencyTicks,
  place,
} from "../curve/curve-scale.ts";
import type { CurveScale } from "../curve/curve-scale.ts";
import { SERIES_STYLES, type QuantileStyle } from "../curve/curve-style.ts";
import { GRID_COLOR, MUTED_INK, NOTE_SIZE, PAPER, SLO_COLOR, TEXT_SIZE } from "../theme.ts";
import { pickTicks } from "../curve/label-layout.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { formatDollars, formatShare } from "../format.ts";
import { captionLayers, labelledAxis, TEXT_WIDTH } from "../picture-parts.ts";
import { cleanText } from "../plain-text.ts";
import { measureText, truncateText } from "../text-width.ts";
import { poolsCaption } from "./pools-notes.ts";
import {
  BUDGET_CEILING,
  poolsModel,
  type PoolLine,
  type PoolsModel,
  type PoolsPanel,
} from "./pools-model.ts";

const SINGLE_HEIGHT = 260;
const STACKED_HEIGHT = 170;
const STRIP_HEIGHT = 10;
const LABELS_MAX_WIDTH = 190;
const AXIS_PADDING: readonly [number, number] = [36, 30];
// Less of a budget than this is as good as none.
const FLOOR = 0.01;

/** One arrangement in its place. */
interface PoolsFrame {
  readonly panel: PoolsPanel;
  readonly height: number;
  readonly strip: number;
  readonly y: CurveScale;
  readonly marginLabels: readonly MarginLabel[];
}

/**
 * The pools of a result's arrangements as a Vega-Lite specification: the error budget that each
 * uses over what it costs, a panel an arrangement, with the chosen counts. A budget, unlike a
 * latency, compares pools with objectives of their own.
 *
 * @throws RangeError if the result compares no arrangements.
 */
export function poolsSpec(result: Result): TopLevelSpec {
  const model = poolsModel(result);
  if (model.panels.length === 0) throw new RangeError("a result must compare some arrangement");
  const height = model.panels.length === 1 ? SINGLE_HEIGHT : STACKED_HEIGHT;
  const frames = model.panels.map((panel): PoolsFrame => {
    const y = latencyScale(shownValues(panel), height, STRIP_HEIGHT);
    return { panel, height, strip: STRIP_HEIGHT, y, marginLabels: marginLabels(panel) };
  });
  const widest = Math.max(
    ...frames.flatMap(({ marginLabels: labels }) =>
      labels.map(({ bold, size, text }) => measureText(text, size, bold)),
    ),
  );
  const width = TEXT_WIDTH - LEFT_MARGIN - LABEL_GAP - Math.ceil(widest);
  const x = costScale(model.panels.flatMap(costsOf), width, AXIS_PADDING);
  return pictureSpec(
    {
      title: arrangementHeadline(result),
      subtitle: [
        ...subtitleLines(result),
        "Error budget used by each pool over what the pool costs",
      ].map((line) => truncateText(line, TEXT_WIDTH, TEXT_SIZE)),
    },
    frames.map((frame) => panelSpec(result, model, frame, { x, width }, frame === frames.at(-1))),
  );
}

function costsOf({ lines }: PoolsPanel): readonly number[] {
  return lines.flatMap(({ marks }) => marks.map(({ x }) => x));
}

/** The values that the y axis has to span. */
function shownValues({ lines }: PoolsPanel): readonly number[] {
  const values = lines.flatMap(({ marks }) =>
    marks.flatMap(({ interval, value }) => [value, ...(interval ?? [])]),
  );
  return [
    1,
    ...values.filter((value) => value <= BUDGET_CEILING).map((value) => Math.max(value, FLOOR)),
  ];
}

function marginLabels({ lines }: PoolsPanel): readonly MarginLabel[] {
  const slo: MarginLabel = {
    text: "SLO: 100%",
    x: Number.POSITIVE_INFINITY,
    value: 1,
    color: SLO_COLOR,
    size: TEXT_SIZE,
    bold: true,
  };
  const names = lines.flatMap(({ marks, pool }, index): readonly MarginLabel[] => {
    const end = marks.at(-1);
    if (end === undefined) return [];
    const size = pool.choice === null ? "none holds" : poolSize(pool);
    const room = LABELS_MAX_WIDTH - measureText(`: ${size}`, TEXT_SIZE, true);
    const text = `${truncateText(cleanText(pool.name), room, TEXT_SIZE, true)}: ${size}`;
    const { color } = styleOf(index);
    return [{ text, x: end.x, value: end.value, color, size: TEXT_SIZE, bold: true }];
  });
  return [slo, ...names];
}

function styleOf(index: number): QuantileStyle {
  return SERIES_STYLES[index % SERIES_STYLES.length];
}

function panelSpec(
  result: Result,
  model: PoolsModel,
  frame: PoolsFrame,
  axis: { readonly x: CurveScale; readonly width: number },
  isLast: boolean,
): PanelSpec {
  const { panel, y } = frame;
  const { width, x } = axis;
  const ticks = latencyTicks(y);
  const rule = (value: number): { px: number; py: number; px2: number; py2: number } => {
    const py = place(y, value);
    return { px: 0, py, px2: width, py2: py };
  };
  const layers: Layer[] = [
    boxLayer(ticks.map(rule), { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
    ...panel.lines.flatMap((line, index) => lineLayers(line, styleOf(index), x, y)),
    boxLayer([rule(1)], SLO_RULE),
    ...panel.lines.flatMap((line, index) => markLayers(line, styleOf(index), y)),
    ...marginLayers(axis, frame),
    ...(isLast ? footerLayers(poolsCaption(result, model), frame.height) : []),
  ];
  return {
    width,
    height: frame.height,
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: scaleSpec(x),
        axis: costAxis(model, x, isLast),
      },
      y: {
        field: "y",
        type: "quantitative",
        scale: scaleSpec(y),
        axis: budgetAxis(panel, ticks),
      },
    },
    layer: layers,
  };
}

function lineLayers(
  { marks }: PoolLine,
  { color, dash }: QuantileStyle,
  x: CurveScale,
  y: CurveScale,
): readonly Layer[] {
  const bars = marks.flatMap((mark) => {
    if (mark.interval === null || mark.value > y.domain[1]) return [];
    const [low, high] = mark.interval.map((end) => clampTo(y, end));
    return [{ x: mark.x, y: low, high }];
  });
  const path = cutPath(
    marks.map((mark) => ({ x: mark.x, y: mark.value })),
    x,
    y,
  );
  return [
    ...(bars.length === 0
      ? []
      : [
          {
            data: { values: bars },
            mark: { type: "rule" as const, color, strokeWidth: 7, opacity: 0.25 },
            encoding: { y2: { field: "high" } },
          },
        ]),
    {
      data: { values: [...path] },
      mark: { type: "line", color, strokeDash: [...dash], strokeWidth: 2, strokeJoin: "round" },
    },
  ];
}

const TOOLTIP = [
  { field: "pool", type: "nominal" as const, title: "pool" },
  { field: "cost", type: "nominal" as const, title: "cost" },
  { field: "used", type: "nominal" as const, title: "error budget used" },
];

/** Markers, hollow where the SLO does not hold, and a ring around the choice. */
function markLayers(
  { marks, pool }: PoolLine,
  { color, shape }: QuantileStyle,
  y: CurveScale,
): readonly Layer[] {
  const size = shape === "triangle-up" ? 80 : 68;
  const layers: Layer[] = [];
  for (const isMet of [false, true]) {
    const values = marks
      .filter((mark) => mark.isMet === isMet)
      .map((mark) => ({
        x: mark.x,
        y: clampTo(y, mark.value),
        pool: cleanText(pool.name),
        cost: `${formatDollars(mark.x)}/h`,
        used: formatShare(mark.value, 1),
      }));
    if (values.length === 0) continue;
    const fill = isMet ? color : PAPER;
    const mark = { type: "point" as const, shape, size, fill, stroke: color, strokeWidth: 1.5 };
    layers.push({
      data: { values },
      mark: { ...mark, opacity: 1 },
      encoding: { tooltip: TOOLTIP },
    });
  }
  const chosen = marks
    .filter(({ isChosen }) => isChosen)
    .map((mark) => ({ x: mark.x, y: clampTo(y, mark.value) }));
  if (chosen.length > 0) {
    layers.push({
      data: { values: chosen },
      mark: ringMark(330),
    });
  }
  return layers;
}

function costAxis({ panels }: PoolsModel, x: CurveScale, labelled: boolean): object {
  const marks = panels.flatMap(({ lines }) => lines.flatMap((line) => line.marks));
  const chosen = new Set(marks.filter(({ isChosen }) => isChosen).map((mark) => mark.x));
  const costs = [...new Set(marks.map((mark) => mark.x))].sort((left, right) => left - right);
  const candidates = costs.map((cost, index) => ({
    count: index + 1,
    position: place(x, cost),
    width: measureText(formatDollars(cost), TEXT_SIZE, true),
    required: false,
  }));
  // The chosen costs first, as many as fit; then what fits between them.
  const kept = pickTicks(candidates.filter((_, index) => chosen.has(costs[index])));
  const preferred = new Set(kept.map((index) => costs.filter((cost) => chosen.has(cost))[index]));
  const picked = pickTicks(
    candidates.map((tick, index) => ({ ...tick, required: preferred.has(costs[index]) })),
  );
  const values = picked.map((index) => costs[index]);
  return { ...labelledAxis(values, formatDollars), labels: labelled };
}

function budgetAxis({ arrangement }: PoolsPanel, ticks: readonly number[]): object {
  const name = truncateText(arrangementName(arrangement), TEXT_WIDTH, TEXT_SIZE, true);
  const texts = Object.fromEntries(ticks.map((tick) => [tick, percentText(tick)]));
  return {
    values: [...ticks],
    labelExpr: `(${JSON.stringify(texts)})[datum.value]`,
    labelOverlap: false,
    grid: false,
    domain: false,
    ...titleOverAxis(name, LEFT_MARGIN),
  };
}

function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(6))}%`;
}

function footerLayers(caption: string, height: number): readonly Layer[] {
  const look = { color: MUTED_INK, size: NOTE_SIZE, bold: false } as const;
  return [
    textLayer([{ px: -12, py: height + 15, text: "$/hour" }], { ...look, align: "right" }),
    ...captionLayers(caption, { left: -LEFT_MARGIN, top: height + 42 }),
  ];
}
