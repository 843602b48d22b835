import type { ServicePreset } from "../scenario/service-presets/service-preset.ts";
import { alignColumns } from "./align-columns.ts";
import { formatDollars } from "./format.ts";

const COLUMNS = ["preset", "TPOT error", "TTFT error", "points", "in flight", "$/h", "engine"];
/** Columns of words stand left, of numbers right. */
const WORDS = new Set([0, 6]);

/** A preset with the least that its machine costs. */
export interface PricedPreset extends ServicePreset {
  /** Dollars a replica and hour; null if no price is known. */
  readonly price: number | null;
  /** Where it is from, in a few words. */
  readonly origin: string;
}

/** Presets as a table, with where they are from. */
export function formatPresetTable(presets: readonly PricedPreset[]): string {
  if (presets.length === 0) {
    return "no preset matches; `tailcap presets --estimates` lists what can be estimated";
  }
  const cells = presets.map(cellsOf);
  const lines = alignColumns([COLUMNS, ...cells], WORDS);
  const isPriced = presets.some(({ price }) => price !== null);
  return [
    ...lines,
    "",
    ...[...new Set(presets.map(({ origin }) => origin))].map((origin) => `From ${origin}.`),
    "Errors are means over points left out one by one.",
    ...(presets.some(({ error }) => error === null)
      ? ["Without an error: converted from a published fit that doesn't state one."]
      : []),
    "Limits of the servers are assumed, as is their KV cache.",
    "For a pair that isn't here: `tailcap presets --estimates`.",
    ...(isPriced ? ["$/h is the least on-demand price of the GPU in `tailcap prices`."] : []),
  ].join("\n");
}

function cellsOf(preset: PricedPreset): readonly string[] {
  const { concurrency, engine, error, name, points, price, ttftError } = preset;
  return [
    name,
    error === null ? "" : percent(error),
    ttftError === null ? "" : percent(ttftError),
    points === 0 ? "" : String(points),
    concurrency.join("–"),
    price === null ? "" : formatDollars(price),
    engine,
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
