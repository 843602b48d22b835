import { displayWidth, emphasise, type Emphasis } from "./terminal.ts";

/** A column of a table. */
export interface Column {
  /** Two lines; the upper one may be empty. */
  readonly header: readonly [upper: string, lower: string];
  readonly align: "left" | "right";
  /** When the table is too wide, columns with the lowest rank above 0 go first; 0 always stays. */
  readonly dropRank: number;
}

/** A row: cells, or one line across all columns. */
export type Row =
  | { readonly cells: readonly Cell[]; readonly emphasis: readonly Emphasis[] }
  | { readonly line: string; readonly emphasis: readonly Emphasis[] };

/** Text of a cell, and how it is set apart beyond its row. */
export interface Cell {
  readonly text: string;
  readonly emphasis: readonly Emphasis[];
}

/** How a table is set. */
export interface TableOptions {
  /** Whether escape codes may be used. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const GAP = "  ";

/**
 * Sets a table in plain text with aligned columns. Where it would be wider than the terminal,
 * columns are left out by rank; if that does not suffice, it runs over.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  options: TableOptions,
): string {
  const widths = columns.map((column, index) =>
    Math.max(
      ...column.header.map(displayWidth),
      ...rows.map((row) => ("cells" in row ? displayWidth(row.cells[index].text) : 0)),
    ),
  );
  const shown = fittingColumns(columns, widths, options.width);
  const setRow = (texts: readonly Cell[], emphasis: readonly Emphasis[]): string =>
    shown
      .map((index) => {
        const { text, emphasis: own } = texts[index];
        const padding = " ".repeat(widths[index] - displayWidth(text));
        const set = emphasise(text, [...emphasis, ...own], options.color);
        return columns[index].align === "right" ? padding + set : set + padding;
      })
      .join(GAP)
      .trimEnd();
  const header = [0, 1].map((line) =>
    setRow(
      columns.map((column) => ({ text: column.header[line], emphasis: [] })),
      ["dim"],
    ),
  );
  const body = rows.map((row) =>
    "cells" in row
      ? setRow(row.cells, row.emphasis)
      : emphasise(row.line, row.emphasis, options.color),
  );
  return [...header.filter((line) => line !== ""), ...body].join("\n");
}

function fittingColumns(
  columns: readonly Column[],
  widths: readonly number[],
  width: number,
): readonly number[] {
  const shown = new Set(columns.keys());
  const total = (): number =>
    [...shown].reduce((sum, index) => sum + widths[index] + GAP.length, -GAP.length);
  const droppable = [...columns.keys()]
    .filter((index) => columns[index].dropRank > 0)
    .sort((left, right) => columns[left].dropRank - columns[right].dropRank);
  for (const index of droppable) {
    if (total() <= width) break;
    shown.delete(index);
  }
  return [...shown];
}
