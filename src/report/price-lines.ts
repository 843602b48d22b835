import type {
  PriceRow,
  PriceSource,
  NodeSection,
  CommitmentSection,
} from "../scenario/price-section.ts";
import type { PriceWarning } from "../scenario/prices/check-prices.ts";
import { formatCount, formatDollars, formatReplicas, formatShare } from "./format.ts";
import { cleanText } from "./plain-text.ts";

const COLUMNS = ["preset", "term", "$/h", "GPUs", "$/GPU/h", "retrieved", "source"] as const;

/**
 * A price list as a table, with what is to be known about its rows below.
 *
 * @param warnings - Of these rows.
 */
export function formatPriceTable(
  rows: readonly PriceRow[],
  warnings: readonly PriceWarning[],
): string {
  if (rows.length === 0) return "no price matches";
  const marks = new Map<PriceRow, number[]>();
  for (const [index, { row }] of warnings.entries()) {
    marks.set(row, [...(marks.get(row) ?? []), index + 1]);
  }
  const cells = rows.map((row) => cellsOf(row, marks.get(row) ?? []));
  const widths = COLUMNS.map((name, column) =>
    Math.max(name.length, ...cells.map((line) => line[column].length)),
  );
  const lines = [COLUMNS, ...cells].map((line) =>
    line
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
  const notes = warnings.map(
    ({ message, row }, index) => `[${index + 1}] ${cleanText(row.sku)} ${row.term}: ${message}`,
  );
  return [...lines, ...(notes.length > 0 ? ["", ...notes] : [])].join("\n");
}

function isNumber(column: number): boolean {
  return column === 2 || column === 4;
}

function cellsOf(row: PriceRow, marks: readonly number[]): readonly string[] {
  const { gpu, gpusPerNode, price, provider, region, retrieved, sku, source, term } = row;
  const perGpu = gpusPerNode > 0 ? (price / gpusPerNode).toFixed(2) : "";
  const mark = marks.map((number) => ` [${number}]`).join("");
  return [
    cleanText(`${provider}/${sku}/${region}`),
    term,
    price.toFixed(2),
    gpusPerNode > 0 ? cleanText(`${formatCount(gpusPerNode)} × ${gpu ?? "GPU"}`) : "",
    perGpu,
    retrieved,
    cleanText(source) + mark,
  ];
}

/**
 * What machines a fleet is made of and where their price is from, in sentences; empty for a price
 * by the replica that the scenario names itself.
 */
export function priceSourceWords(
  source: PriceSource | null,
  nodes: NodeSection | null,
): readonly string[] {
  if (source === null && nodes === null) return [];
  return [`${machineWords(source)}${packingWords(nodes)}: ${priceWords(source, nodes)}`];
}

function machineWords(source: PriceSource | null): string {
  if (source === null) return "nodes";
  const { gpu, gpusPerNode, provider, region, sku } = source;
  const gpus = gpusPerNode > 0 ? ` (${formatCount(gpusPerNode)} × ${gpu ?? "GPU"})` : "";
  return cleanText(`${provider} ${sku} in ${region}${gpus}`);
}

function packingWords(nodes: NodeSection | null): string {
  if (nodes === null) return "";
  return `, ${formatReplicas(nodes.replicasPerNode)} a node`;
}

function priceWords(source: PriceSource | null, nodes: NodeSection | null): string {
  const committed = nodes?.committed ?? [];
  const own = [...committed.map(({ price }) => price), nodes?.price ?? 0];
  const prices = source?.prices ?? own.map((price) => ({ price, term: null, source: null }));
  return prices
    .map((one, index) => {
      const size = index < committed.length ? `${sizeWords(committed[index])} ` : "";
      const term = one.term === null ? "" : ` ${one.term}`;
      const beyond = committed.length > 0 && index === committed.length ? "beyond them " : "";
      const found =
        "retrieved" in one && one.source !== null ? origin(one.source, one.retrieved) : "";
      return `${size}${beyond}${formatDollars(one.price)}/h${term}${found}`;
    })
    .join("; ");
}

function sizeWords({ size }: CommitmentSection): string {
  if ("share" in size) return `${formatShare(size.share, 0)} of the nodes always paid for at`;
  const nodes = size.nodes === 1 ? "1 node" : `${formatCount(size.nodes)} nodes`;
  return `${nodes} always paid for at`;
}

function origin(source: string, retrieved: string | null): string {
  return ` (${cleanText(source)}${retrieved === null ? "" : `, ${retrieved}`})`;
}
