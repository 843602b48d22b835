import type { TopLevelSpec } from "vega-lite";
import type { Headroom } from "../../plan/headroom/find-headroom.ts";
import type { Result } from "../../plan/result.ts";
import { place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer } from "../curve/layer.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatDollars, formatShare, formatSignificant } from "../format.ts";
import {
  captionLayers,
  headingOf,
  labelledAxis,
  TEXT_WIDTH,
  textTooltip,
} from "../picture-parts.ts";
import { measureText } from "../text-width.ts";
import {
  BLUISH_GREEN,
  GRID_COLOR,
  INK,
  MUTED_INK,
  NOTE_SIZE,
  ORANGE,
  TEXT_SIZE,
} from "../theme.ts";
import type { TornadoModel, TornadoRow } from "./tornado-model.ts";
import { TORNADO_READING, tornadoCaption, tornadoTitle } from "./tornado-words.ts";

const ROW = 40;
const BAR = 22;
const HEAD = 46;
const GAP = 20;

/** The picture of assumptions as a Vega-Lite specification. */
export function tornadoSpec(result: Result, headroom: Headroom, model: TornadoModel): TopLevelSpec {
  const { bars, base, isCost } = model;
  const names = bars.map(({ amount, name }) => `${name} ±${formatShare(amount, 0)}`);
  const left = 14 + Math.ceil(Math.max(...names.map((name) => measureText(name, TEXT_SIZE, true))));
  const widths = [bars.map(({ low }) => low.text), bars.map(({ high }) => high.text)].map((texts) =>
    Math.ceil(Math.max(...[...texts, "▲ if higher"].map((text) => measureText(text, NOTE_SIZE)))),
  );
  const width = TEXT_WIDTH - left - widths[0] - widths[1] - 2 * GAP;
  const height = HEAD + bars.length * ROW;
  const x = tornadoScale(model, width);
  const ticks = ticksOf(x.domain, isCost);
  const line = (value: number, top: number) => ({
    px: place(x, value),
    py: top,
    px2: place(x, value),
    py2: height,
  });
  const format = (value: number): string =>
    isCost ? formatDollars(value) : formatSignificant(value, 3).replace(/\.0+$/, "");
  return pictureSpec(headingOf(result, tornadoTitle(model), TORNADO_READING), [
    {
      width,
      height,
      encoding: {
        x: {
          field: "from",
          type: "quantitative",
          scale: scaleSpec(x),
          axis: labelledAxis(ticks, format),
        },
      },
      layer: [
        boxLayer(
          ticks.map((tick) => line(tick, HEAD)),
          {
            type: "rule",
            color: GRID_COLOR,
            strokeWidth: 1,
          },
        ),
        ...sideLayers(model, x, "low"),
        ...sideLayers(model, x, "high"),
        ...(base === null ? [] : baseLayers(model, line(base, HEAD - 8), width)),
        ...textLayers(model, names, { left, width, widths }),
        ...captionLayers(tornadoCaption(result, headroom, model), {
          left: -left,
          top: height + 44,
        }),
      ],
    },
  ]);
}

function tornadoScale({ bars, base }: TornadoModel, width: number): CurveScale {
  const values = [base, ...bars.flatMap(({ high, low }) => [low.value, high.value])].filter(
    (value): value is number => value !== null,
  );
  const range = [0, width] as const;
  if (values.length === 0) return { type: "linear", domain: [0, 1], range, constant: null };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = most > least ? (most - least) * 0.12 : Math.abs(most) * 0.2 || 1;
  return {
    type: "linear",
    domain: [Math.max(0, least - reach), most + reach],
    range,
    constant: null,
  };
}

/** Round values inside a domain, at most seven; of replicas whole ones. */
function ticksOf([low, high]: CurveScale["domain"], isCost: boolean): readonly number[] {
  const magnitude = Math.floor(Math.log10((high - low) / 5));
  const steps = [1, 2, 5, 10].map((factor) => Number(`${factor}e${magnitude}`));
  const fitting = steps.find((step) => (high - low) / step <= 6) ?? steps[3];
  const step = isCost ? fitting : Math.max(1, fitting);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function middleOf(index: number): number {
  return HEAD + (index + 0.5) * ROW;
}

/** Bars from the answer as it is to those at one end, with a mark there. */
function sideLayers(model: TornadoModel, x: CurveScale, side: "low" | "high"): readonly Layer[] {
  const color = side === "low" ? BLUISH_GREEN : ORANGE;
  const edge = x.domain[1];
  const values = model.bars.map((bar, index) => {
    const end = bar[side];
    return {
      from: model.base ?? end.value ?? edge,
      to: end.value ?? edge,
      py: middleOf(index) - BAR / 2,
      py2: middleOf(index) + BAR / 2,
      middle: middleOf(index),
      replicas: end.replicas,
      costPerHour: end.costPerHour,
      factor: end.factor,
      name: `${bar.name} × ${formatSignificant(end.factor, 3)}`,
      answer: end.text,
      swing: swingText(model, bar),
    };
  });
  const tooltip = textTooltip({ name: "assumption", answer: "the choice", swing: "swing" });
  return [
    {
      data: { values },
      mark: { type: "rect", color, opacity: 0.75 },
      encoding: {
        x2: { field: "to" },
        y: { field: "py", type: "quantitative", scale: null, axis: null },
        y2: { field: "py2" },
        tooltip,
      },
    },
    {
      data: { values: values.filter(({ replicas }) => replicas !== null) },
      mark: {
        type: "point",
        shape: side === "low" ? "triangle-down" : "triangle-up",
        size: 70,
        fill: INK,
        stroke: INK,
        opacity: 1,
      },
      encoding: {
        x: { field: "to", type: "quantitative" },
        y: { field: "middle", type: "quantitative", scale: null, axis: null },
        tooltip,
      },
    },
  ];
}

function swingText({ isCost }: TornadoModel, { swing }: TornadoRow): string {
  if (swing === null) return "not known: no answer at one end";
  return isCost ? `${formatDollars(swing)}/h` : `${formatSignificant(swing, 3)} replicas`;
}

function baseLayers(
  { baseText }: TornadoModel,
  line: { readonly px: number; readonly py: number; readonly px2: number; readonly py2: number },
  width: number,
): readonly Layer[] {
  const text = `now ${baseText}`;
  const half = measureText(text, NOTE_SIZE, true) / 2;
  const px = Math.min(Math.max(line.px, half), Math.max(half, width - half));
  return [
    boxLayer([line], { type: "rule", color: INK, strokeWidth: 2 }),
    textLayer([{ px, py: HEAD - 34, text }], {
      color: INK,
      size: NOTE_SIZE,
      bold: true,
      align: "center",
    }),
  ];
}

function textLayers(
  { bars }: TornadoModel,
  names: readonly string[],
  {
    left,
    width,
    widths,
  }: { readonly left: number; readonly width: number; readonly widths: readonly number[] },
): readonly Layer[] {
  const columns = [width + GAP, width + 2 * GAP + widths[0]];
  const look = { color: INK, size: NOTE_SIZE, bold: false, align: "left" } as const;
  return [
    textLayer(
      names.map((text, index) => ({ px: -left, py: middleOf(index), text })),
      { ...look, size: TEXT_SIZE, bold: true },
    ),
    textLayer(
      bars.flatMap(({ high, low }, index) => [
        { px: columns[0], py: middleOf(index), text: low.text },
        { px: columns[1], py: middleOf(index), text: high.text },
      ]),
      look,
    ),
    textLayer(
      [
        { px: columns[0], py: HEAD - 12, text: "▼ if lower" },
        { px: columns[1], py: HEAD - 12, text: "▲ if higher" },
      ],
      { ...look, color: MUTED_INK },
    ),
  ];
}
