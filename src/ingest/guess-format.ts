import type { TraceFormat, TraceSection } from "../scenario/trace-section.ts";
import { inspectFile } from "./inspect-file.ts";
import { listFiles } from "./list-files.ts";
import { listParquetColumns } from "./parquet-format.ts";
import { writtenColumns } from "./trace-columns.ts";

/** What the start of a file gives away. */
export type GuessedFormat =
  | { readonly format: TraceFormat; readonly columns: TraceSection["columns"] }
  /** Nothing; of a Parquet file the columns that it has. */
  | { readonly format: null; readonly names: readonly string[] | null };

/** Words of the first line that give a format away, more telling ones first. */
const SIGNS: readonly (readonly [format: TraceFormat, signs: readonly RegExp[]])[] = [
  ["azure-llm", [/\bTIMESTAMP\b/u, /\bContextTokens\b/u, /\bGeneratedTokens\b/u]],
  ["azure-functions-2021", [/\bfunc\b/u, /\bend_timestamp\b/u, /\bduration\b/u]],
  ["burstgpt", [/\bTimestamp\b/u, /\bRequest tokens\b/u, /\bResponse tokens\b/u]],
  ["vidur", [/\barrived_at\b/u, /\bnum_prefill_tokens\b/u, /\bnum_decode_tokens\b/u]],
  ["splitwise", [/\barrival_timestamp\b/u, /\bprompt_size\b/u, /\btoken_size\b/u]],
  ["servegen", [/\bclient\b/u, /\bt_s\b/u, /\brate_rps\b/u, /\bshape\b/u]],
  ["qwen-bailian", [/^\{/u, /"hash_ids"/u, /"chat_id"/u]],
  ["mooncake", [/^\{/u, /"hash_ids"/u, /"timestamp"/u]],
  ["otel-genai", [/"resourceSpans"/u]],
  ["alb", [/^(?:https?|h2|grpcs|wss?) \d{4}-\d\d-\d\dT\S+Z app\//u]],
  ["envoy", [/^\[\d{4}-\d\d-\d\dT[^\]]*Z\] "/u]],
  ["nginx", [/^\S+ \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:[^\]]*\] "/u]],
];

/**
 * Guesses the format of a trace from its first line, or from the columns of a Parquet file. A file
 * with the columns that a trace is written by is one of named columns.
 *
 * @param path - File or pattern; of a pattern the first file counts.
 * @throws TraceError for a file that is missing, empty or of no kind that is read.
 */
export async function guessFormat(path: string): Promise<GuessedFormat> {
  const [first] = await listFiles(path);
  const file = await inspectFile(first);
  const isParquet = file.kind === "parquet";
  if (!isParquet) {
    const found = SIGNS.find(([, signs]) => signs.every((sign) => sign.test(file.firstLine)));
    if (found !== undefined) return { format: found[0], columns: null };
  }
  const names = isParquet
    ? (await listParquetColumns(first)).map(({ name }) => name)
    : file.firstLine.trim().split(",");
  const columns = writtenColumns(names);
  if (columns !== null) return { format: "columns", columns };
  return { format: null, names: isParquet ? names : null };
}
