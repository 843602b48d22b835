import { suggestWord } from "../suggest.ts";
import type { PriceRow, PriceTerm } from "../price-section.ts";
import { BUILT_IN_PRICES } from "./built-in-prices.ts";

/** The ways to buy capacity, dearest to the one who pays as they go first. */
export const PRICE_TERMS: readonly PriceTerm[] = [
  "on-demand",
  "spot",
  "reserved-1y",
  "reserved-3y",
];

/** Least seconds that a provider bills a machine for, where it is known. */
const MINIMUM_BILLING: ReadonlyMap<string, number> = new Map([
  // EC2 Linux: per second, 60 s minimum. Compute Engine: per second after the first minute.
  // Both as documented by the provider in November 2026.
  ["aws", 60],
  ["gcp", 60],
]);

/** Prices of a machine in a region, by term. */
export interface PresetPrices {
  readonly rows: readonly PriceRow[];
}

/** Why a preset has no prices, and what to do about it. */
export interface UnknownPreset {
  readonly message: string;
  readonly hint: string;
}

/** Price lists put together. Of two prices for the same thing the later one holds. */
export class PriceTable {
  /** In order of provider, SKU, region and term. */
  readonly rows: readonly PriceRow[];
  private readonly presets: Map<string, PriceRow[]> = new Map<string, PriceRow[]>();

  constructor(rows: readonly PriceRow[]) {
    const distinct = new Map(rows.map((row) => [`${presetOf(row)} ${row.term}`, row]));
    this.rows = [...distinct.values()].sort(byName);
    for (const row of this.rows) {
      const key = presetOf(row).toLowerCase();
      this.presets.set(key, [...(this.presets.get(key) ?? []), row]);
    }
  }

  /**
   * Looks up a preset, whatever its capitals.
   *
   * @param preset - `provider/sku/region`.
   */
  find(preset: string): PresetPrices | UnknownPreset {
    const rows = this.presets.get(preset.toLowerCase());
    return rows === undefined ? this.explain(preset) : { rows };
  }

  private explain(preset: string): UnknownPreset {
    const listing = "`tailcap prices` lists those that are known; --prices adds a list of your own";
    const [provider = "", sku = "", region] = preset.split("/");
    const machine = `${provider}/${sku}`.toLowerCase();
    const regions = this.rows
      .filter((row) => `${row.provider}/${row.sku}`.toLowerCase() === machine)
      .map((row) => row.region);
    if (regions.length > 0) {
      const known = [...new Set(regions)].join(", ");
      return region === undefined
        ? { message: "must name a region", hint: `such as ${provider}/${sku}/${regions[0]}` }
        : { message: `has no price in ${region}`, hint: `known regions: ${known}; ${listing}` };
    }
    const near = suggestWord(preset, [...new Set(this.rows.map(presetOf))]);
    const hint = near === null ? listing : `did you mean \`${near}\`? ${listing}`;
    return { message: "is not a known provider/sku/region", hint };
  }
}

/** True if a preset isn't known. */
export function isUnknown(found: PresetPrices | UnknownPreset): found is UnknownPreset {
  return "message" in found;
}

/** What a scenario calls a row: `provider/sku/region`. */
export function presetOf({ provider, region, sku }: PriceRow): string {
  return `${provider}/${sku}/${region}`;
}

/** Least seconds that a provider bills for; 0 if it isn't known. */
export function minimumBillingOf(provider: string): number {
  return MINIMUM_BILLING.get(provider) ?? 0;
}

/** The built-in prices alone. */
export const BUILT_IN_TABLE: PriceTable = new PriceTable(BUILT_IN_PRICES);

function byName(left: PriceRow, right: PriceRow): number {
  const [one, other] = [presetOf(left), presetOf(right)];
  if (one !== other) return one < other ? -1 : 1;
  return PRICE_TERMS.indexOf(left.term) - PRICE_TERMS.indexOf(right.term);
}
