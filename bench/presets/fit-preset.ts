import { calibrate } from "../../src/plan/calibrate/calibrate.ts";
import { CalibrationError } from "../../src/plan/calibrate/calibration-error.ts";
import type { CalibrationOptions } from "../../src/plan/calibrate/calibration-options.ts";
import type { Calibration } from "../../src/plan/calibrate/calibration.ts";
import type {
  PresetSource,
  ServicePreset,
} from "../../src/scenario/service-presets/service-preset.ts";
import type { MeasuredPoint } from "../../src/workload/measured-point.ts";
import { OPTIONS } from "../calibration/evaluate-groups.ts";
import { kvCacheOf, isTooSmall, type KvCapacity } from "./kv-capacity.ts";
import type { Machine } from "./machine.ts";

/** Largest mean error of TPOT on points left out one by one that a preset may have. */
const MOST_ERROR = 0.12;
const DIGITS = 4;
/** What is known of the engines of older tables, by what names of presets call them. */
const OLDER: Readonly<Record<string, string>> = {
  distserve: "vllm of 2024 (DistServe)",
  splitwise: "engine of 2023 (Splitwise)",
};

/** A preset, or why there is none. */
export type Fitted =
  | { readonly preset: ServicePreset; readonly refusal: null }
  | { readonly preset: null; readonly refusal: string };

/** How a group was measured, as far as it isn't told with it. */
export interface PresetSetting {
  readonly source: PresetSource;
  readonly options: CalibrationOptions;
  /** Limits of the server that uses the preset; assumed. */
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
}

/** What holds of the sample of many services. */
export const SAMPLE_SETTING: PresetSetting = {
  source: "aiconfigurator",
  options: OPTIONS,
  maxBatchedTokens: OPTIONS.limits.maxBatchedTokens,
  maxSequences: OPTIONS.limits.maxSequences,
};

/**
 * Fits one group of points as `tailcap calibrate` does.
 *
 * @param points - Points of one service.
 */
export function fitPreset(
  machine: Machine,
  points: readonly MeasuredPoint[],
  name: string,
  setting: PresetSetting = SAMPLE_SETTING,
): Fitted {
  if (isTooSmall(machine)) {
    return refuse("the weights don't fit the GPUs named, so there must have been more of them");
  }
  let calibration: Calibration;
  try {
    calibration = calibrate(points, setting.options);
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
      maxBatchedTokens: setting.maxBatchedTokens,
      maxSequences: setting.maxSequences,
      kvBlocks: kv.blocks,
      engine: engineWords(machine),
      error: short(error, 2),
      ttftError: ttft === null ? null : short(ttft, 2),
      points: calibration.points.length,
      concurrency: rounded(loadRange.concurrency),
      input: rounded(loadRange.input),
      output: rounded(loadRange.output),
      source: setting.source,
      note: kvNote(kv),
    },
  };
}

function refuse(refusal: string): Fitted {
  return { preset: null, refusal };
}

/** Engine, model and machine in words. */
export function engineWords({ engine, gpu, gpus, model, precision, version }: Machine): string {
  const named =
    OLDER[engine] ?? (version === "" ? `${engine} (version not stated)` : `${engine} ${version}`);
  return `${named}, ${model} ${precision}, ${gpus} × ${gpu.toUpperCase()}`;
}

/** Says where a KV cache is from. */
export function kvNote({ blocks, why }: KvCapacity): string {
  return blocks === null ? `KV cache unlimited: ${why}` : `KV cache by arithmetic: ${why}`;
}

function rounded(range: readonly [number, number] | null): readonly [number, number] {
  if (range === null) throw new Error("a fitted group has a load range");
  return [Math.floor(range[0]), Math.ceil(range[1])];
}

function ms(seconds: number): number {
  return milliseconds(seconds * 1000);
}

/** Cuts milliseconds to a few digits. */
export function milliseconds(value: number, digits: number = DIGITS): number {
  return short(value, digits);
}

function short(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
