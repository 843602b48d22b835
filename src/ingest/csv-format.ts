import { CsvCells } from "./csv-cells.ts";
import { guessDelimiter, splitHeader } from "./csv-header.ts";
import type { InspectedFile, TextFile } from "./inspect-file.ts";
import { readLines } from "./read-lines.ts";
import { requireNames } from "./require-names.ts";
import type { RowFormat } from "./row-format.ts";
import { slotNames } from "./row-layout.ts";
import type { Delimiter, RowLayout } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";

/**
 * Makes sure that a file is the CSV that a format of fixed names writes.
 *
 * @param format - Its name, for messages.
 * @returns The names in its header.
 * @throws TraceError that says what the file looks like instead.
 */
export function requireCsv(
  file: InspectedFile,
  format: string,
): { readonly file: TextFile; readonly header: readonly string[] } {
  if (file.kind === "parquet") {
    throw fileError(file.path, `is a Parquet file; ${format} is CSV, use \`format: columns\``);
  }
  if (/^\s*[{[]/u.test(file.firstLine)) {
    throw fileError(
      file.path,
      `is JSON, not the CSV of ${format}; use \`mooncake\` or \`columns\``,
      1,
    );
  }
  return { file, header: readHeader(file, ",") };
}

/** Names in the header of a file. @throws TraceError when they can't be told apart. */
export function readHeader(file: TextFile, delimiter: Delimiter): readonly string[] {
  const header = splitHeader(file.firstLine, delimiter);
  if (header === null) throw fileError(file.path, "the header has a stray quote", 1);
  return header;
}

/**
 * Reads CSV with a header by the names of a layout.
 *
 * @param delimiter - What separates fields; null to find it from the header.
 * @throws TraceError when the header lacks one of the names.
 */
export function formatCsv(
  file: TextFile,
  layout: RowLayout,
  delimiter: Delimiter | null = ",",
): RowFormat {
  const separator = delimiter ?? guessDelimiter(file.firstLine);
  const header = readHeader(file, separator);
  const names = slotNames(layout);
  requireNames(file.path, header, [...new Set(names)], 1);
  const cells = new CsvCells(separator, header, names);
  return { layout, read: (collector) => readLines(file, cells, collector) };
}
