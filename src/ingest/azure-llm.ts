import { splitHeader } from "./csv-header.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { readRows } from "./read-rows.ts";
import { requireNames } from "./require-names.ts";
import { fileError } from "./trace-error.ts";
import type { TraceRows } from "./trace-rows.ts";

const ARRIVAL = "TIMESTAMP";
const INPUT = "ContextTokens";
const OUTPUT = "GeneratedTokens";

/**
 * Reads an Azure LLM inference trace: `TIMESTAMP,ContextTokens,GeneratedTokens`, other columns
 * ignored. Time counts from the first request.
 *
 * The 2023 files write local times with seven fractional digits, those of 2024 six and a zone.
 *
 * @throws TraceError when the file is of another format or has malformed rows.
 * @see https://github.com/Azure/AzurePublicDataset
 */
export async function readAzureLlm(
  file: InspectedFile,
  onError: "error" | "skip",
): Promise<TraceRows> {
  if (file.kind === "parquet") {
    throw fileError(file.path, "is a Parquet file; azure-llm is CSV, use `format: columns`");
  }
  const text = file.firstLine ?? "";
  if (/^\s*[{[]/u.test(text)) {
    throw fileError(file.path, "is JSON, not the CSV of azure-llm; use `mooncake` or `columns`", 1);
  }
  const header = splitHeader(text, ",");
  if (header === null) throw fileError(file.path, "the header has a stray quote", 1);
  requireNames(file.path, header, [ARRIVAL, INPUT, OUTPUT], 1);
  const layout = {
    container: { kind: "csv", delimiter: ",", header },
    arrival: { name: ARRIVAL, kind: "timestamp", divisor: 1 },
    input: INPUT,
    output: OUTPUT,
    duration: null,
    prefix: null,
  } as const;
  return readRows(file, layout, onError);
}
