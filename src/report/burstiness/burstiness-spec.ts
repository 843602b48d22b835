import type { TopLevelSpec } from "vega-lite";
import type { BurstinessAtScale, Result } from "../../plan/result.ts";
import { latencyTicks, place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatCount, formatLimit, formatSignificant } from "../format.ts";
import {
  captionLayers,
  headingOf,
  labelledAxis,
  TEXT_WIDTH,
  textTooltip,
} from "../picture-parts.ts";
import { measureText } from "../text-width.ts";
import { BLUE, GRID_COLOR, INK, MISSED_COLOR, MUTED_INK, NOTE_SIZE, TEXT_SIZE } from "../theme.ts";
import { burstinessCaption, burstinessReading, burstinessTitle } from "./burstiness-words.ts";

const LEFT = 62;
const RIGHT = 82;
const HEAD = 32;
const HEIGHT = 330;
const WIDTH = Math.floor(TEXT_WIDTH - LEFT - RIGHT);
const LABEL_ROOM = 10;
/** No index is drawn lower: even traffic has none at all. */
const FLOOR = 0.01;

/** The index of dispersion over the scale as a Vega-Lite specification, both logarithmic. */
export function burstinessSpec(result: Result): TopLevelSpec {
  const { burstiness: scales, rate } = result.workload;
  const title = burstinessTitle(scales, rate);
  return pictureSpec(headingOf(result, title, burstinessReading()), [panelOf(result, scales)]);
}

function panelOf(result: Result, scales: readonly BurstinessAtScale[]): PanelSpec {
  const x = scaleAxis(scales);
  const y = indexAxis(scales);
  const ticks = latencyTicks(y);
  const grid = ticks.map((tick) => across(place(y, tick)));
  const labels = labelledScales(scales, x);
  return {
    width: WIDTH,
    height: HEIGHT,
    encoding: {
      x: {
        field: "scale",
        type: "quantitative",
        scale: scaleSpec(x),
        axis: labelledAxis(labels, formatLimit),
      },
      y: {
        type: "quantitative",
        scale: scaleSpec(y),
        axis: { ...labelledAxis(ticks, (tick) => formatSignificant(tick, 1)), domain: false },
      },
    },
    layer: [
      boxLayer(grid, { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
      ...bandLayers(scales, y),
      boxLayer([across(place(y, 1))], {
        type: "rule",
        color: INK,
        strokeWidth: 1.4,
        strokeDash: [6, 4],
      }),
      ...indexLayers(scales, y),
      ...valueLayers(scales, x, y),
      ...frameTexts(scales, y),
      ...captionLayers(burstinessCaption(result), { left: -LEFT, top: HEIGHT + 66 }),
    ],
  };
}

function scaleAxis(scales: readonly BurstinessAtScale[]): CurveScale {
  const [first, last] = [scales[0].scale, scales[scales.length - 1].scale];
  const margin = Math.max((last / first) ** 0.04, 1.1);
  return {
    type: "log",
    domain: [first / margin, last * margin],
    range: [0, WIDTH],
    constant: null,
  };
}

function indexAxis(scales: readonly BurstinessAtScale[]): CurveScale {
  const values = scales.flatMap(({ dispersion, poisson }) => [dispersion, ...poisson]);
  const shown = [...values, 0.5, 2].map((value) => Math.max(value, FLOOR));
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const margin = (high / low) ** 0.06;
  const domain = [low / margin, high * margin] as const;
  return { type: "log", domain, range: [HEIGHT, HEAD], constant: null };
}

/** Scales as far apart as their labels need, powers of ten before others. */
function labelledScales(scales: readonly BurstinessAtScale[], x: CurveScale): readonly number[] {
  const kept: number[] = [];
  const ranked = scales
    .map(({ scale }) => scale)
    .toSorted((left, right) => Number(isDecade(right)) - Number(isDecade(left)) || left - right);
  for (const scale of ranked) {
    const fits = kept.every((other) => {
      const apart = Math.abs(place(x, scale) - place(x, other));
      return apart >= halfLabel(scale) + halfLabel(other) + LABEL_ROOM;
    });
    if (fits) kept.push(scale);
  }
  return kept.toSorted((left, right) => left - right);
}

function isDecade(scale: number): boolean {
  return Number.isInteger(Number(Math.log10(scale).toFixed(9)));
}

function halfLabel(scale: number): number {
  return measureText(formatLimit(scale), TEXT_SIZE) / 2;
}

function bandLayers(scales: readonly BurstinessAtScale[], y: CurveScale): readonly Layer[] {
  const values = scales.map(({ poisson: [low, high], scale }) => {
    return { scale, low: Math.max(low, FLOOR), high };
  });
  return [
    {
      data: { values },
      mark: { type: "area", color: MISSED_COLOR, opacity: 1 },
      encoding: {
        y: { field: "low", type: "quantitative", scale: scaleSpec(y) },
        y2: { field: "high" },
      },
    },
  ];
}

function indexLayers(scales: readonly BurstinessAtScale[], y: CurveScale): readonly Layer[] {
  const values = scales.map(({ dispersion, poisson: [low, high], scale, windows }) => ({
    scale,
    index: Math.max(dispersion, FLOOR),
    scaleText: formatLimit(scale),
    indexText: formatSignificant(dispersion, 4),
    poissonText: `${formatSignificant(low, 3)} to ${formatSignificant(high, 3)}`,
    windowsText: formatCount(windows),
  }));
  const encoding = { y: { field: "index", type: "quantitative", scale: scaleSpec(y) } } as const;
  return [
    { data: { values }, mark: { type: "line", color: BLUE, strokeWidth: 2.2 }, encoding },
    {
      data: { values },
      mark: { type: "point", shape: "circle", size: 60, filled: true, color: BLUE, opacity: 1 },
      encoding: {
        ...encoding,
        tooltip: textTooltip({
          scaleText: "windows of",
          indexText: "index of dispersion",
          poissonText: "Poisson, 95%",
          windowsText: "windows",
        }),
      },
    },
  ];
}

/** The index at each scale, where there is room beside its mark. */
function valueLayers(
  scales: readonly BurstinessAtScale[],
  x: CurveScale,
  y: CurveScale,
): readonly Layer[] {
  let edge = Number.NEGATIVE_INFINITY;
  const texts = scales.flatMap(({ dispersion, scale }) => {
    const text = formatSignificant(Number(dispersion.toPrecision(2)), 2);
    const px = place(x, scale);
    const half = measureText(text, NOTE_SIZE) / 2;
    if (px - half < edge + LABEL_ROOM) return [];
    edge = px + half;
    // On the side away from Poisson's line.
    const away = dispersion < 1 ? 15 : -15;
    return [{ px, py: place(y, Math.max(dispersion, FLOOR)) + away, text }];
  });
  return [textLayer(texts, { color: INK, size: NOTE_SIZE, bold: false, align: "center" })];
}

function frameTexts(scales: readonly BurstinessAtScale[], y: CurveScale): readonly Layer[] {
  const { dispersion } = scales[scales.length - 1];
  const bold = { color: INK, size: TEXT_SIZE, bold: true, align: "left" } as const;
  const right = WIDTH + 10;
  const own = place(y, Math.max(dispersion, FLOOR));
  const poisson = place(y, 1);
  const isClose = Math.abs(own - poisson) < 20;
  const apart = isClose ? (own <= poisson ? -10 : 10) : 0;
  return [
    textLayer([{ px: -LEFT, py: 10, text: "Index of dispersion of the arrivals" }], bold),
    textLayer([{ px: right, py: own + apart, text: "this traffic" }], {
      ...bold,
      color: BLUE,
      bold: false,
      size: NOTE_SIZE,
    }),
    textLayer([{ px: right, py: poisson - apart, text: "Poisson" }], {
      ...bold,
      bold: false,
      size: NOTE_SIZE,
    }),
    textLayer([{ px: WIDTH / 2, py: HEIGHT + 44, text: "length of the windows" }], {
      color: MUTED_INK,
      size: NOTE_SIZE,
      bold: false,
      align: "center",
    }),
  ];
}

function across(py: number) {
  return { px: 0, py, px2: WIDTH, py2: py };
}
