import type { PriceRow } from "../../scenario/price-section.ts";

/** What a provider's price list gave. */
export interface PriceListRead {
  readonly rows: readonly PriceRow[];
  /** Prices in the list. */
  readonly read: number;
  /** Of them, how many were left out, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** What to take from a price list. */
export interface PriceListOptions {
  /** Name of the file, as the source of its prices. */
  readonly file: string;
  /** Day of the prices, YYYY-MM-DD, where the list itself gives none. */
  readonly retrieved: string;
  /** Keeps machines without a GPU too. */
  readonly all: boolean;
  /** Part of the SKUs to keep, in small letters; empty for all. */
  readonly search: string;
}

/** Gathers the prices of a list, with the reasons for which others were left out. */
export class PriceCollector {
  private readonly kept: Map<string, { row: PriceRow; rank: number }> = new Map<
    string,
    { row: PriceRow; rank: number }
  >();
  private readonly skipped: Map<string, number> = new Map<string, number>();
  private read = 0;

  /** Leaves a price out. */
  skip(reason: string): void {
    this.read++;
    this.count(reason);
  }

  /**
   * Takes a price. Of several for the same machine, region and term the one of least rank stays.
   *
   * @param rank - How far it is from what most people mean by the term.
   */
  add(row: PriceRow, rank: number): void {
    this.read++;
    const key = JSON.stringify([row.provider, row.sku, row.region, row.term]);
    const known = this.kept.get(key);
    if (known !== undefined) this.count("another way to pay for the same term");
    if (known === undefined || rank < known.rank) this.kept.set(key, { row, rank });
  }

  /** All that was gathered. */
  close(): PriceListRead {
    const rows = [...this.kept.values()].map(({ row }) => row);
    return { rows, read: this.read, skipped: this.skipped };
  }

  private count(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }
}
