import type { BenchmarkLoad } from "../../workload/measured-point.ts";
import { BenchmarkError, type BenchmarkProblem } from "./benchmark-error.ts";
import type { TableBuilder } from "./benchmark-table.ts";
import type { CsvRow, CsvRows } from "./csv-rows.ts";
import { recogniseColumns, type Quantity, type TableColumns } from "./table-columns.ts";

/** Shares of the quantile columns. */
const SHARES = [
  [0.5, "p50"],
  [0.9, "p90"],
  [0.95, "p95"],
  [0.99, "p99"],
] as const;
const WHOLE: ReadonlySet<Quantity> = new Set(["concurrency", "batch"]);

/**
 * Reads a table with a row a measured point. Columns that aren't known become labels.
 *
 * @param unit - Unit of times whose column names none; null if it wasn't given.
 * @throws BenchmarkError for its columns, or for values that are no numbers above 0.
 */
export function readCsvTable(
  { header, rows }: CsvRows,
  file: string,
  unit: string | null,
  table: TableBuilder,
): void {
  const columns = recogniseColumns(header, file, unit);
  const problems: BenchmarkProblem[] = [];
  for (const row of rows) readRow(row, columns, problems, table);
  if (problems.length > 0) throw new BenchmarkError(problems);
}

function readRow(
  { fields, source }: CsvRow,
  { known, labels }: TableColumns,
  problems: BenchmarkProblem[],
  table: TableBuilder,
): void {
  const before = problems.length;
  const read = (quantity: Quantity): number | null => {
    const column = known.get(quantity);
    const text = column === undefined ? "" : fields[column.index].trim();
    if (column === undefined || text === "") return null;
    const value = Number(text);
    const isFine = quantity === "cv" ? value >= 0 : value > 0;
    if (isFine && Number.isFinite(value) && (!WHOLE.has(quantity) || Number.isInteger(value))) {
      return value * column.factor;
    }
    const wanted = WHOLE.has(quantity) ? "a whole number above 0" : "a number above 0";
    problems.push({ source, message: `${quantity} must be ${wanted}, got ${text}` });
    return null;
  };
  const load = loadOf(read("concurrency"), read("rate"), read("cv"), read("batch"));
  const point = {
    source,
    batch: read("batch"),
    input: read("input"),
    output: read("output"),
    requests: read("requests"),
    ttft: read("ttft"),
    tpot: read("tpot"),
    latency: read("latency"),
    serviceTime: read("serviceTime"),
    throughput: read("throughput"),
    quantiles: SHARES.flatMap(([share, name]) => {
      const value = read(name);
      return value === null ? [] : [[share, value] as const];
    }),
  };
  if (problems.length > before) return;
  if (load === null) {
    table.skip(source, "has no concurrency, rate or batch");
  } else if (point.tpot === null && point.latency === null && point.serviceTime === null) {
    table.skip(source, "has no time");
  } else {
    table.add(
      { ...point, load },
      Object.fromEntries(labels.map(([name, at]) => [name, fields[at]])),
    );
  }
}

/** A row of a batch alone was measured with nothing beside it. */
function loadOf(
  concurrency: number | null,
  rate: number | null,
  cv: number | null,
  batch: number | null,
): BenchmarkLoad | null {
  if (concurrency !== null) return { loop: "closed", concurrency };
  if (rate !== null) return { loop: "open", rate, cv: cv ?? 1 };
  return batch === null ? null : { loop: "closed", concurrency: 1 };
}
