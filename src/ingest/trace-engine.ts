import type { DuckDBConnection, DuckDBVector } from "@duckdb/node-api";

import type { RowQuery } from "./row-query.ts";
import { fileError } from "./trace-error.ts";

/** A stretch of a result: vectors in the order of the query's columns. */
export interface RowChunk {
  readonly rows: number;
  readonly vectors: readonly DuckDBVector[];
}

/**
 * Runs a query over a trace file and hands its result over chunk by chunk, in file order.
 *
 * The engine is loaded on first use, loads no extension from the network, writes nothing to disk,
 * and holds at most 2 GB.
 *
 * @param path - The file the query reads, for messages.
 * @throws TraceError when the engine can't read the file.
 */
export async function runRowQuery(
  path: string,
  query: RowQuery,
  onChunk: (chunk: RowChunk) => void,
): Promise<void> {
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
    await streamChunks(connection, path, query, onChunk);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function streamChunks(
  connection: DuckDBConnection,
  path: string,
  query: RowQuery,
  onChunk: (chunk: RowChunk) => void,
): Promise<void> {
  const result = await explain(path, connection.stream(query.sql, [...query.values]));
  for (;;) {
    const chunk = await explain(path, result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    const columns = Array.from({ length: chunk.columnCount }, (_, index) => index);
    onChunk({
      rows: chunk.rowCount,
      vectors: columns.map((index) => chunk.getColumnVector(index)),
    });
  }
}

/** Makes a failure of the engine one of the file; failures of our own code pass through. */
async function explain<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (text.startsWith("Out of Memory")) {
      throw fileError(path, "its lines are too long to read in 2 GB; drop columns of free text");
    }
    throw fileError(path, `the SQL engine can't read it: ${text.split("\n", 1)[0]}`);
  }
}
