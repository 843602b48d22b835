import type { Point, Result } from "../../plan/result.ts";
import { elasticOf } from "../fleet-name.ts";
import { formatReplicas } from "../format.ts";
import { pointInFocus } from "../point-in-focus.ts";
import { axesOf, axisName, valueLabel, type Axes } from "../settings.ts";

/** What the picture of two axes shows, before it has a place on paper. */
export interface BatchingModel {
  readonly columns: BatchingAxis;
  readonly rows: BatchingAxis;
  /** One a row, of one a column; null where that combination was not simulated. */
  readonly cells: readonly (readonly (BatchingCell | null)[])[];
  /** The other axes' values, which all cells share, in words; empty for none. */
  readonly fixed: string;
  /** Rows and columns that found no room. */
  readonly leftOut: number;
}

/** An axis of the grid. */
export interface BatchingAxis {
  /** Path of a setting; null for the count of replicas. */
  readonly path: string | null;
  /** As in "maxBatch" or "replicas". */
  readonly name: string;
  readonly labels: readonly string[];
}

/** One configuration. */
export interface BatchingCell {
  readonly point: Point;
  /** Share of the error budget used by the objective that uses most of its own. */
  readonly used: number;
  readonly isChosen: boolean;
}

/** Settings that decide how requests share a replica, the most telling first. */
const BATCHING_PATHS: readonly string[] = [
  "service.maxBatch",
  "service.maxBatchedTokens",
  "service.maxSequences",
  "service.concurrency",
  "service.maxWait",
  "service.preferredBatches",
];
const COLUMNS_MAX = 12;
const ROWS_MAX = 8;

interface WishedAxis {
  readonly path: string | null;
  readonly values: readonly unknown[];
}

/**
 * Sorts a sweep into a grid of two of its axes, around the point in focus.
 *
 * @returns Null if fewer than two things were swept.
 * @throws RangeError if the result has no points.
 */
export function batchingModel(result: Result): BatchingModel | null {
  const focus = pointInFocus(result);
  const axes = axesOf(result.points);
  const [rows, columns] = pickAxes(result.points, axes, focus);
  if (rows === undefined || columns === undefined) return null;
  const shownRows = around(rows, focus, ROWS_MAX);
  const shownColumns = around(columns, focus, COLUMNS_MAX);
  const others = Object.keys(axes).filter((path) => path !== rows.path && path !== columns.path);
  const inSlice = result.points.filter((point) =>
    others.every((path) => isSame(point.settings[path], focus.settings[path])),
  );
  const cellAt = (row: unknown, column: unknown): BatchingCell | null => {
    const point = inSlice.find(
      (one) => isSame(valueOf(one, rows), row) && isSame(valueOf(one, columns), column),
    );
    return point === undefined ? null : cellOf(point, result.choice !== null && point === focus);
  };
  const fixed = others.map(
    (path) => `${axisName(path, others)} ${valueLabel(path, focus.settings[path], axes)}`,
  );
  return {
    rows: named(rows, shownRows, axes),
    columns: named(columns, shownColumns, axes),
    cells: shownRows.map((row) => shownColumns.map((column) => cellAt(row, column))),
    fixed: fixed.join(", "),
    leftOut: rows.values.length - shownRows.length + columns.values.length - shownColumns.length,
  };
}

/** The axis down the side and the one across: replicas go across where several were swept. */
function pickAxes(
  points: readonly Point[],
  axes: Axes,
  focus: Point,
): readonly (WishedAxis | undefined)[] {
  const varied = Object.entries(axes)
    .filter(([, values]) => values.length > 1)
    .map(([path, values]): WishedAxis => ({ path, values }))
    .toSorted((left, right) => rankOf(left) - rankOf(right));
  const counts = [...new Set(points.map(({ replicas }) => replicas))];
  if (elasticOf(focus) === null && counts.length > 1) {
    const replicas = { path: null, values: counts.toSorted((left, right) => left - right) };
    return [varied[0], replicas];
  }
  return [varied[1], varied[0]];
}

function rankOf({ path }: WishedAxis): number {
  const rank = BATCHING_PATHS.indexOf(path ?? "");
  return rank === -1 ? BATCHING_PATHS.length : rank;
}

function valueOf(point: Point, { path }: WishedAxis): unknown {
  return path === null ? point.replicas : point.settings[path];
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** As many of an axis' values as there is room for, the focus's among them. */
function around(axis: WishedAxis, focus: Point, most: number): readonly unknown[] {
  const { values } = axis;
  const place = values.findIndex((value) => isSame(value, valueOf(focus, axis)));
  const start = Math.max(0, Math.min(place - Math.floor(most / 2), values.length - most));
  return values.slice(start, start + most);
}

function cellOf(point: Point, isChosen: boolean): BatchingCell {
  const used = Math.max(0, ...point.objectives.map(({ budgetUsed }) => budgetUsed));
  return { point, used, isChosen };
}

function named({ path }: WishedAxis, values: readonly unknown[], axes: Axes): BatchingAxis {
  return {
    path,
    name: path === null ? "replicas" : axisName(path, Object.keys(axes)),
    labels: values.map((value) => (path === null ? String(value) : valueLabel(path, value, axes))),
  };
}

/** A row's cheapest cell from which on every larger one holds; null if there is none. */
export function holdingCell(row: BatchingModel["cells"][number]): BatchingCell | null {
  const cells = row.filter((cell) => cell !== null);
  const broken = cells.findLastIndex(({ point }) => point.verdict !== "met");
  return cells[broken + 1] ?? null;
}

/** What a cell is, in words: "maxBatch 16 on 2 replicas", or "target 0.7, cooldown 5m". */
export function cellName({ columns, rows }: BatchingModel, row: number, column: number): string {
  const down = `${rows.name} ${rows.labels[row]}`;
  if (columns.path !== null) return `${down}, ${columns.name} ${columns.labels[column]}`;
  return `${down} on ${formatReplicas(Number(columns.labels[column]))}`;
}
