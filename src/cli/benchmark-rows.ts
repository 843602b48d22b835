import type { BenchmarkRow, BenchmarkTable } from "../ingest/benchmarks/benchmark-table.ts";
import { UsageError } from "./usage-error.ts";

/** Labels that tell what was measured: a service can be fitted to one value of each. */
const IDENTITY: readonly string[] = [
  "engine",
  "engine_version",
  "backend",
  "model",
  "system",
  "gpu",
  "hardware",
  "precision",
  "dtype",
  "quantization",
  "tensor_parallel",
  "tp",
];
const LISTED = 6;

/**
 * Chooses the rows that a fit is to be done on.
 *
 * @param where - Conditions `label=value`; all must hold.
 * @throws UsageError for conditions that aren't one or that no row meets, and for rows of several
 *   services.
 */
export function selectRows(
  { rows, skipped }: BenchmarkTable,
  where: readonly string[],
): readonly BenchmarkRow[] {
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort();
  let selected = rows;
  for (const condition of where) {
    const place = condition.indexOf("=");
    const [name, value] = [condition.slice(0, place).trim(), condition.slice(place + 1).trim()];
    if (place < 1 || !names.includes(name)) {
      const known = names.length === 0 ? "the files have no labels" : `known: ${names.join(", ")}`;
      throw new UsageError(`--where must be label=value, got ${condition}; ${known}`);
    }
    const values = valuesOf(selected, name);
    selected = selected.filter(({ labels }) => (labels[name] ?? "") === value);
    if (selected.length === 0) {
      throw new UsageError(`--where ${condition} leaves no row; ${name} is ${listed(values)}`);
    }
  }
  if (selected.length === 0) {
    const reasons = [...new Set(skipped.map(({ reason }) => reason))].slice(0, 3).join("; ");
    throw new UsageError(`the files hold no measured point${reasons && `: ${reasons}`}`);
  }
  requireOneService(selected);
  return selected;
}

function requireOneService(rows: readonly BenchmarkRow[]): void {
  const mixed = IDENTITY.flatMap((name) => {
    const values = valuesOf(rows, name);
    return values.length > 1 ? [`${name} is ${listed(values)}`] : [];
  });
  if (mixed.length === 0) return;
  throw new UsageError(
    "the points are of several services, which can't be fitted as one; choose with --where " +
      `label=value:\n${mixed.map((line) => `  ${line}`).join("\n")}`,
  );
}

function valuesOf(rows: readonly BenchmarkRow[], name: string): readonly string[] {
  return [...new Set(rows.map(({ labels }) => labels[name] ?? ""))].sort();
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, LISTED).map((value) => value || "(empty)");
  const rest = values.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` or ${rest} others` : "");
}

/** What rows of one service say of it: engine, model and machine in a line, and the last day. */
export function describeRows(rows: readonly BenchmarkRow[]): {
  readonly engine: string | null;
  readonly date: string | null;
} {
  const [{ labels }] = rows;
  const words = IDENTITY.flatMap((name) => {
    const value = labels[name];
    if (value === undefined) return [];
    return [/^[\d.]+$/u.test(value) ? `${name.replaceAll("_", " ")} ${value}` : value];
  });
  const days = valuesOf(rows, "date").filter((day) => /^\d{4}-\d{2}-\d{2}$/u.test(day));
  return { engine: words.length === 0 ? null : words.join(", "), date: days.at(-1) ?? null };
}
