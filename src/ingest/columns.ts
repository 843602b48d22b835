import type { TraceSection } from "../scenario/scenario.ts";
import { guessDelimiter, splitHeader } from "./csv-header.ts";
import { requireKeys } from "./first-object.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { listParquetColumns } from "./parquet-columns.ts";
import { readRows } from "./read-rows.ts";
import { requireNames } from "./require-names.ts";
import type { Container } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";
import type { TraceRows } from "./trace-rows.ts";

type ColumnNames = NonNullable<TraceSection["columns"]>;

/**
 * Reads a trace whose columns the scenario names: CSV, JSON Lines or Parquet.
 *
 * The extension decides (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, each with or without `.gz`), else the
 * first byte. Numbers in the arrival column are seconds, as written; timestamps count from the
 * earliest. Durations are seconds.
 *
 * @throws TraceError when a named column is missing or rows are malformed.
 */
export async function readColumns(
  file: InspectedFile,
  names: ColumnNames,
  onError: "error" | "skip",
): Promise<TraceRows> {
  const container = await findContainer(file, names, onError);
  const layout = {
    container,
    arrival: { name: names.arrival, kind: "either", divisor: 1 },
    input: names.input,
    output: names.output,
    duration: names.duration,
    prefix: null,
  } as const;
  return readRows(file, layout, onError);
}

async function findContainer(
  file: InspectedFile,
  names: ColumnNames,
  onError: "error" | "skip",
): Promise<Container> {
  const needed = [names.arrival, names.input, names.output, names.duration];
  if (file.kind === "parquet") {
    requireNames(file.path, await listParquetColumns(file.path), needed, null);
    return { kind: "parquet" };
  }
  const text = file.firstLine ?? "";
  const extension = /\.(csv|tsv|jsonl|ndjson)(\.gz)?$/iu.exec(file.path)?.[1].toLowerCase();
  const isJson =
    extension === undefined
      ? /^\s*[{[]/u.test(text)
      : extension.endsWith("l") || extension === "ndjson";
  if (isJson) {
    if (onError === "error") requireKeys(file, needed);
    return { kind: "jsonl" };
  }
  const delimiter = extension === "tsv" ? "\t" : guessDelimiter(text);
  const header = splitHeader(text, delimiter);
  if (header === null) throw fileError(file.path, "the header has a stray quote", 1);
  requireNames(file.path, header, needed, 1);
  return { kind: "csv", delimiter, header };
}
