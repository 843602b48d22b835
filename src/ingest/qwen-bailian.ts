import type { InspectedFile } from "./inspect-file.ts";
import { formatJsonLines } from "./json-format.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * Qwen traces of Alibaba's Bailian: JSON Lines with `timestamp` in seconds from the start,
 * `input_length` and `output_length` in tokens, and `hash_ids`, one number for each block of 16
 * tokens of the prompt. Chats (`chat_id`, `parent_chat_id`, `turn`) are replayed as they came.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/alibaba-edu/qwen-bailian-usagetraces-anon (README, read 2026)
 */
export function formatQwenBailian(file: InspectedFile, onError: "error" | "skip"): RowFormat {
  const layout = layOut(
    { name: "timestamp", kind: "number" },
    { input: "input_length", output: "output_length", prefix: "hash_ids" },
  );
  const required = onError === "skip" ? null : ["timestamp", "input_length", "output_length"];
  return formatJsonLines(file, "qwen-bailian", layout, required);
}
