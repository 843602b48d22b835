import type { TableBuilder } from "./benchmark-table.ts";
import type { CsvRows } from "./csv-rows.ts";
import { meanOf } from "./spread-of.ts";

const SHARES = [0.5, 0.9, 0.95, 0.99];

/** True of the requests that hey lists with `-o csv`. */
export function isHeyCsv(header: readonly string[]): boolean {
  return header.includes("response-time") && header.includes("offset");
}

/** Reads the requests that hey lists (0.1.4, 2020), in seconds, as one point of a closed loop. */
export function readHeyCsv({ header, rows }: CsvRows, file: string, table: TableBuilder): void {
  const column = (name: string): readonly number[] => {
    const index = header.indexOf(name);
    return rows.map(({ fields }) => Number(fields[index]));
  };
  const times = column("response-time");
  const offsets = column("offset");
  const latency = meanOf(times);
  const span =
    Math.max(...offsets.map((offset, row) => offset + times[row])) - Math.min(...offsets);
  if (latency === null || !(latency > 0) || !(span > 0)) {
    table.skip(file, "lists no requests");
    return;
  }
  const sorted = times.toSorted((left, right) => left - right);
  table.add(
    {
      source: file,
      // Little's law: hey doesn't say how many workers it had.
      load: {
        loop: "closed",
        concurrency: Math.max(1, Math.round((latency * times.length) / span)),
      },
      requests: times.length,
      latency,
      quantiles: SHARES.map((share) => [share, sorted[Math.ceil(share * sorted.length) - 1]]),
      throughput: times.length / span,
    },
    {},
  );
}
