import type { TraceSection } from "../scenario/trace-section.ts";
import type { TraceRows } from "../workload/trace-rows.ts";

/** A column of a trace that is written: its name and its values. */
export interface TraceColumn {
  readonly name: "t" | "in" | "out" | "duration";
  /** What `columns` of `workload.trace` calls it. */
  readonly role: "arrival" | "input" | "output" | "duration";
  readonly values: Float64Array | Int32Array;
}

/** The columns that a trace has, under the names they are written by. */
export function traceColumns(rows: TraceRows): readonly TraceColumn[] {
  const columns: readonly TraceColumn[] = [
    { name: "t", role: "arrival", values: rows.arrivals },
    { name: "in", role: "input", values: rows.inputs },
    { name: "out", role: "output", values: rows.outputs },
    { name: "duration", role: "duration", values: rows.durations },
  ];
  return columns.filter(({ role, values }) => role === "arrival" || values.length > 0);
}

/**
 * Knows a file by the names of its columns, if they are those that a trace is written by.
 *
 * @returns The columns by what they hold; null if there is another, or one at another place.
 */
export function writtenColumns(names: readonly string[]): TraceSection["columns"] {
  const [, ...rest] = names;
  const order = ["in", "out", "duration"];
  const places = rest.map((name) => order.indexOf(name));
  const isInOrder = places.every((place, index) => place > (places[index - 1] ?? -1));
  if (names[0] !== "t" || !isInOrder) return null;
  const named = (name: string): string | null => (rest.includes(name) ? name : null);
  return { arrival: "t", input: named("in"), output: named("out"), duration: named("duration") };
}
