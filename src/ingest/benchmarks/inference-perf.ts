import type { TableBuilder } from "./benchmark-table.ts";
import { isObject, positiveAt, valueAt, type JsonObject } from "./json-view.ts";

/** True of a lifecycle report of inference-perf. */
export function isInferencePerf(document: JsonObject): boolean {
  return isObject(document["load_summary"]) && isObject(document["successes"]);
}

/**
 * Reads `stage_N_lifecycle_metrics.json` of inference-perf (Kubernetes SIGs, 2025 to 2026): one
 * point. Times are in seconds, its time per output token leaves the first one out.
 */
export function readInferencePerf(document: JsonObject, source: string, table: TableBuilder): void {
  const load = document["load_summary"];
  const successes = document["successes"];
  const users = positiveAt(load, "concurrency");
  const rate = positiveAt(load, "requested_rate") ?? positiveAt(load, "achieved_rate");
  if (users === null && rate === null) {
    table.skip(source, "sums up several stages; give the stage_N_lifecycle_metrics.json files");
    return;
  }
  const mean = (...keys: readonly string[]): number | null => {
    return positiveAt(successes, ...keys, "mean");
  };
  if (positiveAt(successes, "count") === null) {
    table.skip(source, "no request succeeded");
    return;
  }
  if (valueAt(successes, "latency", "time_to_first_token") === null) {
    table.notes.add(`${source}: was run without streaming, so it has no TTFT and no TPOT`);
  }
  if (users === null) {
    table.notes.add("inference-perf doesn't say how it spaced requests: equal gaps are assumed");
  }
  table.add(
    {
      source,
      load:
        users === null
          ? { loop: "open", rate: rate ?? 0, cv: 0 }
          : { loop: "closed", concurrency: users },
      input: mean("prompt_len"),
      output: mean("output_len"),
      requests: positiveAt(successes, "count"),
      ttft: mean("latency", "time_to_first_token"),
      tpot: mean("latency", "time_per_output_token"),
      latency: mean("latency", "request_latency"),
      throughput: positiveAt(successes, "throughput", "requests_per_sec"),
    },
    {},
  );
}
