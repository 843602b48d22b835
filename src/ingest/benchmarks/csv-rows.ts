import { guessDelimiter, splitHeader } from "../csv-header.ts";
import { benchmarkError, BenchmarkError, type BenchmarkProblem } from "./benchmark-error.ts";

/** A CSV file in memory. */
export interface CsvRows {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** The fields of a row, and where it stands. */
export interface CsvRow {
  readonly source: string;
  readonly fields: readonly string[];
}

/**
 * Splits a CSV file; blank lines don't count. Line ends inside quotes aren't supported: no benchmark
 * writes them.
 *
 * @param text - The whole file.
 * @param file - Its name, for messages.
 * @throws BenchmarkError for rows that don't fit the header.
 */
export function splitCsv(text: string, file: string): CsvRows {
  const lines = text.split(/\r?\n/u);
  const first = lines.findIndex((line) => line.trim() !== "");
  const head = lines[first] ?? "";
  const delimiter = guessDelimiter(head);
  const header = splitHeader(head, delimiter);
  if (header === null) throw benchmarkError(`${file}:${first + 1}`, "has an open quote");
  const problems: BenchmarkProblem[] = [];
  const rows: CsvRow[] = [];
  lines.forEach((line, index) => {
    if (index <= first || line.trim() === "") return;
    const source = `${file}:${index + 1}`;
    const fields = splitHeader(line, delimiter);
    if (fields !== null && fields.length === header.length) {
      rows.push({ source, fields });
      return;
    }
    const found = fields === null ? "an open quote" : `${fields.length} fields`;
    problems.push({ source, message: `has ${found}, the header has ${header.length}` });
  });
  if (problems.length > 0) throw new BenchmarkError(problems);
  return { header, rows };
}
