import { formatPresetTable, type PricedPreset } from "../report/preset-lines.ts";
import { BUILT_IN_TABLE } from "../scenario/prices/price-table.ts";
import { SERVICE_PRESETS } from "../scenario/service-presets/find-service-preset.ts";
import type { ServicePreset } from "../scenario/service-presets/service-preset.ts";
import { PRESETS_SOURCE } from "../scenario/service-presets/write-preset.ts";
import { EXIT_MET } from "./exit-code.ts";
import { print } from "./terminal.ts";

/** Arguments of `tailcap presets`. */
export interface PresetsArguments {
  readonly search: string | undefined;
  readonly json: boolean;
}

/**
 * `tailcap presets`: lists the services that `service.preset` can name, with their errors.
 *
 * @returns The exit code.
 */
export async function listPresets(args: PresetsArguments): Promise<number> {
  const words = (args.search ?? "").toLowerCase().split(/\s+/);
  const found = SERVICE_PRESETS.filter(({ engine, name }) => {
    const text = `${name} ${engine}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }).map((preset): PricedPreset => ({ ...preset, price: priceOf(preset) }));
  const rows = found.map((preset) => ({ ...preset, source: PRESETS_SOURCE }));
  await print(args.json ? JSON.stringify(rows, null, 2) : formatPresetTable(found, PRESETS_SOURCE));
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
