import { suggestWord } from "../suggest.ts";
import { AZURE_LLM_2023_CODE_PRESET } from "./azure-llm-2023-code.ts";
import { AZURE_LLM_2023_CONV_PRESET } from "./azure-llm-2023-conv.ts";
import { MOONCAKE_CONVERSATION_PRESET } from "./mooncake-conversation.ts";
import { SERVEGEN_DEEPSEEK_R1_PRESET } from "./servegen-deepseek-r1.ts";
import type { WorkloadPreset } from "./workload-preset.ts";

/** All presets, in order of their names. */
export const WORKLOAD_PRESETS: readonly WorkloadPreset[] = [
  AZURE_LLM_2023_CODE_PRESET,
  AZURE_LLM_2023_CONV_PRESET,
  MOONCAKE_CONVERSATION_PRESET,
  SERVEGEN_DEEPSEEK_R1_PRESET,
];

/** Names of the presets, in order. */
export const WORKLOAD_PRESET_NAMES: readonly string[] = WORKLOAD_PRESETS.map(({ name }) => name);

/** Looks up a preset, whatever its capitals; null if there is none of that name. */
export function findWorkloadPreset(name: string): WorkloadPreset | null {
  return WORKLOAD_PRESETS.find((one) => one.name === name.toLowerCase()) ?? null;
}

/** The name that was meant, if one is near; else null. */
export function suggestWorkloadPreset(name: string): string | null {
  return suggestWord(name.toLowerCase(), WORKLOAD_PRESET_NAMES);
}
