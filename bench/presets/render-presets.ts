import type { ServicePreset } from "../../src/scenario/service-presets/service-preset.ts";

/** Models by the file that their presets stand in. */
const FILES: readonly (readonly [file: string, title: string, models: RegExp])[] = [
  ["llama-presets", "Llama", /^llama-/u],
  ["qwen-presets", "Qwen", /^qwen/u],
  ["deepseek-presets", "DeepSeek", /^deepseek-/u],
  ["other-presets", "other models", /^(?!llama-|qwen|deepseek-)/u],
];

/** A module to write. */
export interface PresetModule {
  readonly name: string;
  readonly text: string;
}

/** Writes presets as modules, one row of data each, in order of their names. */
export function renderPresets(presets: readonly ServicePreset[]): readonly PresetModule[] {
  const sorted = [...presets].sort((left, right) => (left.name < right.name ? -1 : 1));
  return FILES.map(([file, title, models]) => {
    const constant = file.replace("-", "_").toUpperCase();
    const own = sorted.filter(({ name }) => models.test(name));
    return {
      name: `${file}.ts`,
      text: [
        'import type { ServicePreset } from "./service-preset.ts";',
        "",
        "// prettier-ignore",
        "/**",
        ` * Services fitted to measured means of ${title}: ai-dynamo/aiconfigurator, silicon sample as`,
        " * of 2026-08-21, Apache-2.0. Written by bench/presets.",
        " */",
        `export const ${constant}: readonly ServicePreset[] = [`,
        ...own.map((preset) => `  ${literal(preset)},`),
        "];",
        "",
      ].join("\n"),
    };
  });
}

/** A value as TypeScript writes it, on one line. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.entries(value).map(([key, item]) => `${key}: ${literal(item)}`);
  return `{ ${keys.join(", ")} }`;
}
