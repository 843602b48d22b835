import type { BenchmarkRow } from "../../src/ingest/benchmarks/benchmark-table.ts";
import { calibrate } from "../../src/plan/calibrate/calibrate.ts";
import { CalibrationError } from "../../src/plan/calibrate/calibration-error.ts";
import type { Calibration } from "../../src/plan/calibrate/calibration.ts";
import type { ServicePreset } from "../../src/scenario/service-presets/service-preset.ts";
import { OPTIONS } from "../calibration/evaluate-groups.ts";
import { fitsMemory, kvCacheOf, type KvCapacity } from "./kv-capacity.ts";

/** Largest mean error of TPOT on points left out one by one that a preset may have. */
const MOST_ERROR = 0.12;
const DIGITS = 4;

/** A preset, or why there is none. */
export type Fitted =
  | { readonly preset: ServicePreset; readonly refusal: null }
  | { readonly preset: null; readonly refusal: string };

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

/**
 * Fits one group of points as `tailcap calibrate` does.
 *
 * @param rows - Points of one service.
 */
export function fitPreset(rows: readonly BenchmarkRow[], name: string): Fitted {
  const machine = machineOf(rows[0]);
  if (!fitsMemory(machine)) {
    return refuse("the weights don't fit the GPUs named, so there must have been more of them");
  }
  let calibration: Calibration;
  try {
    calibration = calibrate(
      rows.map(({ point }) => point),
      OPTIONS,
    );
  } catch (error) {
    if (error instanceof CalibrationError) return refuse(error.message.split(":")[0]);
    throw error;
  }
  const { accuracy, error, loadRange, service } = calibration;
  if (service.kind !== "continuous") return refuse("not a token service");
  if (error === null || error > MOST_ERROR) {
    return refuse(`error of ${error === null ? "unknown" : percent(error)} on points left out`);
  }
  const { step } = service;
  if ((step.bySequences?.table[0][1] ?? step.base) <= 0) {
    return refuse("steps without prefill come out as taking no time at all");
  }
  const kv = kvCacheOf(machine, calibration.points);
  const ttft = accuracy.find(({ measure }) => measure === "ttft")?.leaveOneOut?.mean ?? null;
  return {
    refusal: null,
    preset: {
      name,
      step: {
        ...(step.bySequences === null
          ? { base: ms(step.base), perSequence: ms(step.perSequence) }
          : { bySequences: step.bySequences.table.map(([count, time]) => [count, ms(time)]) }),
        perContextToken: ms(step.perContextToken),
        ...(step.byPrefillTokens === null
          ? { perPrefillToken: ms(step.perPrefillToken) }
          : { byPrefillTokens: step.byPrefillTokens.table.map(([n, time]) => [n, ms(time)]) }),
      },
      requestOverhead: ms(service.requestOverhead),
      maxBatchedTokens: service.maxBatchedTokens,
      maxSequences: service.maxSequences,
      kvBlocks: kv.blocks,
      engine: engineWords(machine),
      error: short(error, 2),
      ttftError: ttft === null ? null : short(ttft, 2),
      points: calibration.points.length,
      concurrency: rounded(loadRange.concurrency),
      input: rounded(loadRange.input),
      output: rounded(loadRange.output),
      note: kvNote(kv),
    },
  };
}

function refuse(refusal: string): Fitted {
  return { preset: null, refusal };
}

function engineWords({ engine, gpu, gpus, model, precision, version }: Machine): string {
  const named = version === "" ? `${engine} (version not stated)` : `${engine} ${version}`;
  return `${named}, ${model} ${precision}, ${gpus} × ${gpu.toUpperCase()}`;
}

function kvNote({ blocks, why }: KvCapacity): string {
  return blocks === null ? `KV cache unlimited: ${why}` : `KV cache by arithmetic: ${why}`;
}

function rounded(range: readonly [number, number] | null): readonly [number, number] {
  if (range === null) throw new Error("a fitted group has a load range");
  return [Math.floor(range[0]), Math.ceil(range[1])];
}

/** Milliseconds to a few digits. */
function ms(seconds: number): number {
  return short(seconds * 1000, DIGITS);
}

function short(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
