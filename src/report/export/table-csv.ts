import type { Cell, TableColumn } from "./point-table.ts";

/** Characters with which a spreadsheet takes a cell of text for a formula. */
const FORMULA = /^[=+\-@]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Writes a table as CSV (RFC 4180) with a header, `\n` between lines. Numbers have as many digits as
 * it takes to read the same float64 again; what is missing is empty. Texts that a spreadsheet would
 * run as a formula begin with an apostrophe, which it takes for the sign of a text.
 *
 * @param columns - At least one, all of one length.
 */
export function renderTableCsv(columns: readonly TableColumn[]): string {
  const lines = [columns.map(({ name }) => textCell(name)).join(",")];
  for (let row = 0; row < columns[0].cells.length; row++) {
    lines.push(columns.map(({ cells }) => csvCell(cells[row])).join(","));
  }
  return `${lines.join("\n")}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "string" ? textCell(cell) : String(cell);
}

function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
