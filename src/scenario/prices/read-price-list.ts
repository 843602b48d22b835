import { isCalendarDay } from "../calendar-day.ts";
import { isMapping } from "../mapping.ts";
import { mustBe, mustBeOneOf } from "../messages.ts";
import type { PriceRow, PriceTerm } from "../price-section.ts";
import { ScenarioError, type Problem } from "../scenario-error.ts";
import { PRICE_TERMS } from "./price-table.ts";

/** Version of the file that {@link writePriceList} writes. */
const FORMAT = 1;
const MOST_PROBLEMS = 50;

/**
 * Writes a price list as the file that `--prices` reads: JSON with a line a row, so that a change of
 * a price is a change of one line.
 */
export function writePriceList(rows: readonly PriceRow[]): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n  "tailcapPrices": ${FORMAT},\n  "prices": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/**
 * Reads a price list of {@link writePriceList}.
 *
 * @param file - Its name, for messages.
 * @throws ScenarioError with all that is wrong with it.
 */
export function readPriceList(text: string, file: string): readonly PriceRow[] {
  const problems: Problem[] = [];
  const complain = (path: string, message: string, hint: string | null): undefined => {
    if (problems.length >= MOST_PROBLEMS) return undefined;
    const whole = `${path === "" ? "the price list" : path} ${message}`;
    const place = { file, line: null, column: null };
    problems.push({ code: "bad-value", path, message: whole, hint, ...place });
    return undefined;
  };
  const rows = readRows(text, complain);
  if (problems.length > 0) throw new ScenarioError(problems, "");
  return rows;
}

type Complain = (path: string, message: string, hint: string | null) => undefined;

function readRows(text: string, complain: Complain): readonly PriceRow[] {
  const written = "write one with `tailcap prices import`";
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    complain("", `must be JSON: ${error instanceof Error ? error.message : ""}`, written);
    return [];
  }
  const rows = isMapping(list) ? list["prices"] : undefined;
  if (!isMapping(list) || list["tailcapPrices"] !== FORMAT || !Array.isArray(rows)) {
    complain("", `must be {"tailcapPrices": ${FORMAT}, "prices": [...]}`, written);
    return [];
  }
  return rows.flatMap((row, index) => readRow(row, `prices[${index}]`, complain) ?? []);
}

function readRow(row: unknown, path: string, complain: Complain): PriceRow | undefined {
  if (!isMapping(row)) return complain(path, mustBe("an object", row), null);
  let isValid = true;
  const check = (key: string, isGood: boolean, wanted: string, hint: string | null): void => {
    if (isGood) return;
    isValid = false;
    complain(`${path}.${key}`, mustBe(wanted, row[key]), hint);
  };
  const { currency, gpu, gpusPerNode, note, price, retrieved, term } = row;
  for (const key of ["provider", "sku", "region", "source"]) {
    check(key, typeof row[key] === "string" && row[key] !== "", "a text", null);
  }
  for (const key of ["provider", "sku", "region"]) {
    const isPart = typeof row[key] !== "string" || !row[key].includes("/");
    check(key, isPart, "a text without a slash", null);
  }
  check("gpu", gpu === null || typeof gpu === "string", "a text or null", null);
  check("note", note === undefined || note === null || typeof note === "string", "a text", null);
  const isCount = typeof gpusPerNode === "number" && gpusPerNode >= 0;
  check("gpusPerNode", isCount, "a number of at least 0", null);
  const isPrice = typeof price === "number" && price > 0 && price <= 1e6;
  check("price", isPrice, "dollars per hour above 0", "leave out what has no price");
  const isDollars = currency === "USD";
  check("currency", isDollars, "USD", "tailcap counts in dollars: convert the list");
  const isDay = typeof retrieved === "string" && isCalendarDay(retrieved);
  check("retrieved", isDay, "a day such as 2026-11-21", null);
  const known = PRICE_TERMS.find((name) => name === term);
  if (known === undefined) complain(`${path}.term`, mustBeOneOf(PRICE_TERMS, term), null);
  return isValid && known !== undefined ? rowOf(row, known) : undefined;
}

/** The row of an object of which each value has been checked. */
function rowOf(row: Readonly<Record<string, unknown>>, term: PriceTerm): PriceRow {
  const text = (key: string): string => String(row[key]);
  const { gpu, note } = row;
  return {
    provider: text("provider").toLowerCase(),
    sku: text("sku"),
    gpu: typeof gpu === "string" ? gpu : null,
    gpusPerNode: Number(row["gpusPerNode"]),
    region: text("region"),
    term,
    price: Number(row["price"]),
    currency: text("currency"),
    source: text("source"),
    retrieved: text("retrieved"),
    note: typeof note === "string" ? note : null,
  };
}
