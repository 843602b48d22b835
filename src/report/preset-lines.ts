import type { ServicePreset } from "../scenario/service-presets/service-preset.ts";
import { formatDollars } from "./format.ts";

const COLUMNS = ["preset", "TPOT error", "TTFT error", "points", "in flight", "$/h", "engine"];
/** Columns of words stand left, of numbers right. */
const WORDS = new Set([0, 6]);

/** A preset with the least that its machine costs. */
export interface PricedPreset extends ServicePreset {
  /** Dollars a replica and hour; null if no price is known. */
  readonly price: number | null;
}

/**
 * Presets as a table.
 *
 * @param source - Where all of them are from.
 */
export function formatPresetTable(presets: readonly PricedPreset[], source: string): string {
  if (presets.length === 0) return "no preset matches";
  const cells = presets.map(cellsOf);
  const widths = COLUMNS.map((name, column) =>
    Math.max(name.length, ...cells.map((line) => line[column].length)),
  );
  const lines = [COLUMNS, ...cells].map((line) =>
    line
      .map((cell, column) =>
        WORDS.has(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
  const isPriced = presets.some(({ price }) => price !== null);
  return [
    ...lines,
    "",
    `From ${source}. Errors are means over points left out one by one.`,
    "Limits are assumed: 8,192 tokens a step, 1,024 sequences.",
    ...(isPriced ? ["$/h is the least on-demand price of the GPU in `tailcap prices`."] : []),
  ].join("\n");
}

function cellsOf(preset: PricedPreset): readonly string[] {
  const { concurrency, engine, error, name, points, price, ttftError } = preset;
  return [
    name,
    percent(error),
    ttftError === null ? "" : percent(ttftError),
    String(points),
    concurrency.join("–"),
    price === null ? "" : formatDollars(price),
    engine,
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
