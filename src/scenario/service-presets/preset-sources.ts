import type { PresetSource, ServicePreset } from "./service-preset.ts";

/** Where presets are from. */
export interface PresetOrigin {
  /** Project and table. */
  readonly table: string;
  /** Licence of the figures, by its SPDX name. */
  readonly licence: string;
  /** Day or month of the copy of the table. No row of any tells when it was measured. */
  readonly sampled: string;
}

/** The tables that presets were made from. */
export const PRESET_SOURCES: Readonly<Record<PresetSource, PresetOrigin>> = {
  aiconfigurator: {
    table: "ai-dynamo/aiconfigurator silicon sample",
    licence: "Apache-2.0",
    sampled: "2026-08-21",
  },
  // `simdistserve` profile of vLLM; the paper is of OSDI 2024.
  distserve: {
    table: "LLMServe/DistServe fitted profile",
    licence: "Apache-2.0",
    sampled: "2025-04",
  },
  // `data/perf_model.csv`; the paper is of ISCA 2024, measured in 2023.
  splitwise: {
    table: "Mutinifni/splitwise-sim performance model",
    licence: "MIT",
    sampled: "2024-04-25",
  },
};

/** Where a preset is from, in a few words. */
export function originWords({ source }: Pick<ServicePreset, "source">): string {
  const { licence, sampled, table } = PRESET_SOURCES[source];
  return `${table} of ${sampled}, ${licence}`;
}
