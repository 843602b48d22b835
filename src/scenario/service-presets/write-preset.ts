import { originWords } from "./preset-sources.ts";
import type { PresetTable, ServicePreset } from "./service-preset.ts";

const BLOCK_SIZE = 16;

const written = new WeakMap<ServicePreset, Readonly<Record<string, unknown>>>();

/** A preset as a scenario would write the service. The same object each time. */
export function writePreset(preset: ServicePreset): Readonly<Record<string, unknown>> {
  const known = written.get(preset);
  if (known !== undefined) return known;
  const { concurrency, engine, error, input, kvBlocks, name, output, step, ttftError } = preset;
  const lines = Object.entries(step).map(([key, value]): readonly [string, unknown] => [
    key,
    typeof value === "number" ? duration(value) : { table: writeTable(value) },
  ]);
  const service = {
    kind: "continuous",
    step: Object.fromEntries(lines),
    maxBatchedTokens: preset.maxBatchedTokens,
    maxSequences: preset.maxSequences,
    ...(kvBlocks === null ? {} : { kvCache: { blocks: kvBlocks, blockSize: BLOCK_SIZE } }),
    requestOverhead: duration(preset.requestOverhead),
    calibration: {
      source: `preset ${name}: ${originWords(preset)}`,
      engine,
      ...(error === null ? {} : { error: `${trim(error * 100)}%` }),
      ...(ttftError === null ? {} : { ttftError: `${trim(ttftError * 100)}%` }),
      loadRange: { concurrency, input, output },
    },
  };
  written.set(preset, service);
  return service;
}

function writeTable(table: PresetTable): Readonly<Record<string, string>> {
  return Object.fromEntries(table.map(([count, time]) => [String(count), duration(time)]));
}

/** In nanoseconds, in which no coefficient needs an exponent. */
function duration(milliseconds: number): string {
  return `${trim(milliseconds * 1e6)}ns`;
}

function trim(value: number): number {
  return Number(value.toPrecision(9));
}
