import type { WorkloadPreset } from "../scenario/workload-presets/workload-preset.ts";
import { alignColumns } from "./align-columns.ts";
import { formatRate, formatSignificant, formatSpan } from "./format.ts";

const COLUMNS = ["workload preset", "rate", "lasts", "tokens", "P99 wait at 70%", "at 85%", "fit"];
/** Columns of words stand left, of numbers right. */
const WORDS = new Set([0, 6]);

/** Workload presets as a table, with where they are from. */
export function formatWorkloadTable(presets: readonly WorkloadPreset[]): string {
  return [
    ...alignColumns([COLUMNS, ...presets.map(cellsOf)], WORDS),
    "",
    ...presets.map(({ name, recorded, source }) => `${name}: ${source}; ${recorded}.`),
    "P99 waits are those of the preset over those of the trace, in a queue of 8 servers.",
  ].join("\n");
}

function cellsOf(preset: WorkloadPreset): readonly string[] {
  const { input, isGood, name, output, requests, span, waits } = preset;
  return [
    name,
    formatRate(requests / span),
    formatSpan(span),
    input === null || output === null ? "none" : "in and out",
    ...waits.map(([, trace, fit]) => `× ${formatSignificant(fit / trace, 3)}`),
    isGood ? "good" : "not good: off by more than 20%",
  ];
}
