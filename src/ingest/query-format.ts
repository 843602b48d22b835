import type { DuckDBConnection } from "@duckdb/node-api";

import type { InspectedFile, TextFile } from "./inspect-file.ts";
import { requireNames } from "./require-names.ts";
import type { RowFormat } from "./row-format.ts";
import { slotNames } from "./row-layout.ts";
import type { RowLayout } from "./row-layout.ts";
import { streamLines } from "./stream-lines.ts";
import { escapeGlob, quoteText, selectFrom } from "./table-query.ts";
import type { TableColumn } from "./table-query.ts";
import { explain, streamCells, streamRows, withEngine } from "./trace-engine.ts";
import type { TraceEngine } from "./trace-engine.ts";
import { fileError } from "./trace-error.ts";

/** How the engine calls the ways a file is packed. */
const COMPRESSIONS = { none: "uncompressed", gzip: "gzip", zstd: "zstd" } as const;

type Container = "csv" | "tsv" | "jsonl" | "parquet";

/** The rows of the file, to the query. */
const TABLE = "trace";

/**
 * Reads what a SQL query makes of a file, which it finds as the table `trace`.
 *
 * The query is one SELECT. It can read nothing but this file, write nothing and load nothing: all
 * access but to this file is switched off before it runs, and stays so.
 *
 * The engine takes a damaged file for a shorter one, and loses rows behind an open quote, without a
 * word. So a file of lines is read whole beforehand, and the rows of the table must be as many as
 * its lines.
 *
 * @throws TraceError when the query isn't one SELECT, fails, or lacks a column of the layout.
 */
export async function formatQuery(
  file: InspectedFile,
  container: Container,
  layout: RowLayout,
  query: string,
  onError: "error" | "skip",
): Promise<RowFormat> {
  const names = slotNames(layout);
  const lines = file.kind === "text" ? await countLines(file) : null;
  const found: TableColumn[] = [];
  await withEngine(file.path, async (engine) => {
    await openTable(engine, file, container, onError);
    found.push(...(await prepareSelect(engine, query)));
    const foundNames = found.map(({ name }) => name);
    requireNames(file.path, foundNames, names, null);
    if (file.kind === "text" && onError === "error") {
      await requireRows(engine, lines === null ? 0 : lines - (container === "jsonl" ? 0 : 1));
    }
  });
  return {
    layout,
    read: async (collector) => {
      await withEngine(file.path, async (engine) => {
        await openTable(engine, file, container, onError);
        await streamCells(engine, selectFrom(query, names, found), (cells) => {
          collector.take(cells, null);
        });
      });
    },
  };
}

/** Lines that aren't blank; reading them shows whether the file is whole. */
async function countLines(file: TextFile): Promise<number> {
  let lines = 0;
  await streamLines(file, (bytes, start, end) => {
    for (let index = start; index < end; index++) {
      if (bytes[index] > 32) {
        lines++;
        break;
      }
    }
    return true;
  });
  return lines;
}

/** Makes the file a table, and switches everything off that the table doesn't need. */
async function openTable(
  { connection, path }: TraceEngine,
  file: InspectedFile,
  container: Container,
  onError: "error" | "skip",
): Promise<void> {
  const run = async (sql: string): Promise<unknown> => explain(path, connection.run(sql));
  // A name with special characters is looked up as a pattern, which has to be allowed too.
  const pattern = quoteText(escapeGlob(path));
  await run(`SET allowed_paths = [${quoteText(path)}, ${pattern}]`);
  await run("SET enable_external_access = false");
  await run("SET lock_configuration = true");
  await run(`CREATE VIEW ${TABLE} AS SELECT * FROM ${reader(pattern, file, container, onError)}`);
}

function reader(
  pattern: string,
  file: InspectedFile,
  container: Container,
  onError: "error" | "skip",
): string {
  const shared = "hive_partitioning = false";
  if (file.kind === "parquet") return `read_parquet(${pattern}, ${shared})`;
  const ignores = `ignore_errors = ${String(onError === "skip")}`;
  const packed = `${shared}, ${ignores}, compression = '${COMPRESSIONS[file.compression]}'`;
  if (container === "jsonl") {
    return `read_json(${pattern}, ${packed}, format = 'newline_delimited')`;
  }
  const separator = container === "tsv" ? `, delim = '\t'` : "";
  // A later row of another type than these is an error that names its line.
  return `read_csv(${pattern}, ${packed}, header = true, sample_size = 200_000${separator})`;
}

/** Makes sure that a query is one SELECT. @returns Its columns. */
async function prepareSelect(
  { connection, path }: TraceEngine,
  query: string,
): Promise<readonly TableColumn[]> {
  const { StatementType } = await import("@duckdb/node-api");
  // The engine fails without a reason on a text without a statement.
  const bare = query.replaceAll(/--.*$|\/\*[^]*?\*\//gmu, "");
  if (bare.trim() === "") throw queryError(path, "must be one SELECT, got 0 statements");
  const statements = await explainQuery(path, connection.extractStatements(query));
  if (statements.count !== 1) {
    throw queryError(path, `must be one SELECT, got ${statements.count} statements`);
  }
  const prepared = await explainQuery(path, statements.prepare(0));
  if (prepared.statementType !== StatementType.SELECT) {
    throw queryError(path, "must be a SELECT, which reads and changes nothing");
  }
  return columnsOf(connection, path, query);
}

async function columnsOf(
  connection: DuckDBConnection,
  path: string,
  query: string,
): Promise<readonly TableColumn[]> {
  const columns: TableColumn[] = [];
  const sql = `SELECT column_name, column_type FROM (DESCRIBE (\n${query}\n))`;
  await explainQuery(
    path,
    streamRows({ connection, path }, { sql, values: [] }, ([name, type]) => {
      columns.push({ name: name ?? "", type: type ?? "" });
    }),
  );
  return columns;
}

async function requireRows(engine: TraceEngine, lines: number): Promise<void> {
  let rows = 0;
  const sql = `SELECT CAST(count(*) AS VARCHAR) FROM ${TABLE}`;
  await streamRows(engine, { sql, values: [] }, ([count]) => {
    rows = Number(count);
  });
  if (rows === lines) return;
  const message =
    `the SQL engine sees ${rows} rows in ${lines} lines, so it joins or loses some (an open quote, ` +
    "a line break inside one); mend the file, or read it without `workload.trace.query`";
  throw fileError(engine.path, message);
}

async function explainQuery<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw queryError(path, `fails: ${text.split("\n", 1)[0]}`);
  }
}

function queryError(path: string, message: string): Error {
  return fileError(path, `\`workload.trace.query\` ${message}`);
}
