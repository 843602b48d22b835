import type { TraceColumn } from "./trace-columns.ts";
import { quoteName, quoteText } from "./table-query.ts";

/** Rows that the engine takes at once. */
const CHUNK = 2048;

/**
 * Writes columns as a Parquet file, packed with zstd: `DOUBLE` for times, `INTEGER` for tokens.
 *
 * @param columns - At least one, all of one length.
 * @param path - The file to write; what is there is replaced.
 * @throws Error when the file can't be written.
 */
export async function writeParquet(columns: readonly TraceColumn[], path: string): Promise<void> {
  const { DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "true",
    temp_directory: "",
    threads: "1",
  });
  const connection = await instance.connect();
  try {
    const types = columns.map(({ values }) => (values instanceof Float64Array ? DOUBLE : INTEGER));
    const fields = columns.map(
      ({ name }, index) => `${quoteName(name)} ${types[index].toString()}`,
    );
    await connection.run(`CREATE TABLE trace (${fields.join(", ")})`);
    const appender = await connection.createAppender("trace");
    const rows = columns[0].values.length;
    for (let first = 0; first < rows; first += CHUNK) {
      const end = Math.min(rows, first + CHUNK);
      const chunk = DuckDBDataChunk.create(types);
      chunk.setColumns(columns.map(({ values }) => Array.from(values.subarray(first, end))));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await connection.run(`COPY trace TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
