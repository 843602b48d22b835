import { formatEstimateTables } from "../report/estimate-lines.ts";
import { formatPresetTable, type PricedPreset } from "../report/preset-lines.ts";
import { formatWorkloadTable } from "../report/workload-preset-lines.ts";
import { BUILT_IN_TABLE } from "../scenario/prices/price-table.ts";
import { ESTIMATE_FITS } from "../scenario/service-estimate/fitted-efficiencies.ts";
import { ESTIMATE_GPUS, GPU_TABLE_DATE } from "../scenario/service-estimate/gpu-table.ts";
import { ESTIMATE_MODELS, MODEL_TABLE_DATE } from "../scenario/service-estimate/model-table.ts";
import { errorsOf } from "../scenario/service-estimate/write-estimate.ts";
import { SERVICE_PRESETS } from "../scenario/service-presets/find-service-preset.ts";
import { originWords } from "../scenario/service-presets/preset-sources.ts";
import type { ServicePreset } from "../scenario/service-presets/service-preset.ts";
import { WORKLOAD_PRESETS } from "../scenario/workload-presets/find-workload-preset.ts";
import { EXIT_MET } from "./exit-code.ts";
import { print } from "./terminal.ts";

/** Arguments of `tailcap presets`. */
export interface PresetsArguments {
  readonly search: string | undefined;
  readonly estimates: boolean;
  readonly json: boolean;
}

/**
 * `tailcap presets`: lists the services that `service.preset` can name and the traffic that
 * `workload.preset` can, with their errors, or the models and GPUs that `service.estimate` can.
 *
 * @returns The exit code.
 */
export async function listPresets(args: PresetsArguments): Promise<number> {
  const words = (args.search ?? "").toLowerCase().split(/\s+/);
  if (args.estimates) return listEstimates(words, args.json);
  const found = SERVICE_PRESETS.filter(({ engine, name }) => {
    const text = `${name} ${engine}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }).map((preset): PricedPreset => ({
    ...preset,
    price: priceOf(preset),
    origin: originWords(preset),
  }));
  const workloads = WORKLOAD_PRESETS.filter(({ name, source }) => {
    const text = `${name} ${source}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const rows = [...found, ...workloads.map((preset) => ({ kind: "workload", ...preset }))];
  const tables = [
    ...(found.length > 0 || workloads.length === 0 ? [formatPresetTable(found)] : []),
    ...(workloads.length > 0 ? [formatWorkloadTable(workloads)] : []),
  ];
  await print(args.json ? JSON.stringify(rows, null, 2) : tables.join("\n\n"));
  return EXIT_MET;
}

/** Lists models and GPUs; words that name one alone leave the others out. */
async function listEstimates(words: readonly string[], asJson: boolean): Promise<number> {
  const matches = ({ name }: { readonly name: string }): boolean =>
    words.some((word) => name.includes(word));
  const models = ESTIMATE_MODELS.filter(matches);
  const gpus = ESTIMATE_GPUS.filter(matches);
  if (asJson) {
    await print(JSON.stringify({ models, gpus, fits: ESTIMATE_FITS }, null, 2));
    return EXIT_MET;
  }
  const text = formatEstimateTables({
    models,
    gpus,
    dense: errorsOf(ESTIMATE_FITS.dense),
    mixture: errorsOf(ESTIMATE_FITS.mixture),
    modelsRead: MODEL_TABLE_DATE,
    gpusRead: GPU_TABLE_DATE,
  });
  await print(text);
  return EXIT_MET;
}

/** The least on-demand price of a preset's GPUs, as a share of the machines they come in. */
function priceOf({ name }: ServicePreset): number | null {
  const [gpu, gpus] = name.split("/")[1].split("x");
  const prices = BUILT_IN_TABLE.rows
    .filter((row) => row.term === "on-demand" && row.gpu?.toLowerCase() === gpu)
    .map((row) => (row.price / row.gpusPerNode) * Number(gpus));
  return prices.length === 0 ? null : Math.min(...prices);
}
