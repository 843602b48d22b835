import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { isAiperf, readAiperf } from "./aiperf.ts";
import { benchmarkError } from "./benchmark-error.ts";
import { TableBuilder, type BenchmarkTable } from "./benchmark-table.ts";
import { splitCsv } from "./csv-rows.ts";
import { readCsvTable } from "./csv-table.ts";
import { isGuidellm, readGuidellm } from "./guidellm.ts";
import { isHeyCsv, readHeyCsv } from "./hey-csv.ts";
import { isK6, isVegeta, readK6, readVegeta } from "./http-json.ts";
import { isHey, isWrk, readHey, readWrk } from "./http-text.ts";
import { isInferencePerf, readInferencePerf } from "./inference-perf.ts";
import { readJsonDocuments, type JsonDocument } from "./json-documents.ts";
import { isObject, type JsonObject } from "./json-view.ts";
import { isPerfAnalyzer, readPerfAnalyzer } from "./perf-analyzer.ts";
import { isVllm, readVllm } from "./vllm.ts";

/** What the files don't tell. */
export interface ReadBenchmarksOptions {
  /** Unit of times in a CSV whose column names none: ns, us, ms or s; null for no guess. */
  readonly unit: string | null;
  /** Requests a call held, in files that don't say; null: one. */
  readonly batch: number | null;
}

/** Results of whole sweeps are a few megabytes; detailed ones a few hundred. */
const MOST_BYTES = 512 * 2 ** 20;

const SUPPORTED =
  "known are results of vllm bench serve, sglang.bench_serving, guidellm, aiperf, genai-perf, " +
  "inference-perf, perf_analyzer -f, k6, vegeta report -type=json, hey, wrk and wrk2, " +
  "and CSV tables with columns such as concurrency, input_tokens, output_tokens, ttft_ms, tpot_ms";

const JSON_READERS: readonly (readonly [
  is: (document: JsonObject) => boolean,
  read: (document: JsonObject, source: string, table: TableBuilder) => void,
])[] = [
  [isVllm, readVllm],
  [isGuidellm, readGuidellm],
  [isAiperf, readAiperf],
  [isInferencePerf, readInferencePerf],
  [isK6, readK6],
  [isVegeta, readVegeta],
];

/**
 * Reads benchmark results, each file in the layout it has, into one table of measured points.
 *
 * @param paths - Files, gzipped or not.
 * @throws BenchmarkError for a file that can't be read or whose layout isn't known.
 */
export async function readBenchmarks(
  paths: readonly string[],
  options: ReadBenchmarksOptions,
): Promise<BenchmarkTable> {
  const table = new TableBuilder();
  for (const path of paths) readText(await loadText(path), path, options, table);
  return table.finish();
}

/**
 * Reads the text of one result.
 *
 * @param file - Its name, for messages.
 * @param table - Takes what it holds.
 * @throws BenchmarkError if its layout isn't known.
 */
export function readText(
  text: string,
  file: string,
  options: ReadBenchmarksOptions,
  table: TableBuilder,
): void {
  const name = basename(file);
  const start = text.trimStart();
  if (start === "") throw benchmarkError(file, "the file is empty");
  if (start.startsWith("{") || start.startsWith("[")) {
    for (const document of readJsonDocuments(text, name)) readJson(document, table);
  } else if (isHey(text)) {
    readHey(text, name, table);
  } else if (isWrk(text)) {
    readWrk(text, name, table);
  } else {
    const rows = splitCsv(text, name);
    if (rows.header.length < 2) throw benchmarkError(file, `isn't a known layout: ${SUPPORTED}`);
    if (isPerfAnalyzer(rows.header)) readPerfAnalyzer(rows, options.batch, table);
    else if (isHeyCsv(rows.header)) readHeyCsv(rows, name, table);
    else readCsvTable(rows, name, options.unit, table);
  }
}

function readJson({ source, value }: JsonDocument, table: TableBuilder): void {
  if (!isObject(value)) throw benchmarkError(source, `isn't an object: ${SUPPORTED}`);
  const reader = JSON_READERS.find(([is]) => is(value));
  if (reader !== undefined) {
    reader[1](value, source, table);
    return;
  }
  if ("experiments" in value || ("metadata" in value && "metrics" in value)) {
    throw benchmarkError(
      source,
      "lists single requests; give the aggregates beside it, such as profile_export_aiperf.json " +
        "or the CSV of perf_analyzer -f",
    );
  }
  const keys = Object.keys(value).slice(0, 8).join(", ");
  throw benchmarkError(source, `isn't a known layout, with keys ${keys}: ${SUPPORTED}`);
}

async function loadText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw benchmarkError(path, "is larger than 512 MiB");
    const bytes = await readFile(path);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isZipped
      ? await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES })
      : bytes;
    return plain.toString("utf8").replace(/^\uFEFF/u, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "") throw error;
    const known: Readonly<Record<string, string>> = {
      ENOENT: "no such file",
      EISDIR: "is a folder, not a file",
      EACCES: "no permission to read it",
      Z_BUF_ERROR: "the gzip data ends early; fetch it again",
      Z_DATA_ERROR: "the gzip data is damaged; fetch it again",
    };
    throw benchmarkError(path, known[code] ?? (error instanceof Error ? error.message : code));
  }
}
