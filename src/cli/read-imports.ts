import { dirname, resolve } from "node:path";
import type { Import, ImportRequest } from "../scenario/imports.ts";
import { readInputFile } from "./read-input-file.ts";

/** Where the requests of a scenario are looked up. */
export interface ImportOptions {
  /** Path of the scenario, which the paths in it are relative to. */
  readonly scenario: string;
  /** `--prices`: a price list in place of the scenario's own. */
  readonly prices: string | undefined;
}

/**
 * Reads what a scenario takes from files and services.
 *
 * @returns What was found; a request whose value isn't valid is left for the scenario's validation.
 * @throws UsageError for a file that can't be read, ScenarioError for one that isn't what it should
 *   be.
 */
export async function readImports(
  requests: readonly ImportRequest[],
  options: ImportOptions,
): Promise<readonly Import[]> {
  const imports: Import[] = [];
  if (options.prices !== undefined) imports.push(await readPrices(["prices"], options.prices));
  const folder = dirname(options.scenario);
  for (const request of requests) {
    const { beside, kind, path, value } = request;
    if (kind === "prices") {
      if (options.prices !== undefined || typeof value !== "string" || value === "") continue;
      imports.push(await readPrices(path, resolve(folder, value)));
    }
    if (kind === "prometheus") imports.push(...(await readWorkload(path, value, folder)));
    if (kind === "openslo") imports.push(...(await readSlos(path, value, beside, folder)));
  }
  return imports;
}

async function readPrices(path: Import["path"], file: string): Promise<Import> {
  const [{ readPriceList }, { PriceTable }, { BUILT_IN_PRICES }] = await Promise.all([
    import("../scenario/prices/read-price-list.ts"),
    import("../scenario/prices/price-table.ts"),
    import("../scenario/prices/built-in-prices.ts"),
  ]);
  const rows = readPriceList(await readInputFile(file, "price list"), file);
  return { path, keys: { prices: new PriceTable([...BUILT_IN_PRICES, ...rows]) }, notes: [] };
}

async function readSlos(
  path: Import["path"],
  value: unknown,
  beside: readonly string[],
  folder: string,
): Promise<readonly Import[]> {
  const [{ opensloSchema }, { importOpenslo }] = await Promise.all([
    import("../scenario/openslo/openslo-section.ts"),
    import("../scenario/openslo/import-openslo.ts"),
  ]);
  const section = opensloSchema.safeParse(value);
  if (!section.success) return [];
  const file = resolve(folder, section.data.file);
  const text = await readInputFile(file, "file of SLOs");
  return [{ path, ...importOpenslo(text, section.data.file, section.data, beside) }];
}

async function readWorkload(
  path: Import["path"],
  value: unknown,
  folder: string,
): Promise<readonly Import[]> {
  const [{ prometheusSchema }, { loadPrometheus }] = await Promise.all([
    import("../scenario/prometheus-section.ts"),
    import("./load-prometheus.ts"),
  ]);
  const section = prometheusSchema.safeParse(value);
  if (!section.success) return [];
  const { generate, notes } = await loadPrometheus(section.data, folder);
  return [{ path, keys: { generate }, notes }];
}
