import { formatCsv, requireCsv } from "./csv-format.ts";
import type { InspectedFile } from "./inspect-file.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * The Azure Functions invocation trace of 2021: `app,func,end_timestamp,duration` in seconds.
 *
 * A row says when an invocation ended, so it came its duration before. That duration is the time
 * of the function alone, so it is the trace's service time; those of 0 are raised to 1 µs.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/Azure/AzurePublicDataset/blob/master/AzureFunctionsInvocationTrace2021.md
 */
export function formatAzureFunctions(file: InspectedFile): RowFormat {
  const csv = requireCsv(file, "azure-functions-2021");
  const layout = layOut(
    { name: "end_timestamp", kind: "number" },
    {
      duration: "duration",
      elapsed: { name: "duration", perSecond: 1, isLead: true },
      raisesZeros: true,
    },
  );
  return formatCsv(csv.file, layout);
}
