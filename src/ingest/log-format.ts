import type { TextFile } from "./inspect-file.ts";
import type { LogCells } from "./log-cells.ts";
import { readLines } from "./read-lines.ts";
import type { RowFormat } from "./row-format.ts";
import type { RowLayout } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";

/**
 * Reads a log by a template, whose first line must be of that form unless malformed rows are
 * skipped, so that a log of another form gets one clear error instead of one a row.
 *
 * @throws TraceError when the first line is of another form.
 */
export function formatLog(
  file: TextFile,
  layout: RowLayout,
  cells: LogCells,
  format: string,
  onError: "error" | "skip",
): RowFormat {
  const fault = onError === "skip" ? null : cells.loadLine(file.firstLine);
  if (fault !== null) {
    const message = `${fault.message}; the format read is ${format}`;
    throw fileError(file.path, `${message}; set \`workload.trace.logFormat\``, 1);
  }
  return { layout, read: (collector) => readLines(file, cells, collector) };
}
