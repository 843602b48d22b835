import type { TraceFormat } from "../scenario/trace-section.ts";
import { inspectFile } from "./inspect-file.ts";
import { listFiles } from "./list-files.ts";

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
 * Guesses the format of a trace from its first line.
 *
 * @param path - File or pattern; of a pattern the first file counts.
 * @returns null where nothing gives it away, as with a Parquet file.
 * @throws TraceError for a file that is missing, empty or of no kind that is read.
 */
export async function guessFormat(path: string): Promise<TraceFormat | null> {
  const [first] = await listFiles(path);
  const file = await inspectFile(first);
  if (file.kind === "parquet") return null;
  const found = SIGNS.find(([, signs]) => signs.every((sign) => sign.test(file.firstLine)));
  return found?.[0] ?? null;
}
