import type { TopLevelSpec } from "vega-lite";
import type { ObjectiveResult, Result } from "../../plan/result.ts";
import { latencyScale, latencyTicks, place, type CurveScale } from "../curve/curve-scale.ts";
import { scaleSpec, boxLayer, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { SLO_RULE } from "../curve/marks.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatLimit, formatShare, quantileName } from "../format.ts";
import { captionLayers, headingOf, labelledAxis, TEXT_WIDTH } from "../picture-parts.ts";
import { shortenAll } from "../shorten.ts";
import { measureText, truncateText } from "../text-width.ts";
import { GRID_COLOR, INK, MISSED_COLOR, NOTE_SIZE, SLO_COLOR, TEXT_SIZE } from "../theme.ts";
import { lineLayers, LINE_STYLES, sloMarkLayers } from "./cdf-layers.ts";
import type { CdfFrame } from "./cdf-layers.ts";
import type { CdfModel, CdfPanel } from "./cdf-model.ts";
import { CDF_READING, cdfCaption, cdfPanelTitle, cdfTitle, floorText } from "./cdf-words.ts";

const SINGLE_HEIGHT = 330;
const STACKED_HEIGHT = 220;
const TITLE_HEIGHT = 26;
const KEY_ROW = 22;
const TICK_ROOM = 20;
const KEY_SAMPLE = 40;
const CORNER_GAP = 10;
// Beyond so many times the limit, or the slowest request of the focus, lines leave the plot.
const CEILING_FACTOR = 5;
const LEAST_SHARE = 1e-6;

/**
 * The picture of latency distributions as a Vega-Lite specification.
 *
 * @param model - With at least one panel.
 */
export function cdfSpec(result: Result, model: CdfModel): TopLevelSpec {
  const bottoms = model.panels.map(leastShare);
  const lowest = Math.min(...bottoms);
  const left =
    14 + Math.ceil(Math.max(...shareTicks(lowest).map((s) => measureText(tickText(s), TEXT_SIZE))));
  const width = TEXT_WIDTH - left - 20;
  const key = layOutKey(model, left);
  const frames = model.panels.map((panel, index): CdfFrame => {
    const plot = model.panels.length === 1 ? SINGLE_HEIGHT : STACKED_HEIGHT;
    const top = TITLE_HEIGHT + (index === 0 ? key.height : 0);
    const height = plot + top;
    return {
      panel,
      width,
      height,
      top,
      x: timeScale(panel, width),
      y: {
        type: "log",
        domain: [bottoms[index], 1],
        range: [height, top],
        constant: null,
      },
    };
  });
  return pictureSpec(
    headingOf(result, cdfTitle(result, model), CDF_READING),
    frames.map((frame, index) => {
      const isLast = index === frames.length - 1;
      const place = { left: -left, top: frame.height + 44 };
      const caption = isLast ? captionLayers(cdfCaption(result, model), place) : [];
      return panelSpec(model, frame, left, [...(index === 0 ? key.layers : []), ...caption]);
    }),
  );
}

/** Low end of the axis: a little below the last request of any line. */
function leastShare({ lines, objectives }: CdfPanel): number {
  const shares = lines.flatMap(({ path }) => path.map(({ slower }) => slower));
  const budgets = objectives.map(({ target }) => (1 - target) / 3);
  return Math.max(Math.min(...shares.filter((share) => share > 0), ...budgets), LEAST_SHARE) / 1.3;
}

function shareTicks(lowest: number): readonly number[] {
  const ticks: number[] = [];
  for (let power = 0; 10 ** -power >= lowest; power++) ticks.push(Number(`1e-${power}`));
  return ticks;
}

/** Decades, and the objectives' shares where there is room beside those. */
function panelTicks({ panel, y }: CdfFrame): readonly number[] {
  const ticks = [...shareTicks(y.domain[0])];
  for (const { target } of panel.objectives) {
    const share = Number((1 - target).toPrecision(9));
    const isFree = ticks.every((tick) => Math.abs(place(y, tick) - place(y, share)) >= TICK_ROOM);
    if (isFree) ticks.push(share);
  }
  return ticks;
}

function tickText(share: number): string {
  if (share === 1) return "100%";
  return `${formatShare(share, 0)} (${quantileName(1 - share)})`;
}

function timeScale({ lines, objectives }: CdfPanel, width: number): CurveScale {
  const limits = objectives.map(({ within }) => within);
  const valuesOf = (index: number): readonly number[] =>
    lines[index].path.map(({ value }) => value);
  const ceiling = CEILING_FACTOR * Math.max(...limits, ...valuesOf(0));
  const values = lines.flatMap((_, index) => valuesOf(index)).filter((value) => value <= ceiling);
  const least = Math.max(...limits) / 1e4;
  const floored = values.map((value) => (value === 0 ? 0 : Math.max(value, least)));
  const scale = latencyScale([...floored, ...limits], 0, width);
  return objectives.reduce((widened, objective) => {
    const room = CORNER_GAP + measureText(cornerText(objective), NOTE_SIZE, true) + 4;
    return withRoom(widened, objective.within, room);
  }, scale);
}

/** A scale on which a value has some pixels right of it, widened at its high end if need be. */
function withRoom(scale: CurveScale, value: number, room: number): CurveScale {
  const [low] = scale.domain;
  const end = scale.range[1];
  let widened = scale;
  // A few percent at a time works for every kind of scale.
  while (place(widened, value) > end - room) {
    widened = { ...widened, domain: [low, widened.domain[1] * 1.05] };
  }
  return widened;
}

function panelSpec(
  model: CdfModel,
  frame: CdfFrame,
  left: number,
  extra: readonly Layer[],
): PanelSpec {
  const { height, panel, width, x, y } = frame;
  const ticks = panelTicks(frame);
  const rows = ticks.map((tick) => ({
    px: 0,
    py: place(y, tick),
    px2: width,
    py2: place(y, tick),
  }));
  return {
    width,
    height,
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: scaleSpec(x),
        axis: labelledAxis(latencyTicks(x), (value) => (value === 0 ? "0" : formatLimit(value))),
      },
      y: {
        field: "y",
        type: "quantitative",
        scale: scaleSpec(y),
        axis: { ...labelledAxis(ticks, tickText), domain: false },
      },
    },
    layer: [
      ...missedLayers(frame),
      boxLayer(rows, { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
      ...panel.lines.toReversed().flatMap((line, index) => {
        const place = panel.lines.length - 1 - index;
        return lineLayers(frame, line, model.names[place], LINE_STYLES[place]);
      }),
      ...floorLayers(frame),
      ...sloMarkLayers(model, frame),
      ...sloTextLayers(frame),
      textLayer(
        [
          {
            px: -left,
            py: 4,
            text: truncateText(cdfPanelTitle(model.focus, panel), TEXT_WIDTH, TEXT_SIZE, true),
          },
        ],
        { color: INK, size: TEXT_SIZE, bold: true, align: "left" },
      ),
      ...extra,
    ],
  };
}

/** The ground that a line must stay out of, with its edges. */
function missedLayers({ panel, top, width, x, y }: CdfFrame): readonly Layer[] {
  const corners = panel.objectives.map(({ target, within }) => ({
    px: place(x, within),
    py: place(y, 1 - target),
  }));
  return [
    boxLayer(
      corners.map(({ px, py }) => ({ px, py: top, px2: width, py2: py })),
      { type: "rect", color: MISSED_COLOR },
    ),
    boxLayer(
      corners.flatMap(({ px, py }) => [
        { px, py: top, px2: px, py2: py },
        { px, py, px2: width, py2: py },
      ]),
      { ...SLO_RULE, strokeWidth: 1.6 },
    ),
  ];
}

function sloTextLayers({ panel, x, y }: CdfFrame): readonly Layer[] {
  const texts = panel.objectives.map((objective) => ({
    px: place(x, objective.within) + CORNER_GAP,
    py: place(y, 1 - objective.target) - 12,
    text: cornerText(objective),
  }));
  return [textLayer(texts, { color: SLO_COLOR, size: NOTE_SIZE, bold: true, align: "left" })];
}

function cornerText({ target, within }: ObjectiveResult): string {
  return `${quantileName(target)} ≤ ${formatLimit(within)}`;
}

/** The share of requests without an answer, of the focus. */
function floorLayers({ height, panel, width, y }: CdfFrame): readonly Layer[] {
  const { lost } = panel.lines[0];
  if (lost <= y.domain[0]) return [];
  const py = place(y, lost);
  const below = py + 12 <= height - 8;
  return [
    boxLayer([{ px: 0, py, px2: width, py2: py }], {
      type: "rule",
      color: INK,
      strokeWidth: 1.4,
      strokeDash: [2, 3],
    }),
    textLayer([{ px: 8, py: below ? py + 12 : py - 10, text: floorText(lost) }], {
      color: INK,
      size: NOTE_SIZE,
      bold: false,
      align: "left",
    }),
  ];
}

/** Which line is which, above the first panel: in a row, or below each other. */
function layOutKey(
  { names }: CdfModel,
  left: number,
): { readonly layers: readonly Layer[]; readonly height: number } {
  const room = TEXT_WIDTH - KEY_SAMPLE - 20;
  const texts = shortenAll(names, (text) => measureText(text, TEXT_SIZE, true) <= room);
  const widths = texts.map((text) => KEY_SAMPLE + measureText(text, TEXT_SIZE, true) + 24);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const isRow = total <= TEXT_WIDTH;
  const layers = texts.flatMap((text, index): readonly Layer[] => {
    const { color, dash, width } = LINE_STYLES[index];
    const before = widths.slice(0, index).reduce((sum, own) => sum + own, 0);
    const px = (isRow ? before : 0) - left;
    const py = TITLE_HEIGHT + 4 + (isRow ? 0 : index * KEY_ROW);
    return [
      boxLayer([{ px, py, px2: px + KEY_SAMPLE - 8, py2: py }], {
        type: "rule",
        color,
        strokeWidth: width,
        strokeDash: [...dash],
      }),
      textLayer([{ px: px + KEY_SAMPLE, py, text }], {
        color: INK,
        size: TEXT_SIZE,
        bold: index === 0,
        align: "left",
      }),
    ];
  });
  return { layers, height: (isRow ? 1 : texts.length) * KEY_ROW + 8 };
}
