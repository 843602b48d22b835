import { requireKeys } from "./first-object.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { readRows } from "./read-rows.ts";
import { fileError } from "./trace-error.ts";
import type { TraceRows } from "./trace-rows.ts";

/**
 * Reads a Mooncake trace: JSON Lines with `timestamp` in milliseconds from the start,
 * `input_length` and `output_length` in tokens, and `hash_ids`, one number for each block of 512
 * tokens of the prompt, equal where prompts begin alike; rows may leave these out.
 *
 * @throws TraceError when the file is of another format or has malformed rows.
 * @see https://github.com/kvcache-ai/Mooncake
 */
export async function readMooncake(
  file: InspectedFile,
  onError: "error" | "skip",
): Promise<TraceRows> {
  if (file.kind === "parquet") {
    throw fileError(file.path, "is a Parquet file; mooncake is JSONL, use `format: columns`");
  }
  const layout = {
    container: { kind: "jsonl" },
    arrival: { name: "timestamp", kind: "number", divisor: 1000 },
    input: "input_length",
    output: "output_length",
    duration: null,
    prefix: "hash_ids",
  } as const;
  if (onError === "error") requireKeys(file, ["timestamp", "input_length", "output_length"]);
  return readRows(file, layout, onError);
}
