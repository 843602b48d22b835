import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { PriceListOptions, PriceListRead } from "./price-list.ts";
import { readAwsCsv } from "./read-aws-csv.ts";
import { isAwsOffer, readAwsJson } from "./read-aws-json.ts";
import { isAzureRetail, lacksPages, readAzureRetail } from "./read-azure-retail.ts";

/** Longest JSON text that is read; AWS's lists of all regions are longer, and come as CSV too. */
const MOST_CHARACTERS = 400 * 2 ** 20;

/** A provider's price list, read. */
export interface PriceFileRead extends PriceListRead {
  readonly format: string;
  /** What to know about the file itself. */
  readonly notes: readonly string[];
}

/**
 * Reads a price list as a provider publishes it, from a file: the AWS Price List as CSV or JSON,
 * what `aws pricing get-products` prints, or answers of the Azure Retail Prices interface. Which it
 * is, is told from its text. Names that end in `.gz` are unpacked. Nothing is fetched.
 *
 * @throws Error if it is none of these; from Node if it can't be read.
 */
export async function readPriceFile(
  path: string,
  options: PriceListOptions,
): Promise<PriceFileRead> {
  const text = openText(path);
  const chunks = text[Symbol.asyncIterator]();
  const first = await chunks.next();
  const start = first.done === true ? "" : first.value;
  const rest = chain(start, chunks);
  if (!/^\s*[[{]/.test(start)) {
    return { format: "AWS Price List (CSV)", notes: [], ...(await readAwsCsv(rest, options)) };
  }
  const list: unknown = JSON.parse(await join(rest));
  if (isAwsOffer(list)) {
    return { format: "AWS Price List (JSON)", notes: [], ...readAwsJson(list, options) };
  }
  if (isAzureRetail(list)) {
    const notes = lacksPages(list)
      ? ["the last page has a NextPageLink: there are more prices than in this file"]
      : [];
    return { format: "Azure Retail Prices", notes, ...readAzureRetail(list, options) };
  }
  throw new Error("it is neither an AWS Price List nor an answer of Azure Retail Prices");
}

function openText(path: string): AsyncIterable<string> {
  const file = createReadStream(path);
  const bytes = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  // A broken source doesn't close what it is piped into.
  if (bytes !== file) file.on("error", (error) => bytes.destroy(error));
  return bytes.setEncoding("utf8");
}

async function* chain(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  // A byte order mark is no part of the text.
  yield first.replace(/^\uFEFF/, "");
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    yield next.value;
  }
}

async function join(chunks: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > MOST_CHARACTERS) {
      throw new Error("it is too long for JSON; the list comes as CSV too");
    }
  }
  return text;
}
