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
