import type { TraceColumn } from "./trace-columns.ts";

/** Rows that are joined to one text. */
const CHUNK = 4096;

/**
 * Writes columns as CSV. Numbers have as many digits as it takes to read the same float64 again.
 *
 * @param columns - At least one, all of one length.
 */
export async function* writeCsv(columns: readonly TraceColumn[]): AsyncIterable<string> {
  yield `${columns.map(({ name }) => name).join(",")}\n`;
  const rows = columns[0].values.length;
  for (let first = 0; first < rows; first += CHUNK) {
    const lines: string[] = [];
    for (let row = first; row < Math.min(rows, first + CHUNK); row += 1) {
      lines.push(columns.map(({ values }) => String(values[row])).join(","));
    }
    yield `${lines.join("\n")}\n`;
  }
}
