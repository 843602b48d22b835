import { editDistance } from "../suggest.ts";
import { DEEPSEEK_PRESETS } from "./deepseek-presets.ts";
import { DISTSERVE_PRESETS } from "./distserve-presets.ts";
import { LLAMA_PRESETS } from "./llama-presets.ts";
import { OTHER_PRESETS } from "./other-presets.ts";
import { QWEN_PRESETS } from "./qwen-presets.ts";
import type { ServicePreset } from "./service-preset.ts";
import { SPLITWISE_PRESETS } from "./splitwise-presets.ts";

/** Why a name has no preset, and what to do about it. */
export interface UnknownServicePreset {
  readonly message: string;
  readonly hint: string;
}

/** All presets, in order of their names. */
export const SERVICE_PRESETS: readonly ServicePreset[] = [
  ...DEEPSEEK_PRESETS,
  ...DISTSERVE_PRESETS,
  ...LLAMA_PRESETS,
  ...OTHER_PRESETS,
  ...QWEN_PRESETS,
  ...SPLITWISE_PRESETS,
].sort((left, right) => (left.name < right.name ? -1 : 1));

const byName = new Map(SERVICE_PRESETS.map((preset) => [preset.name, preset]));
const SUGGESTED = 3;
/** Longer than any name, so that a long text costs nothing to compare. */
const LONGEST = 80;

/** Looks up a preset, whatever its capitals. */
export function findServicePreset(name: string): ServicePreset | UnknownServicePreset {
  return byName.get(name.toLowerCase()) ?? explain(name);
}

/** True if a preset isn't known. */
export function isUnknownPreset(
  found: ServicePreset | UnknownServicePreset,
): found is UnknownServicePreset {
  return "message" in found;
}

function explain(name: string): UnknownServicePreset {
  const listing = "`tailcap presets` lists those that are known";
  const wanted = name.toLowerCase().slice(0, LONGEST);
  const near = SERVICE_PRESETS.map((preset) => ({
    name: preset.name,
    distance: editDistance(wanted, preset.name),
  }))
    .filter(({ distance }) => distance <= wanted.length / 2)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, SUGGESTED)
    .map((one) => one.name);
  return {
    message: `is not a known preset, got ${name.slice(0, LONGEST)}`,
    hint: near.length === 0 ? listing : `nearest: ${near.join(", ")}; ${listing}`,
  };
}
