import type { BenchmarkLoad } from "../../workload/measured-point.ts";
import type { TableBuilder } from "./benchmark-table.ts";
import { isObject, positiveAt, textAt, valueAt, type JsonObject } from "./json-view.ts";

/** Seconds in the units that AIPerf and GenAI-Perf write. */
const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  seconds: 1,
};

/** True of `profile_export_aiperf.json` or `profile_export_genai_perf.json`. */
export function isAiperf(document: JsonObject): boolean {
  const metrics = metricsOf(document);
  return isObject(valueAt(metrics, "request_latency")) && "input_config" in document;
}

/**
 * Reads the aggregates of AIPerf (2025 to 2026) or GenAI-Perf (2024 to 2025). Every metric names
 * its unit; `inter_token_latency` is the time a token after the first.
 */
export function readAiperf(document: JsonObject, source: string, table: TableBuilder): void {
  const metrics = metricsOf(document);
  const config = document["input_config"];
  const load = loadOf(config);
  if (load === null) {
    table.skip(source, "its input_config names neither a concurrency nor a request rate");
    return;
  }
  table.add(
    {
      source,
      load,
      input: positiveAt(metrics, "input_sequence_length", "avg"),
      output: positiveAt(metrics, "output_sequence_length", "avg"),
      inputCv: cv(metrics, "input_sequence_length"),
      outputCv: cv(metrics, "output_sequence_length"),
      requests: positiveAt(metrics, "request_count", "avg"),
      ttft: seconds(metrics, "time_to_first_token"),
      tpot: seconds(metrics, "inter_token_latency"),
      latency: seconds(metrics, "request_latency"),
      throughput: positiveAt(metrics, "request_throughput", "avg"),
    },
    { model: modelOf(config), date: dayOf(textAt(document, "start_time")) },
  );
}

/** Early versions of AIPerf nest the metrics. */
function metricsOf(document: JsonObject): unknown {
  return isObject(document["records"]) ? document["records"] : document;
}

function seconds(metrics: unknown, name: string): number | null {
  const value = positiveAt(metrics, name, "avg");
  const factor = SECONDS[textAt(metrics, name, "unit") ?? ""];
  return value === null || factor === undefined ? null : value * factor;
}

function cv(metrics: unknown, name: string): number | null {
  const mean = positiveAt(metrics, name, "avg");
  const deviation = valueAt(metrics, name, "std");
  return mean === null || typeof deviation !== "number" ? null : deviation / mean;
}

function loadOf(config: unknown): BenchmarkLoad | null {
  const places = [
    valueAt(config, "loadgen"),
    valueAt(config, "perf_analyzer", "stimulus"),
    valueAt(config, "stimulus"),
    config,
  ];
  for (const place of places) {
    const rate = positiveAt(place, "request_rate");
    if (rate !== null) {
      // AIPerf draws Poisson arrivals unless told otherwise; GenAI-Perf's are at equal gaps.
      const mode = textAt(place, "request_rate_mode") ?? textAt(place, "arrival_pattern");
      const isEven = mode === "constant" || valueAt(config, "loadgen") === undefined;
      return { loop: "open", rate, cv: isEven ? 0 : 1 };
    }
    const concurrency = positiveAt(place, "concurrency");
    if (concurrency !== null) return { loop: "closed", concurrency };
  }
  return null;
}

function modelOf(config: unknown): string | null {
  const names = valueAt(config, "endpoint", "model_names") ?? valueAt(config, "model");
  if (typeof names === "string") return names;
  return Array.isArray(names) && typeof names[0] === "string" ? names[0] : null;
}

function dayOf(time: string | null): string | null {
  return /^\d{4}-\d{2}-\d{2}/u.exec(time ?? "")?.[0] ?? null;
}
