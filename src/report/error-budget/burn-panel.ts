import { marginLayers } from "../curve/curve-annotations.ts";
import { latencyScale, latencyTicks, place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { formatCount, formatSignificant, formatSpan } from "../format.ts";
import { captionLayers, labelledAxis, TEXT_WIDTH, textTooltip } from "../picture-parts.ts";
import { measureText, truncateText } from "../text-width.ts";
import { BLUE, GRID_COLOR, INK, MUTED_INK, NOTE_SIZE, SLO_COLOR, TEXT_SIZE } from "../theme.ts";
import type { BudgetModel } from "./budget-model.ts";
import type { BurnModel, BurnThreshold } from "./burn-model.ts";
import { burnTitle } from "./budget-words.ts";

const HEIGHT = 220;
const HEAD = 46;
const LABEL_GAP = 16;

/** Burn over time, with the rates at which alerts fire. */
export function burnPanel(
  model: BudgetModel,
  burn: BurnModel,
  frame: { readonly left: number },
  caption: string,
): PanelSpec {
  const labels = labelsOf(burn.thresholds);
  const widest = Math.max(...labels.map(({ text }) => measureText(text, NOTE_SIZE)));
  const width = TEXT_WIDTH - frame.left - LABEL_GAP - Math.ceil(widest);
  const highest = Math.max(
    1,
    ...burn.thresholds.map((one) => one.burn),
    ...burn.steps.map((one) => one.burn),
  );
  const y = latencyScale([0, 1, highest], HEIGHT, HEAD);
  const end = burn.steps[burn.steps.length - 1].end;
  const x: CurveScale = { type: "linear", domain: [0, end], range: [0, width], constant: null };
  const ticks = latencyTicks(y);
  const rule = (value: number) => ({
    px: 0,
    py: place(y, value),
    px2: width,
    py2: place(y, value),
  });
  return {
    width,
    height: HEIGHT,
    encoding: {
      x: {
        field: "start",
        type: "quantitative",
        scale: scaleSpec(x),
        axis: labelledAxis(timeTicks(end), (value) => (value === 0 ? "0" : formatSpan(value))),
      },
      y: {
        field: "burn",
        type: "quantitative",
        scale: scaleSpec(y),
        axis: {
          ...labelledAxis(ticks, (value) => `${formatSignificant(value, 1)}×`),
          domain: false,
        },
      },
    },
    layer: [
      boxLayer(ticks.map(rule), { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
      stepLayer(burn),
      ...burn.thresholds.map((threshold) =>
        boxLayer([rule(threshold.burn)], {
          type: "rule",
          color: SLO_COLOR,
          strokeWidth: threshold.severity === "page" ? 1.8 : 1.4,
          strokeDash: threshold.severity === "page" ? [14, 4] : [3, 4],
        }),
      ),
      ...marginLayers({ width, x }, { height: HEIGHT, strip: HEAD, y, marginLabels: labels }),
      ...headLayers(burnTitle(model), frame.left),
      ...captionLayers(caption, { left: -frame.left, top: HEIGHT + 44 }),
    ],
  };
}

/** Alerts at one rate share a line of the plot and stand under each other beside it. */
function labelsOf(thresholds: readonly BurnThreshold[]) {
  const own = thresholds.map(({ burn, text }) => ({
    text,
    x: Number.POSITIVE_INFINITY,
    value: burn,
    color: SLO_COLOR,
    size: NOTE_SIZE,
    bold: false,
  }));
  const even = { text: "1×: budget just used up", x: Number.POSITIVE_INFINITY, value: 1 };
  return thresholds.some(({ burn }) => burn === 1)
    ? own
    : [...own, { ...even, color: INK, size: NOTE_SIZE, bold: false }];
}

function stepLayer({ steps }: BurnModel): Layer {
  return {
    data: {
      values: steps.map(({ bad, burn, end, requests, start }) => ({
        start,
        end,
        burn,
        zero: 0,
        time: `${formatSpan(start)} to ${formatSpan(end)}`,
        rate: `${formatSignificant(burn, 3)}×`,
        late: `${formatCount(bad)} of ${formatCount(requests)}`,
      })),
    },
    mark: { type: "rect", color: BLUE, opacity: 1 },
    encoding: {
      x2: { field: "end" },
      y2: { field: "zero" },
      tooltip: textTooltip({ time: "arrived", rate: "burn rate", late: "bad requests" }),
    },
  };
}

function headLayers(title: string, left: number): readonly Layer[] {
  const explanation = "Bad requests over what the budget allows, by time of arrival";
  return [
    textLayer([{ px: -left, py: 4, text: truncateText(title, TEXT_WIDTH, TEXT_SIZE, true) }], {
      color: INK,
      size: TEXT_SIZE,
      bold: true,
      align: "left",
    }),
    textLayer([{ px: -left, py: 23, text: explanation }], {
      color: MUTED_INK,
      size: NOTE_SIZE,
      bold: false,
      align: "left",
    }),
  ];
}

/** Round times, at most seven, from 0. */
function timeTicks(end: number): readonly number[] {
  const minute = 60;
  const hour = 3600;
  const steps = [1, 2, 5, 10, 30, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour];
  const days = [2, 4, 8, 24, 48, 168].map((hours) => hours * hour);
  const step = [...steps, ...days].find((size) => end / size <= 6) ?? end / 5;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
