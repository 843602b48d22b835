import { formatCsv, requireCsv } from "./csv-format.ts";
import type { InspectedFile } from "./inspect-file.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * Request traces of the simulator SplitwiseSim: `arrival_timestamp` in seconds, `prompt_size` and
 * `token_size` in tokens; its other columns say how it should place a request and are ignored.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/Mutinifni/splitwise-sim
 */
export function formatSplitwise(file: InspectedFile): RowFormat {
  const csv = requireCsv(file, "splitwise");
  const layout = layOut(
    { name: "arrival_timestamp", kind: "number" },
    { input: "prompt_size", output: "token_size" },
  );
  return formatCsv(csv.file, layout);
}
