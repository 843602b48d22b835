import { open } from "node:fs/promises";

import type { InspectedFile } from "../inspect-file.ts";
import { fileError } from "../trace-error.ts";

/** What benchmark results begin with, and whose they are. */
const SIGNATURES: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/"(?:mean|median|p99)_ttft_ms"|"request_throughput"/u, "vllm bench serve"],
  [/"max_concurrency"[^]*"(?:burstiness|num_prompts)"/u, "vllm bench serve"],
  [/"num_prompts"[^]*"request_rate"/u, "vllm bench serve"],
  [/"guidellm_version"|"benchmarks"\s*:\s*\[/u, "guidellm"],
  [/"load_summary"\s*:/u, "inference-perf"],
  [/"request_latency"\s*:\s*\{\s*"unit"/u, "aiperf"],
  [/"time_to_first_token"\s*:\s*\{\s*"(?:unit|value)"/u, "aiperf"],
  [/"http_req_duration"|^metric_name,timestamp,metric_value/u, "k6"],
  [/"latencies"\s*:\s*\{\s*"total"/u, "vegeta"],
  [/^Concurrency,Inferences\/Second|,Inferences\/Second,Client Send/u, "perf_analyzer"],
  [/^response-time,DNS\+dialup/u, "hey"],
  [/^Running \S+ test @/u, "wrk"],
  [/^(?=.*\bconcurrency\b)(?=.*(?:ttft|tpot))(?!.*(?:time_?stamp|arriv|start))/iu, "a load test"],
];

/** Bytes that tell what a file of several lines an object is. */
const HEAD_BYTES = 16_384;

/**
 * Refuses a benchmark result that was given for a log of requests, and says why it can't be one.
 *
 * @throws TraceError for a file that begins like the result of a known tool.
 */
export async function refuseBenchmark(file: InspectedFile): Promise<void> {
  if (file.kind !== "text") return;
  const first = file.firstLine.replace(/^\uFEFF/u, "");
  const isCut = /^\s*[[{]\s*$/u.test(first) && file.compression === "none";
  const head = isCut ? await readHead(file.path) : first;
  const found = SIGNATURES.find(([pattern]) => pattern.test(head));
  if (found === undefined) return;
  throw fileError(
    file.path,
    `is the result of a benchmark (${found[1]}), not a log of requests. A benchmark's users wait ` +
      "for their answers before they ask again, so when it asked says how fast the server was, not " +
      "what traffic brings: while the server is slow nothing arrives, and the waits that real " +
      "users would have had are missing (coordinated omission). Fit the service to it with " +
      "`tailcap calibrate`, and take the arrivals from a production log or workload.generate",
    1,
  );
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
