import type { BenchmarkRow } from "../../src/ingest/benchmarks/benchmark-table.ts";

/** What was measured, from the labels of a group. */
export interface Machine {
  readonly model: string;
  /** Such as `h100`. */
  readonly gpu: string;
  readonly gpus: number;
  readonly precision: string;
  readonly engine: string;
  /** Empty if the sample doesn't say. */
  readonly version: string;
}

/** Tells what a group of points was measured on. */
export function machineOf({ labels }: BenchmarkRow): Machine {
  const { engine = "", engine_version: version = "", model = "", precision = "" } = labels;
  return {
    model: model.replace(/-Instruct\b/u, "").replace(/-FP8$/u, ""),
    gpu: (labels["system"] ?? "").replace(/_sxm$/u, ""),
    gpus: Number(labels["tensor_parallel"]),
    precision,
    engine,
    version,
  };
}

/** Name of a preset; with the version where the sample has several. */
export function nameOf(machine: Machine, isVersioned: boolean): string {
  const { engine, gpu, gpus, model, precision, version } = machine;
  const suffix = isVersioned && version !== "" ? `-${version}` : "";
  return `${model}-${precision}/${gpu}x${gpus}/${engine}${suffix}`.toLowerCase();
}
