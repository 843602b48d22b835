import { basename } from "node:path";
import { statSync } from "node:fs";
import type { PriceFileRead } from "../ingest/price-lists/read-price-file.ts";
import { formatCount, formatCounted } from "../report/format.ts";
import { formatPriceTable } from "../report/price-lines.ts";
import { isCalendarDay } from "../scenario/calendar-day.ts";
import type { PriceRow } from "../scenario/price-section.ts";
import { BUILT_IN_PRICES } from "../scenario/prices/built-in-prices.ts";
import { checkPrices } from "../scenario/prices/check-prices.ts";
import { PriceTable, presetOf } from "../scenario/prices/price-table.ts";
import { readPriceList, writePriceList } from "../scenario/prices/read-price-list.ts";
import { EXIT_MET } from "./exit-code.ts";
import { fileName } from "./options.ts";
import { today } from "./price-warnings.ts";
import { readInputFile } from "./read-input-file.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles } from "./write-files.ts";

/** Arguments of `tailcap prices`. */
export interface PricesArguments {
  readonly search: string | undefined;
  readonly prices: string | undefined;
  readonly json: boolean;
}

/** Arguments of `tailcap prices import`. */
export interface ImportPricesArguments {
  readonly files: readonly string[];
  readonly out: string;
  readonly search: string | undefined;
  readonly retrieved: string | undefined;
  readonly all: boolean;
}

/**
 * `tailcap prices`: lists the prices that presets can name, with what is to be known about them.
 *
 * @throws UsageError or ScenarioError for a price list that can't be read.
 */
export async function listPrices(args: PricesArguments): Promise<number> {
  const own = fileName("prices", args.prices);
  const added = own === undefined ? [] : readPriceList(await readInputFile(own, "price list"), own);
  const { rows } = new PriceTable([...BUILT_IN_PRICES, ...added]);
  const found = rows.filter((row) => matches(row, args.search ?? ""));
  if (args.json) {
    await print(JSON.stringify(found, null, 2));
    return EXIT_MET;
  }
  const shown = new Set(found);
  const warnings = checkPrices(rows, today()).filter(({ row }) => shown.has(row));
  await print(formatPriceTable(found, warnings));
  return EXIT_MET;
}

/** True if every word of a search is somewhere in a row. */
function matches(row: PriceRow, search: string): boolean {
  const text = [presetOf(row), row.gpu ?? "", row.term, row.source].join(" ").toLowerCase();
  const words = search.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}

/**
 * `tailcap prices import`: reads price lists of providers from files and writes them as one that
 * `--prices` and the key `prices` of a scenario take. It never uses a network.
 *
 * @throws UsageError for files that can't be read, all at once, or if there is no price to take.
 */
export async function importPrices(args: ImportPricesArguments): Promise<number> {
  const { readPriceFile } = await import("../ingest/price-lists/read-price-file.ts");
  if (args.retrieved !== undefined && !isCalendarDay(args.retrieved)) {
    throw new UsageError(`--retrieved must be a day such as 2026-11-21, got ${args.retrieved}`);
  }
  const rows: PriceRow[] = [];
  const lines: string[] = [];
  const unread: string[] = [];
  const search = (args.search ?? "").toLowerCase();
  const readDated = async (file: string): Promise<PriceFileRead> => {
    const retrieved = args.retrieved ?? dayOfFile(file);
    return readPriceFile(file, { file: basename(file), retrieved, all: args.all, search });
  };
  for (const file of args.files) {
    const list = await readDated(file).catch((error: unknown): null => {
      unread.push(`${file}: can't read the price list: ${reasonOf(error)}`);
      return null;
    });
    if (list === null) continue;
    rows.push(...list.rows);
    lines.push(
      `${file}: ${list.format}, ${formatCounted(list.read, "price")} read, ${formatCount(list.rows.length)} taken`,
    );
    for (const note of list.notes) lines.push(`  ${note}`);
    const skipped = [...list.skipped].sort((left, right) => right[1] - left[1]);
    for (const [reason, count] of skipped)
      lines.push(`  ${formatCount(count)} left out: ${reason}`);
  }
  if (unread.length > 0) throw new UsageError(unread.join("\n"));
  if (rows.length === 0) {
    const hint = args.all ? "" : "; --all takes machines without a GPU too";
    throw new UsageError([...lines, `no price was taken${hint}`].join("\n"));
  }
  const table = new PriceTable(rows).rows;
  await writeFiles([{ path: args.out, text: writePriceList(table) }]);
  for (const { message, row } of checkPrices(table, today())) {
    lines.push(`warning: ${presetOf(row)}, ${row.term}: ${message}`);
  }
  await print([...lines, `${args.out}: ${formatCounted(table.length, "price")}`].join("\n"));
  return EXIT_MET;
}

/** The day on which a file was last written. */
function dayOfFile(file: string): string {
  return statSync(file).mtime.toISOString().slice(0, 10);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
