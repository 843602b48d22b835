import { gunzipSync } from "node:zlib";

import type { MeasuredPoint } from "../../src/workload/measured-point.ts";
import { quantileSorted } from "../../src/plan/calibrate/quantile-sorted.ts";
import type { Machine } from "./machine.ts";

/** Measured points of one model on one machine. */
export interface SplitwiseGroup {
  readonly machine: Machine;
  readonly points: readonly MeasuredPoint[];
}

/** Hardware of the table by our names. What isn't here wasn't measured but scaled. */
const HARDWARE: Readonly<Record<string, string>> = { "a100-80gb": "a100", "h100-80gb": "h100" };
const MODELS: Readonly<Record<string, string>> = {
  "llama2-70b": "Llama-2-70B",
  "bloom-176b": "BLOOM-176B",
};

/**
 * The simulated server starts with the first prompt of a rush alone, where the measured one took
 * all together; with fewer than this that makes too much of a difference to TTFT.
 */
const LEAST_RUSH = 8;

/**
 * Reads the table of splitwise-sim: batches that are sent at once and answered together, repeated a
 * few times, of which the median counts. Answers end early where the model stops by itself, so
 * their lengths are told by the time that they took.
 *
 * @param file - CSV, packed with gzip.
 */
export function readSplitwise(file: Uint8Array): readonly SplitwiseGroup[] {
  const [head, ...lines] = gunzipSync(file).toString("utf8").trim().split(/\r?\n/u);
  const names = head.split(",");
  const runs = new Map<string, Map<string, Record<string, string>[]>>();
  for (const line of lines) {
    const cells = line.split(",");
    const row = Object.fromEntries(names.map((name, index) => [name, cells[index]]));
    if (HARDWARE[row["hardware"]] === undefined || isBroken(row)) continue;
    const group = `${row["model"]},${row["hardware"]},${row["tensor_parallel"]}`;
    const point = `${row["prompt_size"]},${row["batch_size"]},${row["token_size"]}`;
    const points = runs.get(group) ?? new Map<string, Record<string, string>[]>();
    points.set(point, [...(points.get(point) ?? []), row]);
    runs.set(group, points);
  }
  return [...runs].map(([group, points]) => {
    const [model, hardware, gpus] = group.split(",");
    return {
      machine: {
        model: MODELS[model],
        gpu: HARDWARE[hardware],
        gpus: Number(gpus),
        precision: "fp16",
        engine: "splitwise",
        version: "",
      },
      points: [...points].map(([name, rows]) => pointOf(`${group},${name}`, rows)),
    };
  });
}

/** Batches of 64 that two GPUs have no room for: times of a few prompts stand for all. */
function isBroken(row: Readonly<Record<string, string>>): boolean {
  return row["tensor_parallel"] === "2" && row["batch_size"] === "64";
}

function pointOf(source: string, rows: readonly Readonly<Record<string, string>>[]): MeasuredPoint {
  const [first] = rows;
  const ttft = medianOf(rows, "prompt_time") / 1000;
  const tpot = medianOf(rows, "token_time") / 1000;
  const latency = medianOf(rows, "e2e_time") / 1000;
  const batch = Number(first["batch_size"]);
  const output = Math.min(Number(first["token_size"]), 1 + Math.round((latency - ttft) / tpot));
  return {
    source,
    load: { loop: "closed", concurrency: batch },
    batch: null,
    input: Number(first["prompt_size"]),
    output,
    inputCv: 0,
    outputCv: 0,
    requests: batch,
    ttft: batch > 1 && batch < LEAST_RUSH ? null : ttft,
    tpot,
    latency: null,
    quantiles: [],
    serviceTime: null,
    queueTime: null,
    throughput: null,
  };
}

function medianOf(rows: readonly Readonly<Record<string, string>>[], name: string): number {
  return quantileSorted(
    rows.map((row) => Number(row[name])).sort((left, right) => left - right),
    0.5,
  );
}
