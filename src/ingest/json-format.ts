import { requireKeys } from "./first-object.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { JsonCells } from "./json-cells.ts";
import { readLines } from "./read-lines.ts";
import type { RowFormat } from "./row-format.ts";
import { slotNames } from "./row-layout.ts";
import type { RowLayout } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";

/**
 * Reads JSON Lines of a format of fixed names.
 *
 * @param format - Its name, for messages.
 * @param required - Keys that the first row must have, unless malformed rows are skipped.
 * @throws TraceError when the file is something else.
 */
export function formatJsonLines(
  file: InspectedFile,
  format: string,
  layout: RowLayout,
  required: readonly (string | null)[] | null,
): RowFormat {
  if (file.kind === "parquet") {
    throw fileError(file.path, `is a Parquet file; ${format} is JSONL, use \`format: columns\``);
  }
  if (required !== null) requireKeys(file, required);
  const cells = new JsonCells(slotNames(layout));
  return { layout, read: (collector) => readLines(file, cells, collector) };
}
