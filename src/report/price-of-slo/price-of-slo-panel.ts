import { panelName } from "../curve/curve-model.ts";
import { clampTo, place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { ringMark } from "../curve/marks.ts";
import {
  formatDollarsShort,
  formatLimit,
  formatSeconds,
  objectiveName,
  quantileName,
} from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { measureText } from "../text-width.ts";
import { BLUE, GRID_COLOR, INK, MISSED_COLOR, MUTED_INK, NOTE_SIZE } from "../theme.ts";
import { limitAxis, limitScale } from "./limit-axis.ts";
import { footerLayers, PLOT_WIDTH, priceAxis, priceScale, sloLayers } from "./price-axis.ts";
import {
  limitOf,
  noneWords,
  priceAsWritten,
  sizeOf,
  type PricedFleet,
  type PricedObjective,
  type PriceStep,
} from "./priced-objective.ts";

const HOURS_PER_MONTH = 730;
const GAP = 10;

/** A panel in its place. */
interface StepFrame {
  readonly priced: PricedObjective;
  /** Steps with a limit, the tightest (and dearest) first. */
  readonly steps: readonly PriceStep[];
  readonly height: number;
  readonly x: CurveScale;
  readonly y: CurveScale;
}

/**
 * The staircase of one objective: its limit across, the cheapest fleet that keeps it upwards.
 *
 * @param priced - With at least one step that has a limit.
 * @param caption - Small print under the panel; empty for none.
 */
export function priceOfSloPanel(
  priced: PricedObjective,
  height: number,
  caption: string,
): PanelSpec {
  const frame = frameSteps(priced, height);
  const { steps, x, y } = frame;
  const own = priceAsWritten(priced);
  const costs = steps.map(({ costPerHour }) => costPerHour);
  const title = `$/hour by limit on ${quantileName(priced.target)} ${panelName(priced)}`;
  return {
    width: PLOT_WIDTH,
    height,
    encoding: {
      x: { field: "x", type: "quantitative", scale: scaleSpec(x), axis: limitAxis(x) },
      y: {
        field: "y",
        type: "quantitative",
        scale: scaleSpec(y),
        axis: priceAxis(costs, y, { first: own === null ? [] : [own.costPerHour], title }),
      },
    },
    layer: [
      ...groundLayers(frame),
      ...stairLayers(frame),
      ...stepLabels(frame),
      ...sloLayers(
        place(x, priced.within),
        height,
        formatLimit(priced.within),
        own,
        noneWords(priced),
      ),
      ...(own === null ? [] : [ringLayer(frame, own)]),
      ...footerLayers("limit", caption, height),
    ],
  };
}

function frameSteps(priced: PricedObjective, height: number): StepFrame {
  const x = limitScale(priced);
  const known = priced.steps
    .filter((step) => limitOf(step, priced) < Infinity)
    .toSorted((left, right) => limitOf(left, priced) - limitOf(right, priced));
  // Left of the scale the step that holds at its edge is enough, right of it none is needed.
  const start = known.findLastIndex((step) => limitOf(step, priced) <= x.domain[0]);
  const steps = known
    .slice(Math.max(start, 0))
    .filter((step) => limitOf(step, priced) <= x.domain[1]);
  const own = priceAsWritten(priced);
  const fleets = own === null ? steps : [...steps, own];
  const y = priceScale(
    fleets.map(({ costPerHour }) => costPerHour),
    height,
  );
  return { priced, steps, height, x, y };
}

/** The limits that no fleet keeps, and the grid. */
function groundLayers({ height, priced, steps, x, y }: StepFrame): readonly Layer[] {
  const first = place(x, limitOf(steps[0], priced));
  const grid = steps.map(({ costPerHour }) => {
    const py = place(y, costPerHour);
    return { px: Math.max(first, 0), py, px2: PLOT_WIDTH, py2: py };
  });
  const layers: Layer[] = [];
  if (first > 0) {
    const box = { px: 0, py: 0, px2: first, py2: height };
    layers.push(boxLayer([box], { type: "rect", color: MISSED_COLOR }));
  }
  layers.push(boxLayer(grid, { type: "rule", color: GRID_COLOR, strokeWidth: 1 }));
  const words = ["no fleet here", "none"].find(
    (text) => measureText(text, NOTE_SIZE) + 2 * GAP <= first,
  );
  if (words === undefined) return layers;
  const look = { color: MUTED_INK, size: NOTE_SIZE, bold: false, align: "center" } as const;
  return [...layers, textLayer([{ px: first / 2, py: height - 14, text: words }], look)];
}

/** The staircase, how sure each of its steps is, and marks at the steps' ends. */
function stairLayers({ priced, steps, x, y }: StepFrame): readonly Layer[] {
  const corners = steps.map((step) => ({
    x: clampTo(x, limitOf(step, priced)),
    y: step.costPerHour,
  }));
  const path = [...corners, { x: x.domain[1], y: steps[steps.length - 1].costPerHour }];
  const doubts = steps.flatMap((step) => {
    if (step.surely === null || !priced.isProven) return [];
    const [low, high] = [step.atBest, step.surely].map((limit) => place(x, limit));
    const py = place(y, step.costPerHour);
    return high - low < 1 ? [] : [{ px: low, py: py - 6, px2: high, py2: py + 6 }];
  });
  const shown = steps.filter((step) => limitOf(step, priced) >= x.domain[0]);
  return [
    {
      data: { values: doubts },
      mark: { type: "rect", color: BLUE, opacity: 0.25 },
      encoding: {
        x: { field: "px", type: "quantitative", scale: null, axis: null },
        y: { field: "py", type: "quantitative", scale: null, axis: null },
        x2: { field: "px2" },
        y2: { field: "py2" },
      },
    },
    {
      data: { values: path },
      mark: {
        type: "line",
        interpolate: "step-after",
        color: BLUE,
        strokeWidth: 2.5,
        strokeDash: priced.isProven ? [] : [7, 4],
      },
    },
    {
      data: { values: shown.map((step) => stepValue(step, priced)) },
      mark: { type: "point", shape: "circle", size: 52, fill: BLUE, stroke: BLUE, opacity: 1 },
      encoding: { tooltip: TOOLTIP },
    },
  ];
}

const TOOLTIP = [
  { field: "fleet", type: "nominal" as const, title: "fleet" },
  { field: "month", type: "nominal" as const, title: "a month" },
  { field: "promise", type: "nominal" as const, title: "promises" },
  { field: "counted", type: "nominal" as const, title: "as counted" },
  { field: "interval", type: "nominal" as const, title: "interval" },
];

function stepValue(step: PriceStep, priced: PricedObjective): Record<string, number | string> {
  const limit = limitOf(step, priced);
  const interval =
    step.surely === null || step.surely === step.atBest
      ? "none"
      : `${formatSeconds(step.atBest, 4)} to ${formatSeconds(step.surely, 4)}`;
  return {
    x: limit,
    y: step.costPerHour,
    fleet: step.name,
    month: formatDollarsShort(step.costPerHour * HOURS_PER_MONTH),
    promise: cleanText(objectiveName({ ...priced, within: Number(limit.toPrecision(4)) })),
    counted: formatSeconds(step.counted, 4),
    interval,
  };
}

/** How many replicas a step takes, where there is room above it. */
function stepLabels({ priced, steps, x, y }: StepFrame): readonly Layer[] {
  const slo = place(x, priced.within);
  const texts = steps.flatMap((step, index) => {
    const start = place(x, limitOf(step, priced));
    const next = steps[index + 1];
    const end = next === undefined ? PLOT_WIDTH : place(x, limitOf(next, priced));
    const size = sizeOf(step);
    if (size === null) return [];
    const fitting = [size, size.replace(/ .*/u, "")].find(
      (text) => measureText(text, NOTE_SIZE) + GAP <= end - start,
    );
    if (fitting === undefined) return [];
    const width = measureText(fitting, NOTE_SIZE);
    const py = place(y, step.costPerHour) - 12;
    // The line of the SLO must not run through it, nor its ring touch it.
    const spots = [start + 8, slo + 14, Math.min(end, slo - 14) - width].filter(
      (px) => px >= start + 6 && px + width <= end && (px > slo + 12 || px + width < slo - 12),
    );
    return spots.length === 0 ? [] : [{ px: spots[0], py, text: fitting }];
  });
  const look = { color: INK, size: NOTE_SIZE, bold: false, align: "left" } as const;
  return texts.length === 0 ? [] : [textLayer(texts, look)];
}

function ringLayer({ priced, y }: StepFrame, { costPerHour }: PricedFleet): Layer {
  const ring = { x: priced.within, y: clampTo(y, costPerHour) };
  return { data: { values: [ring] }, mark: ringMark(330) };
}
