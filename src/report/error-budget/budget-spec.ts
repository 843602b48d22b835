import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../plan/result.ts";
import { place, type CurveScale } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { ringMark, SLO_RULE } from "../curve/marks.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatCount } from "../format.ts";
import {
  captionLayers,
  headingOf,
  labelledAxis,
  TEXT_WIDTH,
  textTooltip,
} from "../picture-parts.ts";
import { measureText, truncateText } from "../text-width.ts";
import { BLUE, GRID_COLOR, INK, MISSED_COLOR, MUTED_INK, NOTE_SIZE, PAPER } from "../theme.ts";
import { SLO_COLOR, TEXT_SIZE } from "../theme.ts";
import { formatProbability, formatTimes, formatUsed } from "./budget-model.ts";
import type { BudgetModel, BudgetPanel, BudgetRow } from "./budget-model.ts";
import { budgetCaption, budgetReading, budgetTitle, panelTitle } from "./budget-words.ts";
import { burnModel } from "./burn-model.ts";
import { burnPanel } from "./burn-panel.ts";

const ROW = 24;
const HEAD = 50;
const COLUMN_GAP = 18;
const LABELS_MAX = 230;
const COST_GAP = 14;
// Less of a budget than this is as good as none, and more than this hopeless.
const FLOOR = 0.01;
// Left of the axis for a ring around a mark at its end.
const INSET = 12;
const CEILING = 1e3;

/** Lengths of the picture, in pixels. */
export interface BudgetFrame {
  /** Of the plots. */
  readonly width: number;
  /** Left of the plots. */
  readonly left: number;
  readonly x: CurveScale;
  /** Columns of numbers right of the plots. */
  readonly columns: readonly BudgetColumn[];
}

interface BudgetColumn {
  readonly header: string;
  /** Pixel of its right edge within the plotting area. */
  readonly right: number;
  readonly text: (row: BudgetRow) => string;
}

/** The picture of error budgets as a Vega-Lite specification. */
export function budgetSpec(result: Result, model: BudgetModel): TopLevelSpec {
  const frame = frameBudget(model);
  const burn = burnModel(model.focus, model.panels[0].index);
  const budgets = model.panels.map((panel, index) =>
    budgetPanel(result, panel, frame, index === model.panels.length - 1),
  );
  const last = budgets[budgets.length - 1];
  const caption = budgetCaption(result, model, burn);
  const below = typeof burn === "string" ? [] : [burnPanel(model, burn, frame, caption)];
  const height = model.panels[0].rows.length * ROW + HEAD;
  const footer =
    below.length > 0 ? [] : captionLayers(caption, { left: -frame.left, top: height + 44 });
  return pictureSpec(headingOf(result, budgetTitle(result, model), budgetReading(result)), [
    ...budgets.slice(0, -1),
    { ...last, layer: [...last.layer, ...footer] },
    ...below,
  ]);
}

function frameBudget({ panels }: BudgetModel): BudgetFrame {
  const rows = panels.flatMap((panel) => panel.rows);
  const labels = Math.max(...rows.map(({ label }) => measureText(label, TEXT_SIZE, true)));
  const costs = Math.max(...rows.map(({ cost }) => measureText(cost, NOTE_SIZE)));
  const left = Math.ceil(Math.min(labels, LABELS_MAX) + (costs > 0 ? costs + COST_GAP : 0)) + 14;
  const wanted: readonly Omit<BudgetColumn, "right">[] = [
    { header: "used", text: ({ used }) => formatUsed(used) },
    { header: "overspent", text: (row) => formatProbability(row.overspendProbability) },
    { header: "pages", text: ({ pages }) => (pages === null ? "" : formatTimes(pages)) },
    { header: "tickets", text: ({ tickets }) => (tickets === null ? "" : formatTimes(tickets)) },
  ];
  const columns = wanted
    .map((column) => ({ ...column, texts: rows.map(column.text) }))
    .filter(({ texts }) => texts.some((text) => text !== ""))
    .map((column) => ({
      ...column,
      width: Math.max(
        ...[column.header, ...column.texts].map((text) => measureText(text, NOTE_SIZE, true)),
      ),
    }));
  const right = columns.reduce((sum, { width }) => sum + width + COLUMN_GAP, 0);
  const width = Math.floor(TEXT_WIDTH - left - right);
  let edge = width;
  return {
    width,
    left,
    x: budgetScale(rows, width),
    columns: columns.map(({ header, text, width: wide }) => {
      edge += COLUMN_GAP + wide;
      return { header, text, right: edge };
    }),
  };
}

function budgetScale(rows: readonly BudgetRow[], width: number): CurveScale {
  const values = rows
    .flatMap(({ interval, used }) => [used, ...(interval ?? [])])
    .map((value) => Math.min(Math.max(value, FLOOR), CEILING));
  const [low, high] = [Math.min(0.1, ...values), Math.max(2, ...values)];
  const margin = (high / low) ** 0.03;
  return {
    type: "log",
    domain: [low / margin, high * margin],
    range: [INSET, width],
    constant: null,
  };
}

function budgetPanel(
  result: Result,
  panel: BudgetPanel,
  frame: BudgetFrame,
  isLast: boolean,
): PanelSpec {
  const { width, x } = frame;
  const height = panel.rows.length * ROW + HEAD;
  const ticks = decades(x.domain);
  const over = place(x, 1);
  const grid = ticks.map((tick) => ({
    px: place(x, tick),
    py: HEAD,
    px2: place(x, tick),
    py2: height,
  }));
  return {
    width,
    height,
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: scaleSpec(x),
        axis: { ...labelledAxis(ticks, formatTick), labels: isLast, ticks: isLast },
      },
    },
    layer: [
      boxLayer([{ px: over, py: HEAD, px2: width, py2: height }], {
        type: "rect",
        color: MISSED_COLOR,
      }),
      boxLayer(grid, { type: "rule", color: GRID_COLOR, strokeWidth: 1 }),
      boxLayer([{ px: over, py: HEAD - 4, px2: over, py2: height }], SLO_RULE),
      ...markLayers(panel, x),
      ...labelLayers(panel, frame),
      ...headLayers(panelTitle(result, panel), frame),
    ],
  };
}

function decades([low, high]: CurveScale["domain"]): readonly number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power++) {
    ticks.push(Number(`1e${power}`));
  }
  return ticks;
}

function formatTick(value: number): string {
  return value < 0.01 ? `${Number((100 * value).toPrecision(6))}%` : `${formatCount(100 * value)}%`;
}

function markLayers(panel: BudgetPanel, x: CurveScale): readonly Layer[] {
  const values = panel.rows.map((row, index) => ({
    x: clamp(row.used, x),
    py: middleOf(index),
    low: row.interval === null ? null : clamp(row.interval[0], x),
    high: row.interval === null ? null : clamp(row.interval[1], x),
    used: row.used,
    overspendProbability: row.overspendProbability,
    name: row.label,
    usedText: usedText(row),
    overspentText: formatProbability(row.overspendProbability),
    pagesText: row.pages === null ? "none set" : formatTimes(row.pages),
    ticketsText: row.tickets === null ? "none set" : formatTimes(row.tickets),
    fill: row.isMet ? BLUE : PAPER,
    isFocus: row.isFocus,
  }));
  const y = { field: "py", type: "quantitative", scale: null, axis: null } as const;
  const bars = values.filter(({ low }) => low !== null);
  const ring = values.filter(({ isFocus }) => isFocus);
  const tooltip = textTooltip({
    name: panel.name,
    usedText: "budget used",
    overspentText: "overspent with probability",
    pagesText: "pages a window",
    ticketsText: "tickets a window",
  });
  return [
    ...(bars.length === 0
      ? []
      : [
          {
            data: { values: bars },
            mark: { type: "rule" as const, color: BLUE, strokeWidth: 7, opacity: 0.35 },
            encoding: {
              x: { field: "low", type: "quantitative" as const },
              x2: { field: "high" },
              y,
            },
          },
        ]),
    {
      data: { values },
      mark: {
        type: "point",
        shape: "circle",
        size: 75,
        stroke: BLUE,
        strokeWidth: 1.6,
        opacity: 1,
      },
      encoding: { y, fill: { field: "fill", type: "nominal", scale: null }, tooltip },
    },
    {
      data: { values: ring },
      mark: ringMark(300),
      encoding: { y },
    },
  ];
}

function clamp(value: number, { domain }: CurveScale): number {
  return Math.min(Math.max(value, domain[0]), domain[1]);
}

function usedText({ interval, used }: BudgetRow): string {
  if (interval === null) return formatUsed(used);
  return `${formatUsed(used)} (${formatUsed(interval[0])} to ${formatUsed(interval[1])})`;
}

/** Pixel of a row's middle. */
function middleOf(index: number): number {
  return HEAD + (index + 0.5) * ROW;
}

function labelLayers({ rows }: BudgetPanel, frame: BudgetFrame): readonly Layer[] {
  const layers: Layer[] = [];
  for (const isFocus of [true, false]) {
    const own = rows.flatMap((row, index) => (row.isFocus === isFocus ? [{ row, index }] : []));
    if (own.length === 0) continue;
    layers.push(
      textLayer(
        own.map(({ row, index }) => ({
          px: -frame.left,
          py: middleOf(index),
          text: truncateText(row.label, LABELS_MAX, TEXT_SIZE, true),
        })),
        { color: INK, size: TEXT_SIZE, bold: isFocus, align: "left" },
      ),
      textLayer(
        own
          .filter(({ row }) => row.cost !== "")
          .map(({ row, index }) => ({ px: -12, py: middleOf(index), text: row.cost })),
        { color: MUTED_INK, size: NOTE_SIZE, bold: false, align: "right" },
      ),
      textLayer(
        own.flatMap(({ row, index }) =>
          frame.columns.map((column) => ({
            px: column.right,
            py: middleOf(index),
            text: column.text(row),
          })),
        ),
        { color: INK, size: NOTE_SIZE, bold: isFocus, align: "right" },
      ),
    );
  }
  return layers;
}

function headLayers(title: string, frame: BudgetFrame): readonly Layer[] {
  const { columns, left, width, x } = frame;
  const over = place(x, 1);
  const label = "budget used up";
  const fits = over + 8 + measureText(label, NOTE_SIZE) <= width;
  return [
    textLayer([{ px: -left, py: 8, text: truncateText(title, TEXT_WIDTH, TEXT_SIZE, true) }], {
      color: INK,
      size: TEXT_SIZE,
      bold: true,
      align: "left",
    }),
    textLayer(
      columns.map(({ header, right }) => ({ px: right, py: HEAD - 10, text: header })),
      { color: MUTED_INK, size: NOTE_SIZE, bold: false, align: "right" },
    ),
    textLayer([{ px: over + (fits ? 8 : -8), py: HEAD - 10, text: label }], {
      color: SLO_COLOR,
      size: NOTE_SIZE,
      bold: false,
      align: fits ? "left" : "right",
    }),
  ];
}
