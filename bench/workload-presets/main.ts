/**
 * Fits the workload presets to the public traces and writes them as modules: node main.js TRACES
 * FOLDER, with the files that TRACES names below in the folder TRACES.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { fitTrace } from "../../src/plan/trace/fit-trace.ts";
import { traceSchema } from "../../src/scenario/trace-schema.ts";
import { shapeTrace } from "../../src/workload/shape-trace.ts";
import { presetOf, renderPreset } from "./render-preset.ts";

const SEED = 1;
const AZURE =
  "Azure/AzurePublicDataset, Azure LLM inference trace 2023 (Splitwise, ISCA 2024), CC-BY-4.0";

const TRACES = [
  {
    name: "azure-llm-2023-code",
    trace: { file: "azure-llm-2023-code.csv.gz", format: "azure-llm" },
    source: `${AZURE}, code completion`,
    recorded: "2023-11-16",
  },
  {
    name: "azure-llm-2023-conv",
    trace: { file: "azure-llm-2023-conv.csv.gz", format: "azure-llm" },
    source: `${AZURE}, conversation`,
    recorded: "2023-11-16",
  },
  {
    name: "mooncake-conversation",
    trace: { file: "mooncake-conversation.jsonl.gz", format: "mooncake", dequantize: true },
    source:
      "kvcache-ai/Mooncake, conversation trace (FAST 2025), Apache-2.0, spread inside its ticks of 3 s",
    recorded: "an hour, published in 2025",
  },
  {
    name: "servegen-deepseek-r1",
    trace: {
      file: "servegen-deepseek-r1-windows.csv.gz",
      format: "servegen",
      window: ["22h", "23h"],
    },
    source:
      "alibaba/ServeGen, client windows of deepseek-r1, Apache-2.0, the busiest hour of a day, drawn with seed 1",
    recorded: "a day, published in 2025",
  },
] as const;

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length !== 2) {
  console.error("give the folder of the traces and a folder to write to");
  process.exit(2);
}
const [traces, folder] = positionals;
for (const { name, recorded, source, trace } of TRACES) {
  const section = traceSchema.parse({ ...trace, file: join(traces, trace.file) });
  const rows = shapeTrace(await readTrace(section.file, section, SEED), section);
  const fit = fitTrace(rows, SEED);
  const preset = presetOf(fit, { name, source, recorded, requests: rows.arrivals.length });
  writeFileSync(join(folder, `${name}.ts`), renderPreset(preset));
  const ratios = [...preset.dispersion, ...preset.waits].map(([, own, found]) => found / own);
  console.log(name, fit.isGood, ratios.map((ratio) => ratio.toFixed(2)).join(" "));
}
