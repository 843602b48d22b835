import type { TableBuilder } from "./benchmark-table.ts";
import type { CsvRow, CsvRows } from "./csv-rows.ts";

/** What the server does with a request, queueing apart. The last one is that of versions to 2020. */
const COMPUTE = [
  "Server Compute Input",
  "Server Compute Infer",
  "Server Compute Output",
  "Server Compute",
];
const QUEUE = "Server Queue";
const PARTS = ["Client Send", "Network+Server Send/Recv", QUEUE, ...COMPUTE, "Client Recv"];
const SHARES = [
  [0.5, "p50 latency"],
  [0.9, "p90 latency"],
  [0.95, "p95 latency"],
  [0.99, "p99 latency"],
] as const;
const SECONDS = 1e-6;

/** True of the CSV that perf_analyzer writes with `-f`. */
export function isPerfAnalyzer(header: readonly string[]): boolean {
  return header.includes("Inferences/Second") && header.includes("Client Send");
}

/**
 * Reads the CSV of Triton's perf_analyzer (2.x, 2020 to 2026), in microseconds: its rows are sorted
 * by throughput, not by load. The parts of the latency are means, whose sum is the mean latency.
 *
 * @param batch - Requests a call held (`-b`), which the file doesn't tell; null: one.
 */
export function readPerfAnalyzer(
  { header, rows }: CsvRows,
  batch: number | null,
  table: TableBuilder,
): void {
  for (const row of rows) readRow(row, header, batch, table);
}

function readRow(
  { fields, source }: CsvRow,
  header: readonly string[],
  batch: number | null,
  table: TableBuilder,
): void {
  const of = (name: string): number | null => {
    const text = fields[header.indexOf(name)] ?? "";
    return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
  };
  const sum = (names: readonly string[]): number =>
    names.reduce((total, name) => total + (of(name) ?? 0), 0) * SECONDS;
  const concurrency = of("Concurrency");
  const rate = of("Request Rate");
  const latency = sum(PARTS);
  if ((concurrency === null && rate === null) || latency === 0) {
    table.skip(source, "has no Concurrency or Request Rate, or no latency");
    return;
  }
  const serviceTime = sum(COMPUTE);
  const size = of("Batch Size") ?? of("Batch") ?? batch;
  const inferences = of("Inferences/Second");
  table.add(
    {
      source,
      load:
        concurrency !== null
          ? { loop: "closed", concurrency }
          : { loop: "open", rate: rate ?? 0, cv: 0 },
      batch: size,
      latency,
      serviceTime: serviceTime > 0 ? serviceTime : null,
      queueTime: sum([QUEUE]),
      quantiles: SHARES.flatMap(([share, name]) => {
        const value = of(name);
        return value === null ? [] : [[share, value * SECONDS] as const];
      }),
      throughput: inferences === null ? null : inferences / (size ?? 1),
    },
    {},
  );
}
