import { ONLY_CLASS } from "./class-section.ts";
import { classesSchema } from "./class-schema.ts";
import type { KeyPath } from "./key-path.ts";
import { isMapping } from "./mapping.ts";
import { withWrittenPreset } from "./workload-preset-schema.ts";
import { at, valid, type Written } from "./written-parts.ts";

/** Where some of the requests come from, as written. */
export interface WrittenSource {
  /** From the root to the mapping that holds `trace`, `generate`, `preset` or `users`. */
  readonly path: KeyPath;
  readonly source: Written;
}

/**
 * The sources of a workload as written: its own, or that of each class. Beside a preset stands the
 * generator that it is.
 */
export function writtenSources(scenario: Written): readonly WrittenSource[] {
  const workload = at(scenario, "workload");
  if (!isMapping(workload)) return [];
  const { classes } = workload;
  if (!isMapping(classes)) {
    return [{ path: ["workload"], source: withWrittenPreset(workload) }];
  }
  return Object.entries(classes).flatMap(([name, source]) =>
    isMapping(source)
      ? [{ path: ["workload", "classes", name], source: withWrittenPreset(source) }]
      : [],
  );
}

/** Names of the classes, in order; null if they can't be read. */
export function writtenClassNames(scenario: Written): readonly string[] | null {
  const written = at(scenario, "workload", "classes");
  if (written === undefined) return [ONLY_CLASS];
  return valid(classesSchema, written)?.map(({ name }) => name) ?? null;
}
