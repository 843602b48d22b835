import type { InspectedFile } from "./inspect-file.ts";
import { formatJsonLines } from "./json-format.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * Mooncake traces: JSON Lines with `timestamp` in milliseconds from the start, `input_length` and
 * `output_length` in tokens, and `hash_ids`, one number for each block of 512 tokens of the prompt,
 * equal where prompts begin alike; rows may leave these out.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/kvcache-ai/Mooncake
 */
export function formatMooncake(file: InspectedFile, onError: "error" | "skip"): RowFormat {
  const layout = layOut(
    { name: "timestamp", kind: "number", unit: "ms" },
    { input: "input_length", output: "output_length", prefix: "hash_ids" },
  );
  const required = onError === "skip" ? null : ["timestamp", "input_length", "output_length"];
  return formatJsonLines(file, "mooncake", layout, required);
}
