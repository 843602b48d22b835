import { PRESET_SOURCES } from "../../src/scenario/service-presets/preset-sources.ts";
import type {
  PresetSource,
  ServicePreset,
} from "../../src/scenario/service-presets/service-preset.ts";

/** Presets by the file that they stand in. */
const FILES: readonly (readonly [
  file: string,
  title: string,
  source: PresetSource,
  models: RegExp,
])[] = [
  ["llama-presets", "Llama", "aiconfigurator", /^llama-/u],
  ["qwen-presets", "Qwen", "aiconfigurator", /^qwen/u],
  ["deepseek-presets", "DeepSeek", "aiconfigurator", /^deepseek-/u],
  ["other-presets", "other models", "aiconfigurator", /^(?!llama-|qwen|deepseek-)/u],
  ["distserve-presets", "OPT", "distserve", /^/u],
  ["splitwise-presets", "Llama-2 and BLOOM", "splitwise", /^/u],
];

/** A module to write. */
export interface PresetModule {
  readonly name: string;
  readonly text: string;
}

/** Writes presets as modules, one row of data each, in order of their names. */
export function renderPresets(presets: readonly ServicePreset[]): readonly PresetModule[] {
  const sorted = [...presets].sort((left, right) => (left.name < right.name ? -1 : 1));
  return FILES.flatMap(([file, title, source, models]) => {
    const constant = file.replace("-", "_").toUpperCase();
    const own = sorted.filter((preset) => preset.source === source && models.test(preset.name));
    if (own.length === 0) return [];
    const { licence, sampled, table } = PRESET_SOURCES[source];
    const module = {
      name: `${file}.ts`,
      text: [
        'import type { ServicePreset } from "./service-preset.ts";',
        "",
        "// prettier-ignore",
        "/**",
        ` * Services fitted to measurements of ${title}: ${table}`,
        ` * as of ${sampled}, ${licence}. Written by bench/presets.`,
        " */",
        `export const ${constant}: readonly ServicePreset[] = [`,
        ...own.map((preset) => `  ${literal(preset)},`),
        "];",
        "",
      ].join("\n"),
    };
    return [module];
  });
}

/** A value as TypeScript writes it, on one line. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.entries(value).map(([key, item]) => `${key}: ${literal(item)}`);
  return `{ ${keys.join(", ")} }`;
}
