import { formatCsv, requireCsv } from "./csv-format.ts";
import type { InspectedFile } from "./inspect-file.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * Request traces of the simulator Vidur: `arrived_at` in seconds, `num_prefill_tokens` and
 * `num_decode_tokens`. Its files of lengths alone lack `arrived_at` and are refused.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/microsoft/vidur/tree/main/data/processed_traces
 */
export function formatVidur(file: InspectedFile): RowFormat {
  const csv = requireCsv(file, "vidur");
  const layout = layOut(
    { name: "arrived_at", kind: "number" },
    { input: "num_prefill_tokens", output: "num_decode_tokens" },
  );
  return formatCsv(csv.file, layout);
}
