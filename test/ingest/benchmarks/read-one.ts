import {
  TableBuilder,
  type BenchmarkTable,
} from "../../../src/ingest/benchmarks/benchmark-table.ts";
import {
  readText,
  type ReadBenchmarksOptions,
} from "../../../src/ingest/benchmarks/read-benchmarks.ts";
import type { MeasuredPoint } from "../../../src/workload/measured-point.ts";

/** Reads the text of one result. */
export function readTable(
  text: string,
  options: Partial<ReadBenchmarksOptions> = {},
): BenchmarkTable {
  const table = new TableBuilder();
  readText(text, "results/bench.txt", { unit: null, batch: null, ...options }, table);
  return table.finish();
}

/** The points in the text of one result. */
export function readPoints(
  text: string,
  options: Partial<ReadBenchmarksOptions> = {},
): readonly MeasuredPoint[] {
  return readTable(text, options).rows.map(({ point }) => point);
}
