import type { BenchmarkLoad } from "../../workload/measured-point.ts";
import type { TableBuilder } from "./benchmark-table.ts";
import { numberAt, positiveAt, textAt, times, valueAt, type JsonObject } from "./json-view.ts";
import { cvOf, numbersOf } from "./spread-of.ts";

/** Of the users of a closed loop so many are busy at least; below, the rate is what limits. */
const BUSY_SHARE = 0.9;

/** True of a result of `vllm bench serve` or of `sglang.bench_serving`, which is laid out alike. */
export function isVllm(document: JsonObject): boolean {
  return "mean_ttft_ms" in document && "request_throughput" in document;
}

/**
 * Reads a result of `vllm bench serve --save-result` (0.6 to 0.20, 2024 to 2026), with or without
 * `--save-detailed`. Means are in milliseconds; TPOT leaves the first token out.
 *
 * @see vllm/benchmarks/serve.py: `request_rate` is a number or "inf", `burstiness` the shape of the
 *   gamma law of gaps, so that their coefficient of variation is 1/√burstiness.
 */
export function readVllm(document: JsonObject, source: string, table: TableBuilder): void {
  const completed = positiveAt(document, "completed");
  if (completed === null) {
    table.skip(source, "no request was completed");
    return;
  }
  if (valueAt(document, "ramp_up_strategy") !== undefined) {
    table.skip(source, "the rate ramps up, so its means mix loads");
    return;
  }
  const failed = numberAt(document, "failed") ?? 0;
  if (failed > 0) table.notes.add(`${source}: ${failed} failed requests aren't in the means`);
  const output = times(positiveAt(document, "total_output_tokens"), 1 / completed);
  const ttft = times(positiveAt(document, "mean_ttft_ms"), 1e-3);
  const tpot = times(positiveAt(document, "mean_tpot_ms"), 1e-3);
  const latency = times(positiveAt(document, "mean_e2el_ms"), 1e-3) ?? sum(ttft, tpot, output);
  const throughput = positiveAt(document, "request_throughput");
  const load = loadOf(document, completed, latency, throughput);
  if (load === null) {
    table.skip(source, "has neither a request_rate nor a max_concurrency");
    return;
  }
  table.add(
    {
      source,
      load,
      input: times(positiveAt(document, "total_input_tokens"), 1 / completed),
      output,
      inputCv: cvOf(numbersOf(document["input_lens"]).filter((length) => length > 0)),
      outputCv: cvOf(numbersOf(document["output_lens"]).filter((length) => length > 0)),
      requests: completed,
      ttft,
      tpot,
      latency,
      throughput,
    },
    {
      model: textAt(document, "model_id"),
      engine: textAt(document, "label") ?? textAt(document, "backend"),
      date: dayOf(textAt(document, "date")),
    },
  );
}

function sum(ttft: number | null, tpot: number | null, output: number | null): number | null {
  return ttft === null || tpot === null || output === null ? null : ttft + tpot * (output - 1);
}

function loadOf(
  document: JsonObject,
  completed: number,
  latency: number | null,
  throughput: number | null,
): BenchmarkLoad | null {
  const rate = positiveAt(document, "request_rate");
  const users = positiveAt(document, "max_concurrency");
  if (rate === null) {
    const isFlood = valueAt(document, "request_rate") === "inf" || users !== null;
    if (!isFlood) return null;
    // Without a limit all prompts are sent at once: as many users, who each send one.
    return {
      loop: "closed",
      concurrency: users ?? positiveAt(document, "num_prompts") ?? completed,
    };
  }
  const shape = positiveAt(document, "burstiness") ?? 1;
  const inFlight = latency === null || throughput === null ? 0 : latency * throughput;
  if (users !== null && inFlight >= BUSY_SHARE * users) {
    return { loop: "closed", concurrency: users };
  }
  return { loop: "open", rate, cv: 1 / Math.sqrt(shape) };
}

/** `20260801-101500` as a day. */
function dayOf(date: string | null): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})-/u.exec(date ?? "");
  return match === null ? null : `${match[1]}-${match[2]}-${match[3]}`;
}
