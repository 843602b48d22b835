import { formatCsv, requireCsv } from "./csv-format.ts";
import type { InspectedFile } from "./inspect-file.ts";
import { OUTPUT } from "./row-cells.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

const ELAPSED_NAME = "Elapsed time";

/**
 * BurstGPT traces: `Timestamp` in seconds from the midnight of the first day of the collection,
 * `Request tokens` and `Response tokens`; the third release adds `Session ID` and `Elapsed time`.
 *
 * Requests that failed have 0 response tokens. Left out by default, as in the files without
 * failures; kept, they are replayed with 1 output token, since they did ask for service.
 *
 * The second and third releases start months after the first: days before their first request are
 * cut, so that t = 0 is a midnight.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/HPMLL/BurstGPT
 */
export function formatBurstGpt(file: InspectedFile, failed: "keep" | "skip"): RowFormat {
  const csv = requireCsv(file, "burstgpt");
  const layout = layOut(
    { name: "Timestamp", kind: "number", origin: "midnight" },
    {
      input: "Request tokens",
      output: "Response tokens",
      elapsed: csv.header.includes(ELAPSED_NAME)
        ? { name: ELAPSED_NAME, perSecond: 1, isLead: false }
        : null,
      failed: {
        isFailed: (cells) => cells.number(OUTPUT) === 0,
        label: "0 response tokens (failed)",
        treatment: failed,
      },
      raisesZeros: true,
    },
  );
  return formatCsv(csv.file, layout);
}
