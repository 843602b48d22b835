import { readCsvRows } from "../csv-rows.ts";
import { AwsOffers, type AwsOffer, type AwsProduct } from "./aws-offer.ts";
import type { PriceListOptions, PriceListRead } from "./price-list.ts";

/** Names that a column has had. */
const ALIASES: Readonly<Record<string, string>> = { marketoption: "market option" };
const REQUIRED = ["termtype", "unit", "priceperunit", "currency", "instance type", "region code"];

/**
 * Reads the CSV form of an AWS Price List (`index.csv` of AmazonEC2): five lines about the list,
 * then a row for each rate of each offer. A reservation that is paid in part upfront has two rows.
 *
 * @param chunks - The text, in pieces; whole lists are hundreds of megabytes.
 * @throws Error if it has no such columns.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export async function readAwsCsv(
  chunks: AsyncIterable<string> | Iterable<string>,
  options: PriceListOptions,
): Promise<PriceListRead> {
  let columns: ReadonlyMap<string, number> | null = null;
  let published = "";
  let offers: AwsOffers | null = null;
  // Rates of an offer are put together at the end, since nothing says that they follow each other.
  const open = new Map<string, { product: AwsProduct; offer: AwsOffer }>();
  for await (const row of readCsvRows(chunks)) {
    if (columns === null || offers === null) {
      if (row[0] === "Publication Date") published = row[1] ?? "";
      if (row[0] !== "SKU") continue;
      columns = columnsOf(row);
      offers = new AwsOffers(options, published);
      continue;
    }
    const cell = cellsOf(row, columns);
    const reason = offers.refusalOf(cell);
    if (reason !== null) {
      offers.skip(reason);
      continue;
    }
    const key = `${cell("sku")}.${cell("offertermcode")}`;
    const known = open.get(key)?.offer ?? offerOf(cell);
    open.set(key, { product: cell, offer: { ...known, ...rateOf(cell) } });
  }
  if (offers === null) throw new Error("it has no row that starts with SKU");
  for (const { offer, product } of open.values()) offers.add(product, offer);
  return offers.close();
}

type Cell = (name: string) => string;

function cellsOf(row: readonly string[], columns: ReadonlyMap<string, number>): Cell {
  return (name) => {
    const position = columns.get(name);
    return position === undefined ? "" : (row[position] ?? "");
  };
}

function columnsOf(header: readonly string[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  for (const [position, name] of header.entries()) {
    const small = name.trim().toLowerCase();
    columns.set(ALIASES[small] ?? small, position);
  }
  const missing = REQUIRED.filter((name) => !columns.has(name));
  if (missing.length === 0) return columns;
  throw new Error(`it has no column ${missing.map((name) => JSON.stringify(name)).join(", ")}`);
}

function offerOf(cell: Cell): AwsOffer {
  return {
    termType: cell("termtype"),
    leaseLength: cell("leasecontractlength").replaceAll(" ", ""),
    offeringClass: cell("offeringclass"),
    purchaseOption: cell("purchaseoption"),
    hourly: null,
    upfront: null,
  };
}

function rateOf(cell: Cell): Partial<AwsOffer> {
  const price = Number(cell("priceperunit"));
  if (cell("currency") !== "USD" || !Number.isFinite(price)) return {};
  if (/^(?:Hrs|Hours?)$/i.test(cell("unit"))) return { hourly: price };
  return cell("unit") === "Quantity" ? { upfront: price } : {};
}
