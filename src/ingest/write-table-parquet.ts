import { quoteName, quoteText } from "./table-query.ts";

/** A column of a small table: numbers, truth values or texts alone; null where there is none. */
export interface ParquetColumn {
  /** Unique, whatever the case of its letters. */
  readonly name: string;
  readonly cells: readonly (number | boolean | string | null)[];
}

/**
 * Writes a small table as a Parquet file, packed with zstd: `DOUBLE`, `BOOLEAN` and `VARCHAR`; a
 * column of nothing is `DOUBLE`.
 *
 * @param columns - At least one, all of one length.
 * @param path - The file to write; what is there is replaced.
 * @throws Error when the file can't be written.
 */
export async function writeTableParquet(
  columns: readonly ParquetColumn[],
  path: string,
): Promise<void> {
  const { BOOLEAN, DOUBLE, DuckDBDataChunk, DuckDBInstance, VARCHAR } =
    await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "true",
    temp_directory: "",
    threads: "1",
  });
  const connection = await instance.connect();
  try {
    const types = columns.map(({ cells }) => {
      const kind = typeof cells.find((cell) => cell !== null);
      if (kind === "string") return VARCHAR;
      return kind === "boolean" ? BOOLEAN : DOUBLE;
    });
    const fields = columns.map(
      ({ name }, index) => `${quoteName(name)} ${types[index].toString()}`,
    );
    await connection.run(`CREATE TABLE points (${fields.join(", ")})`);
    const appender = await connection.createAppender("points");
    const rows = columns[0].cells.length;
    for (let first = 0; first < rows; first += CHUNK) {
      const chunk = DuckDBDataChunk.create(types);
      chunk.setColumns(columns.map(({ cells }) => cells.slice(first, first + CHUNK)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await connection.run(`COPY points TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows that the engine takes at once. */
const CHUNK = 2048;
