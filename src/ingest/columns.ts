import type { TraceSection } from "../scenario/trace-section.ts";
import { formatCsv } from "./csv-format.ts";
import type { InspectedFile, TextFile } from "./inspect-file.ts";
import { formatJsonLines } from "./json-format.ts";
import { formatParquet } from "./parquet-format.ts";
import { formatQuery } from "./query-format.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * A trace whose columns the scenario names: CSV, JSON Lines or Parquet, or what a query makes of
 * one.
 *
 * The extension decides (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, each with or without `.gz` or `.zst`),
 * else the first byte. Numbers in the arrival column are in `unit`; without it seconds, or since
 * 1970 in the unit that their size tells. Timestamps count from the earliest. Durations are in
 * seconds.
 *
 * @throws TraceError when a named column is missing.
 */
export async function formatColumns(
  file: InspectedFile,
  { columns, onError, query, unit }: TraceSection,
): Promise<RowFormat> {
  if (columns === null) throw new RangeError("format columns needs column names");
  const { arrival, ...named } = columns;
  const layout = layOut({ name: arrival, kind: "either", unit }, named);
  const container = file.kind === "parquet" ? "parquet" : containerOf(file);
  if (query !== null) return formatQuery(file, container, layout, query, onError);
  if (file.kind === "parquet") return formatParquet(file.path, layout);
  if (container === "jsonl") {
    const needed = [arrival, columns.input, columns.output, columns.duration];
    return formatJsonLines(file, "columns", layout, onError === "error" ? needed : null);
  }
  return formatCsv(file, layout, container === "tsv" ? "\t" : null);
}

function containerOf(file: TextFile): "csv" | "tsv" | "jsonl" {
  const match = /\.(csv|tsv|jsonl|ndjson)(\.gz|\.zst)?$/iu.exec(file.path);
  if (match === null) return /^\s*[{[]/u.test(file.firstLine) ? "jsonl" : "csv";
  const extension = match[1].toLowerCase();
  return extension === "csv" || extension === "tsv" ? extension : "jsonl";
}
