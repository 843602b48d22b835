import type { DuckDBConnection } from "@duckdb/node-api";

import { EngineCells } from "./engine-cells.ts";
import type { RowCells } from "./row-cells.ts";
import type { CellQuery, TableQuery } from "./table-query.ts";
import { fileError } from "./trace-error.ts";

/** A connection to the SQL engine, for one file. */
export interface TraceEngine {
  readonly connection: DuckDBConnection;
  readonly path: string;
}

/**
 * Opens the SQL engine for the length of a call.
 *
 * The engine is loaded on first use. It loads no extension, writes nothing to disk, holds at most
 * 2 GB, and reads no other file than the one given; nothing it is asked can change that.
 *
 * @param path - The file it may read, for messages too.
 * @throws TraceError when it can't read the file.
 */
export async function withEngine<T>(
  path: string,
  use: (engine: TraceEngine) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    memory_limit: "2GB",
    preserve_insertion_order: "true",
    temp_directory: "",
    threads: "1",
  });
  const connection = await instance.connect();
  try {
    return await use({ connection, path });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Runs a query and hands its result over row by row, in order.
 *
 * @param onRow - Takes the cells of a row as texts, in the order of the query's columns.
 * @throws TraceError when the engine can't carry it out.
 */
export async function streamRows(
  { connection, path }: TraceEngine,
  query: TableQuery,
  onRow: (texts: readonly (string | null)[]) => void,
): Promise<void> {
  const result = await explain(path, connection.stream(query.sql, [...query.values]));
  for (;;) {
    const chunk = await explain(path, result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    const columns = Array.from({ length: chunk.columnCount }, (_, column) =>
      chunk.getColumnVector(column),
    );
    const texts: (string | null)[] = columns.map(() => null);
    for (let row = 0; row < chunk.rowCount; row++) {
      for (let column = 0; column < columns.length; column++) {
        const value = columns[column].getItem(row);
        texts[column] = typeof value === "string" ? value : null;
      }
      onRow(texts);
    }
  }
}

/**
 * Runs a query and hands its result over as the cells of one row after the other, in order. Numbers
 * come as they are stored, and no more than one chunk of rows is held.
 *
 * @param onRow - Takes the cells, which are valid only during the call.
 * @throws TraceError when the engine can't carry it out.
 */
export async function streamCells(
  { connection, path }: TraceEngine,
  query: CellQuery,
  onRow: (cells: RowCells) => void,
): Promise<void> {
  const result = await explain(path, connection.stream(query.sql, [...query.values]));
  const cells = new EngineCells(query.slots);
  for (;;) {
    const chunk = await explain(path, result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    const vectors = query.slots.map((_, column) => chunk.getColumnVector(column));
    for (let row = 0; row < chunk.rowCount; row++) {
      cells.take(vectors, row);
      onRow(cells);
    }
  }
}

/** Makes a failure of the engine one of the file; failures of our own code pass through. */
export async function explain<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (text.startsWith("Out of Memory")) {
      throw fileError(path, "the SQL engine would need more than 2 GB for it");
    }
    throw fileError(path, `the SQL engine can't read it: ${text.split("\n", 1)[0]}`);
  }
}
