import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../plan/result.ts";
import { textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { formatDollars, formatShare, objectiveName } from "../format.ts";
import { captionLayers, headingOf, TEXT_WIDTH, textTooltip } from "../picture-parts.ts";
import { cleanText } from "../plain-text.ts";
import { shortenAll } from "../shorten.ts";
import { measureText } from "../text-width.ts";
import {
  BLUE,
  INK,
  MISSED_COLOR,
  MUTED_INK,
  NOTE_SIZE,
  PAPER,
  TEXT_SIZE,
  UNPROVEN_COLOR,
} from "../theme.ts";
import { cellName, type BatchingCell, type BatchingModel } from "./batching-model.ts";
import {
  BATCHING_READING,
  batchingCaption,
  batchingTitle,
  shortVerdict,
  usedText,
} from "./batching-words.ts";

const ROW = 66;
const COLUMN_MAX = 190;
/** A column that is narrower has no room for a whole verdict. */
const COLUMN_WIDE = 84;
const HEAD = 48;
const LABELS_MAX = 220;
const LINE = 17;
// Of a cell's colour: the cheapest that holds, and the dearest.
const DARKEST = 0.55;
const LIGHTEST = 0.14;

/** Lengths of the picture, in pixels. */
interface GridFrame {
  readonly left: number;
  /** Of a column. */
  readonly column: number;
  readonly width: number;
  readonly height: number;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
}

/** A cell in its place. */
interface PlacedCell {
  readonly cell: BatchingCell;
  readonly row: number;
  readonly column: number;
}

/** The picture of two axes of a sweep as a Vega-Lite specification. */
export function batchingSpec(result: Result, model: BatchingModel): TopLevelSpec {
  const frame = frameGrid(model);
  const cells = model.cells.flatMap((cells, row) =>
    cells.flatMap((cell, column): PlacedCell[] => (cell === null ? [] : [{ cell, row, column }])),
  );
  const isShort = frame.column < COLUMN_WIDE;
  const caption = batchingCaption(model, isShort);
  const panel: PanelSpec = {
    width: frame.width,
    height: frame.height,
    layer: [
      ...cellLayers(model, frame, cells),
      ...cellTexts(frame, cells, isShort),
      ...labelLayers(model, frame),
      ...captionLayers(caption, { left: -frame.left, top: frame.height + 22 }),
    ],
  };
  return pictureSpec(headingOf(result, batchingTitle(result, model), BATCHING_READING), [panel]);
}

function frameGrid({ columns, rows }: BatchingModel): GridFrame {
  const rowLabels = shortenAll(rows.labels, fitsIn(LABELS_MAX));
  const widest = [rows.name, ...rowLabels].map((text) => measureText(text, TEXT_SIZE, true));
  const left = Math.ceil(Math.min(Math.max(...widest), LABELS_MAX)) + 16;
  const column = Math.floor(Math.min(COLUMN_MAX, (TEXT_WIDTH - left) / columns.labels.length));
  return {
    left,
    column,
    width: TEXT_WIDTH - left,
    height: HEAD + rows.labels.length * ROW,
    rowLabels,
    columnLabels: shortenAll(columns.labels, fitsIn(column - 6)),
  };
}

function fitsIn(width: number): (text: string) => boolean {
  return (text) => measureText(text, TEXT_SIZE, true) <= width;
}

function cellLayers(
  model: BatchingModel,
  frame: GridFrame,
  cells: readonly PlacedCell[],
): readonly Layer[] {
  const costs = cells
    .filter(({ cell }) => cell.point.verdict === "met")
    .map(({ cell }) => cell.point.costPerHour);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const values = cells.map(({ cell, column, row }) => {
    const { point, used } = cell;
    const isMet = point.verdict === "met";
    const dearness = isMet && high > low ? (point.costPerHour - low) / (high - low) : 0;
    return {
      px: column * frame.column + 1,
      px2: (column + 1) * frame.column - 1,
      py: HEAD + row * ROW + 1,
      py2: HEAD + (row + 1) * ROW - 1,
      color: isMet ? BLUE : point.verdict === "missed" ? MISSED_COLOR : UNPROVEN_COLOR,
      opacity: isMet ? DARKEST + dearness * (LIGHTEST - DARKEST) : 1,
      name: cellName(model, row, column),
      replicas: point.replicas,
      costPerHour: point.costPerHour,
      used,
      verdict: point.verdict,
      cost: `${formatDollars(point.costPerHour)}/h`,
      budget: usedText(used),
      good: goodText(cell),
      isChosen: cell.isChosen,
    };
  });
  const encoding = {
    x: { field: "px", type: "quantitative", scale: null, axis: null },
    x2: { field: "px2" },
    y: { field: "py", type: "quantitative", scale: null, axis: null },
    y2: { field: "py2" },
  } as const;
  const tooltip = textTooltip({
    name: "configuration",
    cost: "cost",
    verdict: "verdict",
    good: "good",
    budget: "error budget used",
  });
  return [
    {
      data: { values },
      mark: { type: "rect", stroke: PAPER, strokeWidth: 0 },
      encoding: {
        ...encoding,
        color: { field: "color", type: "nominal", scale: null },
        opacity: { field: "opacity", type: "quantitative", scale: null },
        tooltip,
      },
    },
    {
      data: { values: values.filter(({ isChosen }) => isChosen) },
      mark: { type: "rect", filled: false, stroke: INK, strokeWidth: 3, opacity: 1 },
      encoding,
    },
  ];
}

/** How many requests meet each objective, with its interval. */
function goodText({ point }: BatchingCell): string {
  return point.objectives
    .map((objective) => {
      const { compliance, interval } = objective;
      const ends = interval?.map((share) => formatShare(share)).join(" to ");
      const range = ends === undefined ? "" : ` (${ends})`;
      return `${cleanText(objectiveName(objective))}: ${formatShare(compliance)}${range}`;
    })
    .join("; ");
}

function cellTexts(
  frame: GridFrame,
  cells: readonly PlacedCell[],
  isShort: boolean,
): readonly Layer[] {
  const textsOf = (line: number, text: (cell: BatchingCell) => string) =>
    cells.map(({ cell, column, row }) => ({
      px: (column + 0.5) * frame.column,
      py: HEAD + (row + 0.5) * ROW + (line - 1) * LINE,
      text: text(cell),
    }));
  const look = { color: INK, size: NOTE_SIZE, bold: false, align: "center" } as const;
  const unit = isShort ? "" : "/h";
  return [
    textLayer(
      textsOf(0, ({ point }) => `${formatDollars(point.costPerHour)}${unit}`),
      { ...look, bold: true },
    ),
    textLayer(
      textsOf(1, ({ point }) => (isShort ? shortVerdict(point.verdict) : point.verdict)),
      look,
    ),
    textLayer(
      textsOf(2, ({ used }) => usedText(used)),
      look,
    ),
  ];
}

function labelLayers({ columns, rows }: BatchingModel, frame: GridFrame): readonly Layer[] {
  const look = { color: INK, size: TEXT_SIZE, bold: true } as const;
  const muted = { color: MUTED_INK, size: TEXT_SIZE, bold: false } as const;
  return [
    textLayer(
      frame.columnLabels.map((text, index) => {
        return { px: (index + 0.5) * frame.column, py: HEAD - 14, text };
      }),
      { ...look, align: "center" },
    ),
    textLayer(
      frame.rowLabels.map((text, index) => {
        return { px: -12, py: HEAD + (index + 0.5) * ROW, text };
      }),
      { ...look, align: "right" },
    ),
    textLayer([{ px: 0, py: 10, text: columns.name }], { ...muted, align: "left" }),
    textLayer([{ px: -12, py: HEAD - 14, text: rows.name }], { ...muted, align: "right" }),
  ];
}
