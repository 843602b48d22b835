import { formatCsv, requireCsv } from "./csv-format.ts";
import type { InspectedFile } from "./inspect-file.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";

/**
 * Azure LLM inference traces: `TIMESTAMP,ContextTokens,GeneratedTokens`, other columns (`NumImages`
 * of the multimodal trace) ignored. Time counts from the first request.
 *
 * The files of 2023 write local times with seven fractional digits, those of 2024 six and a zone,
 * the multimodal one of 2025 `T…Z`.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/Azure/AzurePublicDataset
 */
export function formatAzureLlm(file: InspectedFile): RowFormat {
  const csv = requireCsv(file, "azure-llm");
  const layout = layOut(
    { name: "TIMESTAMP", kind: "timestamp" },
    { input: "ContextTokens", output: "GeneratedTokens" },
  );
  return formatCsv(csv.file, layout);
}
