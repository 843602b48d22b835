import type { TableBuilder } from "./benchmark-table.ts";
import { isObject, positiveAt, valueAt, type JsonObject } from "./json-view.ts";

/** True of a summary of k6: `--summary-export`, or `handleSummary` with `JSON.stringify`. */
export function isK6(document: JsonObject): boolean {
  return isObject(valueAt(document, "metrics", "http_req_duration"));
}

/**
 * Reads a summary of k6 (0.30 to 2.2, 2020 to 2026), in milliseconds. Whether its virtual users
 * waited for their answers or came at a rate isn't in it; how many requests were in flight is told
 * by Little's law in either case.
 */
export function readK6(document: JsonObject, source: string, table: TableBuilder): void {
  const trend = valueAt(document, "metrics", "http_req_duration");
  const values = isObject(valueAt(trend, "values")) ? valueAt(trend, "values") : trend;
  const counter = valueAt(document, "metrics", "http_reqs");
  const reqs = isObject(valueAt(counter, "values")) ? valueAt(counter, "values") : counter;
  const latency = positiveAt(values, "avg");
  const throughput = positiveAt(reqs, "rate");
  if (latency === null || throughput === null) {
    table.skip(source, "has no http_req_duration.avg or no http_reqs.rate");
    return;
  }
  const inFlight = (throughput * latency) / 1e3;
  const shares = [
    [0.5, "med"],
    [0.9, "p(90)"],
    [0.95, "p(95)"],
    [0.99, "p(99)"],
  ] as const;
  table.add(
    {
      source,
      load: { loop: "closed", concurrency: Math.max(1, Math.round(inFlight)) },
      requests: positiveAt(reqs, "count"),
      latency: latency / 1e3,
      quantiles: quantilesOf(shares, values, 1e-3),
      throughput,
    },
    {},
  );
}

/** True of `vegeta report -type=json`. */
export function isVegeta(document: JsonObject): boolean {
  return isObject(document["latencies"]) && "rate" in document && "bytes_in" in document;
}

/** Reads `vegeta report -type=json` (12.x, 2019 to 2026), in nanoseconds: equal gaps at a rate. */
export function readVegeta(document: JsonObject, source: string, table: TableBuilder): void {
  const latency = positiveAt(document, "latencies", "mean");
  const rate = positiveAt(document, "rate");
  if (latency === null || rate === null) {
    table.skip(source, "has no latencies.mean or no rate");
    return;
  }
  const shares = [
    [0.5, "50th"],
    [0.9, "90th"],
    [0.95, "95th"],
    [0.99, "99th"],
  ] as const;
  table.add(
    {
      source,
      load: { loop: "open", rate, cv: 0 },
      requests: positiveAt(document, "requests"),
      latency: latency * 1e-9,
      quantiles: quantilesOf(shares, document["latencies"], 1e-9),
      throughput: positiveAt(document, "throughput"),
    },
    {},
  );
}

function quantilesOf(
  shares: readonly (readonly [share: number, key: string])[],
  values: unknown,
  factor: number,
): readonly (readonly [number, number])[] {
  return shares.flatMap(([share, key]) => {
    const value = positiveAt(values, key);
    return value === null ? [] : [[share, value * factor] as const];
  });
}
