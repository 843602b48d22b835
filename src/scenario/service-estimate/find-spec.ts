import { didYouMean } from "../messages.ts";
import { suggestWord } from "../suggest.ts";
import { ESTIMATE_GPUS, type EstimateGpu } from "./gpu-table.ts";
import { ESTIMATE_MODELS, type EstimateModel } from "./model-table.ts";

/** Why a name isn't known, and what to do about it. */
export interface UnknownSpec {
  readonly message: string;
  readonly hint: string;
}

const LISTING = "`tailcap presets --estimates` lists those that are known";
/** Longer than any name, so that a long text costs nothing to compare. */
const LONGEST = 60;

/** Looks up a model, whatever its capitals. */
export function findModel(name: string): EstimateModel | UnknownSpec {
  return (
    find(name, ESTIMATE_MODELS) ??
    explain("model", name, ESTIMATE_MODELS, "; any other is described by its sizes")
  );
}

/** Looks up a GPU, whatever its capitals. */
export function findGpu(name: string): EstimateGpu | UnknownSpec {
  return find(name, ESTIMATE_GPUS) ?? explain("GPU", name, ESTIMATE_GPUS, "");
}

/** True if a name isn't known. */
export function isUnknownSpec(
  found: EstimateModel | EstimateGpu | UnknownSpec,
): found is UnknownSpec {
  return "message" in found;
}

interface Named {
  readonly name: string;
}

function find<T extends Named>(name: string, all: readonly T[]): T | undefined {
  const lower = name.toLowerCase();
  return all.find((one) => one.name === lower);
}

function explain(what: string, name: string, all: readonly Named[], other: string): UnknownSpec {
  const names = all.map((one) => one.name);
  const short = name.slice(0, LONGEST);
  const lower = short.toLowerCase();
  // `h100` is no slip of `h100-sxm`, but the start of it.
  const starting = lower === "" ? [] : names.filter((one) => one.startsWith(lower));
  const guess =
    starting.length > 0 ? `such as ${starting.join(", ")};` : didYouMean(suggestWord(short, names));
  return {
    message: `is not a known ${what} for estimates, got ${short}`,
    hint: `${guess === null ? "" : `${guess} `}${LISTING}${other}`,
  };
}
