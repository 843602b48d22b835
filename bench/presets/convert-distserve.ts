import type { ServicePreset } from "../../src/scenario/service-presets/service-preset.ts";
import { engineWords, kvNote, milliseconds as cut } from "./fit-preset.ts";
import { isTooSmall, kvCacheOf } from "./kv-capacity.ts";
import { nameOf, type Machine } from "./machine.ts";

/** Coefficients of one model and tensor parallelism, in milliseconds. */
export interface DistserveFit {
  /** Sequences from which the others of decoding hold. */
  readonly decoding_large_small_bs_threshold: number;
  /** Of a step of prefill: itself, each token, each token squared. */
  readonly prefill: readonly [base: number, token: number, squared: number];
  /** Of a step of decoding: itself, each cached token, each sequence. */
  readonly decoding_smallbs: readonly [base: number, context: number, sequence: number];
  readonly decoding_largebs: readonly [base: number, context: number, sequence: number];
}

/** By model and number of GPUs. */
export type DistserveTable = Readonly<Record<string, Readonly<Record<string, DistserveFit>>>>;

/** A preset, or why there is none. */
export interface Converted {
  readonly name: string;
  readonly preset: ServicePreset | null;
  readonly refusal: string | null;
}

/** Shortest prompt from which the conversion is exact; the table's smallest knot above 0. */
const EXACT_FROM = 64;
/** vLLM's default of 2024 for a model of 2,048 positions. */
const MAX_BATCHED_TOKENS = 2048;
/** Positions that OPT has. */
const MOST_TOKENS = 2048;

/** Digits that are kept: what is fitted already needs no rounding. */
const DIGITS = 7;

/** Converts every set of coefficients that a step of ours can say. */
export function convertDistserve(table: DistserveTable): readonly Converted[] {
  return Object.entries(table).flatMap(([model, fits]) =>
    Object.entries(fits).map(([gpus, fit]) => convert(model, Number(gpus), fit)),
  );
}

/**
 * The two kinds of step have a base each, ours one: that of decoding. Prefill then takes a table
 * that starts at 0 and from `EXACT_FROM` tokens on is the line of the source less what a step
 * with its one sequence takes anyhow.
 */
function convert(model: string, gpus: number, fit: DistserveFit): Converted {
  const [, plain] = model.split("/");
  const machine: Machine = {
    model: plain.replace("opt", "OPT"),
    gpu: "a100",
    gpus,
    precision: "fp16",
    engine: "distserve",
    version: "",
  };
  const name = nameOf(machine, false);
  const [start, token, squared] = fit.prefill;
  const [base, context, sequence] = fit.decoding_smallbs;
  if (isTooSmall(machine)) return { name, preset: null, refusal: "the weights don't fit" };
  if (squared < 0) {
    return { name, preset: null, refusal: "its time a token falls with the prompt" };
  }
  const extra = (tokens: number): number => start - base - sequence + token * tokens;
  const kv = kvCacheOf(machine, []);
  // Beyond, the other coefficients of decoding hold, which a step of ours can't say as well.
  const most = fit.decoding_large_small_bs_threshold - 1;
  return {
    name,
    refusal: null,
    preset: {
      name,
      step: {
        base: milliseconds(base),
        perSequence: milliseconds(sequence),
        perContextToken: milliseconds(context),
        byPrefillTokens: [
          [0, 0],
          [EXACT_FROM, milliseconds(extra(EXACT_FROM))],
          [MOST_TOKENS, milliseconds(extra(MOST_TOKENS))],
        ],
        perPrefillTokenSquared: milliseconds(squared),
      },
      requestOverhead: 0,
      maxBatchedTokens: MAX_BATCHED_TOKENS,
      maxSequences: most,
      kvBlocks: kv.blocks,
      engine: engineWords(machine),
      error: null,
      ttftError: null,
      points: 0,
      concurrency: [1, most],
      input: [EXACT_FROM, MOST_TOKENS],
      output: [1, MOST_TOKENS],
      source: "distserve",
      note: kvNote(kv),
    },
  };
}

function milliseconds(value: number): number {
  return cut(value, DIGITS);
}
