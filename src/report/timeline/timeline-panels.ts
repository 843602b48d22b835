import { latencyTicks, place, type CurveScale } from "../curve/curve-scale.ts";
import {
  boxLayer,
  scaleSpec,
  textLayer,
  type Layer,
  type PanelSpec,
  type PlacedBox,
} from "../curve/layer.ts";
import { formatSignificant, formatSpan } from "../format.ts";
import { labelledAxis, TEXT_WIDTH } from "../picture-parts.ts";
import { measureText, truncateText } from "../text-width.ts";
import {
  BLUE,
  GRID_COLOR,
  INK,
  LEADER_COLOR,
  MISSED_COLOR,
  NOTE_SIZE,
  SKY_BLUE,
  TEXT_SIZE,
  UNPROVEN_COLOR,
} from "../theme.ts";
import type { TimelineFrame } from "./timeline-frame.ts";
import type { TimelineModel } from "./timeline-model.ts";
import type { TimelineRow } from "./timeline-rows.ts";
import { isAgain } from "./timeline-words.ts";

/** Pixels above a plot, for its title. */
export const HEAD = 30;
const FIELD = { arrivals: "arrivals", attempts: "attempts" } as const;
/** Share by which attempts exceed arrivals from which they are drawn. */
const MORE_ATTEMPTS = 0.005;

/** What makes one panel. */
export interface PanelOptions {
  readonly model: TimelineModel;
  readonly frame: TimelineFrame;
  readonly rows: readonly TimelineRow[];
}

/** Requests that arrive, and where clients retry the attempts that they send. */
export function arrivalPanel({ frame, model, rows }: PanelOptions): PanelSpec {
  const retries = sumOf(rows, FIELD.attempts) > (1 + MORE_ATTEMPTS) * sumOf(rows, FIELD.arrivals);
  const shown = rows.flatMap((row) => (retries ? [row.arrivals, row.attempts] : [row.arrivals]));
  const height = 110;
  const y = linearScale(shown, height);
  const [period, seconds] = periodOf(Math.max(...shown));
  const title = retries
    ? `Requests per ${period} that arrive, and (line) that clients send with their retries`
    : `Requests per ${period} that arrive`;
  const unit = (rate: number): string => formatTick(rate * seconds);
  const ticks = latencyTicks({ ...y, domain: [0, y.domain[1] * seconds] });
  const look = { height, y, title, unit, ticks: ticks.map((tick) => tick / seconds) };
  return panelOf({ frame, model }, look, [
    {
      name: "arrivals",
      mark: { type: "area", interpolate: "step-after", color: SKY_BLUE },
      encoding: {
        x: timeOf(frame),
        y: { field: FIELD.arrivals, type: "quantitative", scale: scaleSpec(y), stack: null },
        y2: { datum: 0 },
      },
    },
    ...(retries ? [lineLayer(frame, FIELD.attempts, y, INK)] : []),
  ]);
}

/** The shortest period in which one request or more arrives at the highest rate. */
function periodOf(highest: number): readonly [name: string, seconds: number] {
  if (highest >= 1) return ["second", 1];
  return highest * 60 >= 1 ? ["minute", 60] : ["hour", 3600];
}

/** Mean requests waiting. */
export function waitingPanel({ frame, model, rows }: PanelOptions): PanelSpec {
  const height = 120;
  const values = rows.flatMap((row) => [row.frontWaiting, row.backWaiting ?? 0]);
  const y = linearScale(values, height);
  return panelOf(
    { frame, model },
    { height, y, title: "Requests waiting, mean", unit: formatTick },
    [
      ...pairLayers({ frame, model }, ["frontWaiting", "backWaiting"], y),
      ...keyLayers(model, frame),
    ],
  );
}

/** The look of one panel around its marks. */
interface PanelLook {
  readonly height: number;
  readonly y: CurveScale;
  readonly title: string;
  /** Writes the labels of the axis. */
  readonly unit: (value: number) => string;
  /** Values of the lines across; round ones of its own choice by default. */
  readonly ticks?: readonly number[];
}

/** A panel on the shared axis of time: grid, shading, title and marks. */
export function panelOf(
  { frame, model }: Pick<PanelOptions, "frame" | "model">,
  { height, title, unit, y, ticks = latencyTicks(y) }: PanelLook,
  layers: readonly Layer[],
): PanelSpec {
  const grid = ticks.map((tick) => acrossAt(frame, y, tick));
  return {
    width: frame.width,
    height,
    encoding: {
      y: {
        type: "quantitative",
        scale: scaleSpec(y),
        axis: { ...labelledAxis(ticks, unit), domain: false, labelFontSize: NOTE_SIZE },
      },
    },
    layer: [
      ...groundLayers(frame, model, height),
      boxLayer(grid, { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
      ...layers,
      titleLayer(title, frame),
    ],
  };
}

/** The ground of every panel: what shook the service, and upright lines at the labelled times. */
export function groundLayers(
  frame: TimelineFrame,
  { front, shaken }: TimelineModel,
  height: number,
): readonly Layer[] {
  const span = { py: HEAD, py2: height };
  const upright = (at: number) => ({ ...span, px: place(frame.x, at), px2: place(frame.x, at) });
  const recoveredAt = isAgain(front) ? front.timeline.recovery!.recoveredAt : null;
  const { warmup } = front.point;
  const warm = { ...span, px: 0, px2: place(frame.x, warmup) };
  return [
    ...(warmup > 0 ? [boxLayer([warm], { type: "rect", color: UNPROVEN_COLOR })] : []),
    ...(shaken === null
      ? []
      : [
          boxLayer(
            [{ ...span, px: place(frame.x, shaken.at), px2: place(frame.x, shaken.until) }],
            { type: "rect", color: MISSED_COLOR },
          ),
        ]),
    boxLayer(frame.times.map(upright), { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
    ...(recoveredAt === null
      ? []
      : [
          boxLayer([upright(recoveredAt)], {
            type: "rule",
            color: INK,
            strokeWidth: 1.4,
            strokeDash: [2, 3],
          }),
        ]),
  ];
}

/** A panel's title, over the axis' labels. */
export function titleLayer(title: string, { left }: TimelineFrame): Layer {
  const text = truncateText(title, TEXT_WIDTH, TEXT_SIZE, true);
  return textLayer([{ px: -left, py: 10, text }], {
    color: INK,
    size: TEXT_SIZE,
    bold: true,
    align: "left",
  });
}

/** The axis of time, without labels but where it is asked for. */
export function timeOf(frame: TimelineFrame): {
  readonly field: "start";
  readonly type: "quantitative";
  readonly scale: ReturnType<typeof scaleSpec>;
  readonly axis: null;
} {
  return { field: "start", type: "quantitative", scale: scaleSpec(frame.x), axis: null };
}

/** Labels of the axis of time, right below a panel. */
export function timeLabels(frame: TimelineFrame, height: number): readonly Layer[] {
  const texts = frame.times.map((at) => {
    return { px: place(frame.x, at), py: height + 14, text: at === 0 ? "0" : formatSpan(at) };
  });
  return [
    boxLayer([{ px: 0, py: height, px2: frame.width, py2: height }], {
      type: "rule",
      color: INK,
      strokeWidth: 1,
    }),
    textLayer(texts, { color: INK, size: NOTE_SIZE, bold: false, align: "center" }),
  ];
}

/** From zero to a little above the highest value. */
export function linearScale(values: readonly number[], height: number): CurveScale {
  const highest = Math.max(...values);
  const top = highest > 0 ? 1.06 * highest : 1;
  return { type: "linear", domain: [0, top], range: [height, HEAD], constant: null };
}

/** What is cheaper as a grey ground, the choice as a line before it. */
export function pairLayers(
  { frame, model }: Pick<PanelOptions, "frame" | "model">,
  [front, back]: readonly [front: string, back: string],
  y: CurveScale,
): readonly Layer[] {
  const line = lineLayer(frame, front, y, BLUE);
  if (model.back === null) return [line];
  return [
    {
      mark: { type: "area", interpolate: "step-after", color: LEADER_COLOR, opacity: 0.9 },
      encoding: {
        x: timeOf(frame),
        y: { field: back, type: "quantitative", scale: scaleSpec(y), stack: null },
        y2: { datum: y.domain[0] },
      },
    },
    line,
  ];
}

function lineLayer(frame: TimelineFrame, field: string, y: CurveScale, color: string): Layer {
  return {
    ...(field.startsWith("front") ? { name: field } : {}),
    mark: { type: "line", interpolate: "step-after", color, strokeWidth: 1.4 },
    encoding: {
      x: timeOf(frame),
      y: { field, type: "quantitative", scale: scaleSpec(y) },
    },
  };
}

/** Which of the two is which, right of the title of the first panel that shows both. */
function keyLayers({ back, front }: TimelineModel, frame: TimelineFrame): readonly Layer[] {
  const swatch = 26;
  const end = TEXT_WIDTH - frame.left;
  const frontAt = end - measureText(front.name, NOTE_SIZE);
  const backName = back === null ? "" : back.name;
  const backAt = frontAt - swatch - 28 - measureText(backName, NOTE_SIZE);
  const text = { color: INK, size: NOTE_SIZE, bold: false, align: "left" } as const;
  const before = (px: number) => ({ px: px - swatch - 6, px2: px - 6 });
  return [
    boxLayer([{ ...before(frontAt), py: 10, py2: 10 }], {
      type: "rule",
      color: BLUE,
      strokeWidth: 2.4,
    }),
    textLayer([{ px: frontAt, py: 10, text: front.name }], text),
    ...(back === null
      ? []
      : [
          boxLayer([{ ...before(backAt), py: 4, py2: 16 }], { type: "rect", color: LEADER_COLOR }),
          textLayer([{ px: backAt, py: 10, text: backName }], text),
        ]),
  ];
}

/** A level line over the whole width. */
export function acrossAt({ width }: TimelineFrame, y: CurveScale, value: number): PlacedBox {
  return { px: 0, py: place(y, value), px2: width, py2: place(y, value) };
}

function sumOf(rows: readonly TimelineRow[], field: "arrivals" | "attempts"): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}

/** Labels of counts and rates: "0", "0.5", "1,200". */
export function formatTick(value: number): string {
  return value === 0
    ? "0"
    : formatSignificant(value, 3)
        .replace(/(\.\d*?)0+$/, "$1")
        .replace(/\.$/, "");
}
