import type { BenchmarkLoad } from "../../workload/measured-point.ts";
import type { TableBuilder } from "./benchmark-table.ts";
import { isObject, positiveAt, textAt, times, valueAt, type JsonObject } from "./json-view.ts";

/** True of a report of guidellm. */
export function isGuidellm(document: JsonObject): boolean {
  const { benchmarks } = document;
  return Array.isArray(benchmarks) && benchmarks.some((one) => isObject(valueAt(one, "metrics")));
}

/**
 * Reads a report of guidellm (0.2 to 0.8, 2025 to 2026): one point a benchmark in it, over its
 * successful requests. Its `time_per_output_token_ms` counts the first token too, so the time a
 * token is taken from `inter_token_latency_ms`. Request latency is in seconds, the rest in
 * milliseconds.
 */
export function readGuidellm(document: JsonObject, source: string, table: TableBuilder): void {
  const benchmarks = Array.isArray(document["benchmarks"]) ? document["benchmarks"] : [];
  benchmarks.forEach((benchmark: unknown, index) => {
    readBenchmark(benchmark, `${source}, benchmark ${index + 1}`, table);
  });
}

function readBenchmark(benchmark: unknown, source: string, table: TableBuilder): void {
  const metrics = valueAt(benchmark, "metrics");
  const mean = (name: string): number | null => positiveAt(metrics, name, "successful", "mean");
  const requests = positiveAt(metrics, "request_totals", "successful");
  const load = loadOf(benchmark, mean("request_concurrency"));
  if (load === null) {
    const kind = kindOf(benchmark) ?? "none";
    table.skip(source, `its strategy, ${kind}, is neither at a concurrency nor at a rate`);
    return;
  }
  if (requests === 0 || mean("request_latency") === null) {
    table.skip(source, "no request succeeded");
    return;
  }
  table.add(
    {
      source,
      load,
      input: tokens(metrics, "prompt_token_count", "input", requests),
      output: tokens(metrics, "output_token_count", "output", requests),
      inputCv: cv(metrics, "prompt_token_count"),
      outputCv: cv(metrics, "output_token_count"),
      requests,
      ttft: times(mean("time_to_first_token_ms"), 1e-3),
      tpot: times(mean("inter_token_latency_ms"), 1e-3),
      latency: mean("request_latency"),
      throughput: mean("requests_per_second"),
    },
    {
      model:
        textAt(benchmark, "config", "backend", "model") ?? textAt(benchmark, "config", "model"),
    },
  );
}

/** Tokens a request: the mean, or in later versions a sum over the requests. */
function tokens(
  metrics: unknown,
  name: string,
  side: string,
  requests: number | null,
): number | null {
  const mean = positiveAt(metrics, name, "successful", "mean");
  const nested = positiveAt(metrics, "text", "tokens", side, "successful", "mean");
  const sum =
    positiveAt(metrics, name, "successful", "total_sum") ??
    positiveAt(metrics, "text", "tokens", side, "successful", "total_sum");
  return mean ?? nested ?? (sum === null || requests === null ? null : sum / requests);
}

function cv(metrics: unknown, name: string): number | null {
  const mean = positiveAt(metrics, name, "successful", "mean");
  const deviation = valueAt(metrics, name, "successful", "std_dev");
  return mean === null || typeof deviation !== "number" ? null : deviation / mean;
}

function kindOf(benchmark: unknown): string | null {
  const of = (...keys: readonly string[]): string | null => textAt(benchmark, ...keys);
  return (
    of("config", "strategy", "type_") ??
    of("config", "strategy", "kind") ??
    of("args", "strategy", "type_")
  );
}

function loadOf(benchmark: unknown, inFlight: number | null): BenchmarkLoad | null {
  const strategy =
    valueAt(benchmark, "config", "strategy") ?? valueAt(benchmark, "args", "strategy");
  const kind = kindOf(benchmark) ?? "";
  const users = positiveAt(strategy, "streams") ?? positiveAt(strategy, "max_concurrency");
  const rate = positiveAt(strategy, "rate");
  if (kind === "synchronous") return { loop: "closed", concurrency: 1 };
  if (rate !== null) return { loop: "open", rate, cv: kind.includes("poisson") ? 1 : 0 };
  // A throughput run without a limit keeps as much in flight as it can.
  const most = users ?? (kind === "throughput" && inFlight !== null ? Math.round(inFlight) : null);
  return most === null ? null : { loop: "closed", concurrency: Math.max(1, most) };
}
